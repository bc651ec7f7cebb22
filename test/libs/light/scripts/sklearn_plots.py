"""Confusion matrices and curves of scikit-learn: computed, drawn, and those that its own functions compute beneath."""

import matplotlib

matplotlib.use("Agg")

import pandas as pd
from sklearn import metrics
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, precision_recall_curve, roc_curve
from sklearn.model_selection import cross_val_score

birds = pd.read_csv("penguins.csv").dropna()
measurements = birds[["bill_length_mm", "bill_depth_mm"]]
model = LogisticRegression(C=0.1, max_iter=1000).fit(measurements, birds["species"])
for rows in (100, 200):
    matrix = confusion_matrix(birds["species"][:rows], model.predict(measurements[:rows]))
chosen = confusion_matrix(birds["species"], model.predict(measurements), labels=["Gentoo", "Adelie"], normalize="true")
print(matrix.tolist(), chosen.tolist())

is_adelie = birds["species"] == "Adelie"
binary = LogisticRegression(C=0.001).fit(measurements, is_adelie)
scores = binary.predict_proba(measurements)[:, 1]
fpr, tpr, thresholds = roc_curve(is_adelie, scores)
precision, recall, _ = precision_recall_curve(is_adelie, scores)
print(len(fpr), len(precision), metrics.auc(fpr, tpr), metrics.average_precision_score(is_adelie, scores))

metrics.ConfusionMatrixDisplay.from_predictions(is_adelie, scores > 0.5)
metrics.RocCurveDisplay.from_estimator(binary, measurements, is_adelie)
metrics.PrecisionRecallDisplay.from_predictions(is_adelie, scores)
print(cross_val_score(binary, measurements, is_adelie, scoring="f1", cv=3).mean())
try:
    confusion_matrix([1, 2], [1])
except ValueError as error:
    print(error)
