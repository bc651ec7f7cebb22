"""catboost: training with and without files of its own, cross-validation, a saved model."""

import json

import catboost
import pandas as pd
from catboost import CatBoostRegressor, Pool

birds = pd.read_csv("penguins.csv").dropna()
x, y = birds[["bill_length_mm", "bill_depth_mm", "flipper_length_mm"]], birds["body_mass_g"] / 1000
options = {"depth": 2, "thread_count": 1, "allow_writing_files": False, "random_seed": 4}
model = CatBoostRegressor(iterations=3, learning_rate=0.5, eval_metric="MAE", verbose=False, **options)
model.fit(x[:250], y[:250], eval_set=(x[250:], y[250:]))
print(model.score(x[250:], y[250:]))
print(json.dumps(model.evals_result_))
sparse = CatBoostRegressor(iterations=6, learning_rate=0.5, metric_period=4, verbose=False, **options).fit(x, y)
print(json.dumps(sparse.evals_result_))
stopped = CatBoostRegressor(iterations=20, learning_rate=1, metric_period=4, verbose=False, **options)
stopped.fit(x[:250], y[:250], eval_set=(x[250:], y[250:] * 0 + 9), early_stopping_rounds=2)
print(json.dumps(stopped.evals_result_))
table = catboost.cv(Pool(x, y), {"loss_function": "RMSE", **options}, iterations=2, fold_count=2, verbose=False)
print(table.to_json())
model.save_model("birds.cbm")
print(CatBoostRegressor().load_model("birds.cbm").predict(x[:2]))
x.to_csv("table.csv", index=False, header=False)
print(Pool("table.csv", delimiter=",").num_row())
catboost.train(Pool(x, y), {"loss_function": "MAE", "iterations": 1, "verbose": False, **options})
