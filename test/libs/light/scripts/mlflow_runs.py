"""Logs to MLflow by each of its ways: the fluent API with nested runs, batches, and a client of one's own."""

from pathlib import Path

import mlflow
from mlflow import MlflowClient

mlflow.set_experiment("birds")
with mlflow.start_run(run_name="outer", tags={"team": "한국", "api_key": "secret-1"}) as outer:
    mlflow.log_param("lr", 0.1)
    mlflow.log_params({"epochs": 3, "shuffle": True, "name": "plain", "hf_token": "secret-2"})
    for step in range(3):
        mlflow.log_metric("loss", 1 / (step + 1), step=step)
        mlflow.log_metrics({"accuracy": step / 4, "f1": float("nan")}, step=step)
    for value in (3, 2, 1):
        mlflow.log_metric("uncounted", value)
    mlflow.set_tag("note", "first try")
    Path("model.pkl").write_bytes(b"model")
    Path("plots").mkdir(exist_ok=True)
    Path("plots/roc.svg").write_text("<svg/>", "utf-8")
    mlflow.log_artifact("model.pkl")
    mlflow.log_artifacts("plots", "figures")
    for depth in (2, 4):
        with mlflow.start_run(run_name=f"depth {depth}", nested=True):
            mlflow.log_param("depth", depth)
            mlflow.log_metric("loss", depth / 10, step=1)
    client = MlflowClient()
    client.log_metric(outer.info.run_id, "by_client", 7.5, step=2)
try:
    with mlflow.start_run(run_name="second"):
        mlflow.log_metric("loss", 5.0, step=0)
        raise ValueError("bad batch")
except ValueError:
    print("failed")
