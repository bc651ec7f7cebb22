"""Logs to W&B in the way that the environment says; then a second run."""

import sys
from pathlib import Path

import wandb

run = wandb.init(project="birds", config={"lr": 0.1, "model": {"dim": 8}, "api_key": "secret-1"})
run.config.update({"epochs": 3, "hub_token": "secret-2"})
run.config.seed = 4
for step in range(3):
    run.log({"loss": 1 / (step + 1), "val": {"accuracy": step / 4}, "note": "text"})
wandb.log({"part": 1}, commit=False)
wandb.log({"rest": 2})
run.log({"late": 1.5}, step=10)
run.log({"late": 2.5}, step=20)
run.summary["best"] = 0.9
run.summary["loss"] = 0.25
Path("model.pt").write_bytes(b"model")
Path("notes.txt").write_text("notes", "utf-8")
Path("folder").mkdir(exist_ok=True)
Path("folder/weights.bin").write_bytes(b"weights")
artifact = wandb.Artifact("birds-model", type="model")
artifact.add_file("model.pt")
artifact.add_dir("folder")
run.log_artifact(artifact)
run.save("notes.txt")
run.finish()
with wandb.init(project="birds", name="second", config={"lr": 0.2}) as second:
    second.log({"loss": 0.75})
print("done", *sys.argv[1:])
