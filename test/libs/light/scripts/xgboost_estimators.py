"""xgboost by way of scikit-learn: on its own, in a pipeline, in a search."""

import json

import pandas as pd
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from xgboost import XGBRegressor

birds = pd.read_csv("penguins.csv").dropna()
x = birds[["bill_length_mm", "bill_depth_mm", "flipper_length_mm"]].to_numpy()
y = birds["body_mass_g"].to_numpy() / 1000
model = XGBRegressor(n_estimators=3, max_depth=2, learning_rate=0.5, random_state=1, n_jobs=1)
model.fit(x[:250], y[:250], eval_set=[(x[250:], y[250:])], verbose=True)
print(model.score(x[250:], y[250:]))
print(json.dumps(model.evals_result()))
model.save_model("birds.json")
pipeline = make_pipeline(StandardScaler(), XGBRegressor(n_estimators=2, max_depth=1, n_jobs=1))
pipeline.fit(x, y, xgbregressor__eval_set=[(x, y)], xgbregressor__verbose=False)
search = GridSearchCV(XGBRegressor(n_estimators=2, n_jobs=1), {"max_depth": [1, 2]}, cv=2)
search.fit(x, y, eval_set=[(x, y)], verbose=False)
print(search.best_params_)
