"""Logs to W&B what is no number."""

import sys

import numpy as np
import wandb

run = wandb.init(project="birds")
rng = np.random.default_rng(5)
for step in range(2):
    image = wandb.Image(np.full((8, 8, 3), step * 99, np.uint8), caption="x")
    run.log({"samples": image, "grid": [image, image], "weights": wandb.Histogram(rng.normal(size=500), num_bins=128)})
table = wandb.Table(columns=["file", "loss"], data=[["a.png", 0.5], ["b.png", float("nan")]])
matrix = wandb.plot.confusion_matrix(y_true=[0, 1, 1], preds=[0, 1, 0], class_names=["no", "yes"])
scores = np.array([[0.9, 0.1], [0.4, 0.6], [0.65, 0.35], [0.2, 0.8]])
roc = wandb.plot.roc_curve([0, 0, 1, 1], scores, classes_to_plot=[1])
both = wandb.plot.pr_curve([0, 0, 1, 1], scores, labels=["no", "yes"])
line = wandb.plot.line_series(xs=[0, 1], ys=[[2, 3]], keys=["a"])
run.log({"worst": table, "matrix": matrix, "roc": roc, "pr": both, "line": line})
run.finish()
print("done", *sys.argv[1:])
