"""What trackio takes to import the same points, printed as JSON: trackio_peer.py FOLDER SAMPLE

SAMPLE is a folder with a CSV file per run, FOLDER is empty and gets trackio's database.
"""

import contextlib
import csv
import io
import json
import os
import sys
import time
from pathlib import Path


def main(folder, sample):
    os.environ["TRACKIO_DIR"] = folder
    os.environ["HF_HUB_OFFLINE"] = "1"
    import trackio
    from trackio.sqlite_storage import SQLiteStorage

    files = sorted(Path(sample).glob("*.csv"))
    print(
        json.dumps(
            {"csv": import_csv(trackio, SQLiteStorage, files), "pointwise": import_pointwise(SQLiteStorage, files)}
        )
    )


def import_csv(trackio, storage, files):
    """Its public import and the fastest: a row of the file, with all its metrics, becomes one row of the database."""
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        for file in files:
            trackio.import_csv(file, project=file.stem, name=file.stem)
    seconds = time.perf_counter() - start
    kept = sum(len(row) for file in files for row in map(metrics_of, storage.get_logs(file.stem, file.stem)))
    return {"points": kept, "seconds": seconds}


def import_pointwise(storage, files):
    """As its import of TensorBoard's event files writes, a row per point; without the reading of those files."""
    seconds = 0.0
    points = 0
    for file in files:
        with file.open(newline="") as lines:
            logged = [
                ({key: float(value)}, int(row["step"]), row["timestamp"])
                for row in csv.DictReader(lines)
                for key, value in metrics_of(row).items()
            ]
        metrics, steps, timestamps = map(list, zip(*logged))
        start = time.perf_counter()
        storage.bulk_log("pointwise", file.stem, metrics, steps, timestamps)
        seconds += time.perf_counter() - start
        points += len(logged)
    return {"points": points, "seconds": seconds}


def metrics_of(row):
    return {key: value for key, value in row.items() if key not in ("step", "timestamp")}


main(*sys.argv[1:])
