"""Logs to DVCLive, outside of a repository."""

from pathlib import Path

from dvclive import Live

with Live(save_dvc_exp=False, dvcyaml=None) as live:
    live.log_param("lr", 0.1)
    live.log_params({"model": {"dim": 8}, "db_password": "secret-1"})
    for step in range(3):
        live.log_metric("loss", 1 / (step + 1))
        live.log_metric("val/accuracy", step / 4, plot=False)
        live.next_step()
    Path("model.bin").write_bytes(b"model")
    live.log_artifact("model.bin", type="model", name="birds")
print("done")
