"""What mlflow takes for the same work, printed as JSON.

mlflow_peer.py ingest FOLDER SAMPLE       log_batch of the runs of SAMPLE, a folder of CSV files
mlflow_peer.py search FOLDER DATABASE FILTER ORDER      search_runs over the runs of a Trialbook database

FOLDER is empty and gets mlflow's SQLite database.
"""

import csv
import json
import logging
import os
import sqlite3
import statistics
import sys
import time
import uuid
from datetime import datetime
from pathlib import Path

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
logging.getLogger("mlflow").setLevel(logging.ERROR)

from mlflow.entities import Metric  # noqa: E402
from mlflow.store.tracking.dbmodels.models import SqlLatestMetric, SqlParam, SqlRun  # noqa: E402
from mlflow.tracking import MlflowClient  # noqa: E402
from sqlalchemy import create_engine, insert  # noqa: E402

EXPERIMENT = "0"
# The most that mlflow takes in one batch.
BATCH = 1000
PAGE = 100
SEARCHES = 5
ROWS_PER_INSERT = 50_000


def main(argv):
    command, folder, *args = argv
    client = MlflowClient(uri_in(folder))
    # Makes the database, by mlflow's own migrations.
    client.get_experiment(EXPERIMENT)
    print(json.dumps({"ingest": ingest, "search": search}[command](client, folder, *args)))


def uri_in(folder):
    return f"sqlite:///{Path(folder) / 'mlflow.db'}"


def ingest(client, _folder, sample):
    """The points are ready in memory, as objects of mlflow's: only its own work is timed."""
    seconds = 0.0
    points = 0
    for file in sorted(Path(sample).glob("*.csv")):
        metrics = read_metrics(file)
        run_id = client.create_run(EXPERIMENT).info.run_id
        start = time.perf_counter()
        for at in range(0, len(metrics), BATCH):
            client.log_batch(run_id, metrics=metrics[at : at + BATCH])
        seconds += time.perf_counter() - start
        points += len(metrics)
        kept = len(client.get_metric_history(run_id, metrics[0].key))
        expected = sum(metric.key == metrics[0].key for metric in metrics)
        if kept != expected:
            raise SystemExit(f"mlflow kept {kept} of {expected} points")
    return {"points": points, "seconds": seconds}


def read_metrics(file):
    with file.open(newline="") as lines:
        return [
            Metric(key, float(value), milliseconds(row["timestamp"]), int(row["step"]))
            for row in csv.DictReader(lines)
            for key, value in row.items()
            if key not in ("step", "timestamp")
        ]


def milliseconds(timestamp):
    return round(datetime.fromisoformat(timestamp).timestamp() * 1000)


def search(client, folder, database, condition, order):
    """The runs are inserted row by row as mlflow stores them: logging them would take an hour."""
    ids = insert_runs(folder, database)
    times = []
    page = []
    for _ in range(SEARCHES):
        start = time.perf_counter()
        page = client.search_runs([EXPERIMENT], filter_string=condition, order_by=[order], max_results=PAGE)
        times.append((time.perf_counter() - start) * 1000)
    return {"ms": statistics.median(times), "ids": [ids[run.info.run_id] for run in page]}


def insert_runs(folder, database):
    source = sqlite3.connect(database)
    runs = source.execute("SELECT uid, name, upper(status), started_at, ended_at FROM runs").fetchall()
    ids = {uid: uuid.uuid4().hex for uid, *_ in runs}
    rows = {
        SqlRun: (
            {
                "run_uuid": ids[uid],
                "name": name,
                "source_type": "LOCAL",
                "user_id": "user",
                "status": status,
                "start_time": start,
                "end_time": end,
                "lifecycle_stage": "active",
                "artifact_uri": f"{folder}/{ids[uid]}",
                "experiment_id": int(EXPERIMENT),
            }
            for uid, name, status, start, end in runs
        ),
        SqlParam: (
            {"run_uuid": ids[uid], "key": key, "value": str(value)}
            for uid, key, value in source.execute("SELECT run, key, value FROM run_params")
        ),
        SqlLatestMetric: (
            {"run_uuid": ids[uid], "key": key, "value": last, "timestamp": 0, "step": int(step), "is_nan": False}
            for uid, key, last, step in source.execute("SELECT run, key, last, last_step FROM run_metrics")
        ),
    }
    engine = create_engine(uri_in(folder))
    with engine.begin() as connection:
        for model, values in rows.items():
            for batch in batches(values):
                connection.execute(insert(model.__table__), batch)
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()
    source.close()
    return {run_uuid: uid for uid, run_uuid in ids.items()}


def batches(values):
    batch = []
    for value in values:
        batch.append(value)
        if len(batch) == ROWS_PER_INSERT:
            yield batch
            batch = []
    if batch:
        yield batch


main(sys.argv[1:])
