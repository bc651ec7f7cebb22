"""What one logged number takes, by the library that logs it: log_api.py LIBRARY

Prints JSON: the median of the calls in µs, and how many there were; `"installed": false` where Python does not find the
library. Each library gets a fresh process, a new folder, and the same loop: one number, one step, one call.
"""

import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TRACKER = Path(__file__).resolve().parents[2] / "python"
CALLS = 20_000
# Peers that take a millisecond a call have said what they have to say by then.
SECONDS = 5
WARM_UP = 100


def start_trialbook(_folder):
    import trialbook

    assert trialbook.run().active
    return lambda value, step: trialbook.log({"loss": value}, step=step)


def start_mlflow(folder):
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    import mlflow

    mlflow.set_tracking_uri(f"sqlite:///{folder}/mlflow.db")
    mlflow.set_experiment("bench")
    mlflow.start_run()
    return lambda value, step: mlflow.log_metric("loss", value, step=step)


def start_wandb(folder):
    import wandb

    run = wandb.init(project="bench", mode="offline", dir=folder, settings=wandb.Settings(silent=True))
    return lambda value, step: run.log({"loss": value}, step=step)


def start_trackio(folder):
    os.environ.update(TRACKIO_DIR=folder, HF_HUB_OFFLINE="1")
    import trackio

    trackio.init(project="bench")
    return lambda value, step: trackio.log({"loss": value}, step=step)


def start_tensorboardx(folder):
    from tensorboardX import SummaryWriter

    writer = SummaryWriter(folder)
    return lambda value, step: writer.add_scalar("loss", value, step)


LIBRARIES = {
    "trialbook": ("trialbook", start_trialbook),
    "mlflow": ("mlflow", start_mlflow),
    "wandb": ("wandb", start_wandb),
    "trackio": ("trackio", start_trackio),
    "tensorboardx": ("tensorboardX", start_tensorboardx),
}


def measure(library, folder):
    """Of a process that does nothing else."""
    module, start = LIBRARIES[library]
    if importlib.util.find_spec(module) is None:
        return {"library": library, "installed": False}
    log = start(folder)
    for step in range(WARM_UP):
        log(1 / (step + 1), step)
    times = []
    end = time.perf_counter() + SECONDS
    for step in range(WARM_UP, WARM_UP + CALLS):
        value = 1 / (step + 1)
        before = time.perf_counter_ns()
        log(value, step)
        times.append(time.perf_counter_ns() - before)
        if time.perf_counter() > end:
            break
    return {"library": library, "installed": True, "us": statistics.median(times) / 1000, "calls": len(times)}


def measure_in_fresh_process(library):
    with tempfile.TemporaryDirectory(prefix="trialbook-bench-") as folder:
        unset = ("PYTHON", "TRIALBOOK", "_TRIALBOOK")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(unset)}
        if library == "trialbook":
            run = Path(folder) / "run"
            run.mkdir()
            environment.update(PYTHONPATH=str(TRACKER), TRIALBOOK_RUN_DIR=str(run), TRIALBOOK_WORKSPACE=folder)
        answer = Path(folder) / "answer.json"
        # The peers print what they like.
        command = [sys.executable, __file__, "--measure", library, folder, str(answer)]
        subprocess.run(command, env=environment, stdout=sys.stderr, check=True)
        return json.loads(answer.read_text())


def main(argv):
    if argv[:1] == ["--measure"]:
        _, library, folder, answer = argv
        Path(answer).write_text(json.dumps(measure(library, folder)))
    elif len(argv) == 1 and argv[0] in LIBRARIES:
        print(json.dumps(measure_in_fresh_process(argv[0])))
    else:
        sys.exit(f"usage: log_api.py {'|'.join(LIBRARIES)}")


main(sys.argv[1:])
