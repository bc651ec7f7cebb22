"""Logs one loss to three loggers, each step in turn, and one value that they know by the same name but differs."""

import os
import sys

import mlflow
import wandb
from tensorboardX import SummaryWriter

order = sys.argv[1].split(",")
run = wandb.init(project="birds", config={"lr": 0.1})
writer = SummaryWriter("logs")
with mlflow.start_run():
    mlflow.log_params({"lr": 0.1})
    log = {
        "mlflow": lambda key, value, step: mlflow.log_metric(key, value, step=step),
        "wandb": lambda key, value, step: run.log({key: value}, step=step),
        "tensorboard": writer.add_scalar,
    }
    for step in range(3):
        for name in order:
            log[name]("loss", 1 / (step + 5), step)
            log[name]("other", step + len(name) / 7, step)
writer.close()
run.finish()
print("done", os.path.isdir("logs"))
