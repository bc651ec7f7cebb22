"""xgboost's own interface: training, more training, cross-validation, a saved model."""

import json

import pandas as pd
import xgboost as xgb


class Watch(xgb.callback.TrainingCallback):
    def after_iteration(self, model, epoch, evals_log):
        print("watched", epoch, {name: dict(metrics) for name, metrics in evals_log.items()})
        return False


birds = pd.read_csv("penguins.csv").dropna()
x, y = birds[["bill_length_mm", "bill_depth_mm", "flipper_length_mm"]], birds["body_mass_g"] / 1000
train, test = xgb.DMatrix(x[:250], y[:250]), xgb.DMatrix(x[250:], y[250:])
params = {"eta": 0.3, "max_depth": 2, "objective": "reg:squarederror", "eval_metric": ["rmse", "mae"], "nthread": 1}
result = {}
booster = xgb.train(
    params,
    train,
    4,
    evals=[(train, "train"), (test, "test")],
    evals_result=result,
    callbacks=[Watch()],
    early_stopping_rounds=2,
    verbose_eval=2,
)
print(json.dumps(result))
xgb.train({**params, "eta": 0.5}, train, num_boost_round=2, evals=[(test, "test")], verbose_eval=False)
xgb.train(params, train, num_boost_round=2)
table = xgb.cv(params, train, num_boost_round=2, nfold=2, metrics="rmse", seed=3)
print(table.to_json())
booster.save_model("birds.ubj")
print(xgb.Booster(model_file="birds.ubj").predict(test)[:3])
train.save_binary("birds.buffer")
print(xgb.DMatrix("birds.buffer").num_row())
