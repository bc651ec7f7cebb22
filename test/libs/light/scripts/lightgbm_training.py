"""lightgbm's own interface and its estimators: training, cross-validation, early stopping, a saved model."""

import json

import lightgbm as lgb
import pandas as pd

birds = pd.read_csv("penguins.csv").dropna()
x, y = birds[["bill_length_mm", "bill_depth_mm", "flipper_length_mm"]], birds["body_mass_g"] / 1000
train = lgb.Dataset(x[:250], y[:250], free_raw_data=False)
test = lgb.Dataset(x[250:], y[250:], reference=train, free_raw_data=False)
params = {
    "objective": "regression",
    "metric": ["l2", "l1"],
    "num_leaves": 4,
    "verbosity": -1,
    "num_threads": 1,
    "seed": 5,
    "deterministic": True,
}


def own_callback(env):
    print("own", env.iteration, len(env.evaluation_result_list))


result = {}
booster = lgb.train(
    params,
    train,
    5,
    valid_sets=[train, test],
    valid_names=["train", "valid"],
    callbacks=[own_callback, lgb.record_evaluation(result), lgb.early_stopping(2), lgb.log_evaluation(2)],
)
print(json.dumps(result))
print(own_callback.__dict__)
print(lgb.train(params, train, num_boost_round=2).num_trees())
lgb.train({**params, "num_iterations": 2}, train, valid_sets=[test])
table = lgb.cv({**params, "metric": "l2"}, train, num_boost_round=2, nfold=2, stratified=False)
print(json.dumps(table))
booster.save_model("birds.txt")
model = lgb.LGBMRegressor(n_estimators=3, num_leaves=4, verbosity=-1, n_jobs=1, random_state=2)
model.fit(x[:250], y[:250], eval_set=[(x[250:], y[250:])], eval_metric="l1")
print(model.score(x[250:], y[250:]))
print(json.dumps(model.evals_result_))
x.assign(y=y).to_csv("table.csv", index=False, header=False)
print(lgb.Dataset("table.csv", params={"verbosity": -1, "label_column": 3}).construct().num_data())
