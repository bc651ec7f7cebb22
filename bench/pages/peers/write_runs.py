"""Writes the runs of a Trialbook workspace to a peer's own store: write_runs.py PEER FOLDER SAMPLE

SAMPLE is a folder of CSV files, one for each run, with a row for each step: columns `step`, `timestamp` and one for
each metric. FOLDER is empty.
"""

import csv
import os
import sys
from pathlib import Path

START_MS = 1_780_000_000_000


def main(peer, folder, sample):
    runs = [(file.stem, *read(file)) for file in sorted(Path(sample).glob("*.csv"))]
    {"tensorboard": tensorboard, "mlflow": mlflow, "aim": aim, "trackio": trackio}[peer](folder, runs)


def read(file):
    """The keys, and rows of a step and the values of all keys."""
    with file.open(newline="") as lines:
        header, *rows = csv.reader(lines)
    return header[2:], [(int(step), [float(value) for value in values]) for step, _, *values in rows]


def tensorboard(folder, runs):
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    for name, keys, rows in runs:
        writer = EventFileWriter(os.path.join(folder, name))
        for step, values in rows:
            summary = Summary(value=[Summary.Value(tag=key, simple_value=value) for key, value in zip(keys, values)])
            writer.add_event(Event(wall_time=START_MS / 1000 + step, step=step, summary=summary))
        writer.close()


def mlflow(folder, runs):
    os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
    from mlflow.entities import Metric
    from mlflow.tracking import MlflowClient

    client = MlflowClient(f"sqlite:///{Path(folder) / 'mlflow.db'}")
    for name, keys, rows in runs:
        run_id = client.create_run("0", run_name=name).info.run_id
        metrics = [
            Metric(key, value, START_MS + step * 1000, step)
            for step, values in rows
            for key, value in zip(keys, values)
        ]
        for at in range(0, len(metrics), 1000):
            client.log_batch(run_id, metrics=metrics[at : at + 1000])
        client.set_terminated(run_id)


def aim(folder, runs):
    from aim import Run

    for name, keys, rows in runs:
        run = Run(repo=folder, experiment="train", system_tracking_interval=None, capture_terminal_logs=False)
        run.name = name
        for step, values in rows:
            for key, value in zip(keys, values):
                run.track(value, name=key, step=step)
        run.close()


def trackio(folder, runs):
    os.environ["TRACKIO_DIR"] = folder
    import trackio

    for name, keys, rows in runs:
        trackio.init(project="train", name=name, embed=False)
        for step, values in rows:
            trackio.log(dict(zip(keys, values)), step=step)
        trackio.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
    print("true")
