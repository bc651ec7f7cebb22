"""Two models of scikit-learn, one of them in a pipeline, with scores of both parts of the data."""

import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

birds = pd.read_csv("penguins.csv").dropna()
measurements = birds[["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]]
train_x, test_x, train_y, test_y = train_test_split(measurements, birds["species"], random_state=0)

pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=0.5)).fit(train_x, train_y)
train_accuracy = accuracy_score(train_y, pipeline.predict(train_x))
test_accuracy = accuracy_score(test_y, pipeline.predict(test_x))
print(train_accuracy, test_accuracy, confusion_matrix(test_y, pipeline.predict(test_x)))
print("f1", f1_score(test_y, pipeline.predict(test_x), average="macro"))
print("f1 again", f1_score(train_y, pipeline.predict(train_x), average="macro"))

forest = RandomForestClassifier(n_estimators=0 + 5, max_depth=3, random_state=7, n_jobs=2)
for trees in (5, 10):
    forest.set_params(n_estimators=trees).fit(train_x, train_y)
    score = forest.score(test_x, test_y)
    print(trees, score)
