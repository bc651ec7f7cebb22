"""Logs images and a table to MLflow, in a run and in one inside it."""

import mlflow
import numpy as np
from PIL import Image

mlflow.set_experiment("birds")
with mlflow.start_run(run_name="outer"):
    for step in range(2):
        mlflow.log_image(np.full((8, 8, 3), step * 90, np.uint8), key="val/samples", step=step)
    mlflow.log_image(Image.new("RGB", (8, 8)), "pictures/one.png")
    mlflow.log_table({"file": ["a.png", "b.png"], "loss": [0.5, 1.5]}, "worst.json")
    with mlflow.start_run(run_name="inner", nested=True):
        mlflow.log_image(mlflow.Image(np.zeros((8, 8, 3), np.uint8)), key="samples", step=4)
print("logged")
