"""Fits a scikit-learn pipeline to a table read by pandas and saves it with joblib."""

import argparse

import joblib
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

parser = argparse.ArgumentParser()
parser.add_argument("--C", type=float, default=1.0)
parser.add_argument("--seed", type=int, default=0)
args = parser.parse_args()

birds = pd.read_csv("penguins.csv").dropna()
measurements = birds[["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]]
train_x, test_x, train_y, test_y = train_test_split(measurements, birds["species"], random_state=args.seed)
model = make_pipeline(StandardScaler(), LogisticRegression(C=args.C)).fit(train_x, train_y)
print(f"accuracy {model.score(test_x, test_y):.4f}")
joblib.dump(model, "model.joblib")
test_x.assign(predicted=model.predict(test_x)).to_csv("predictions.csv", index=False)
