"""What tracking adds to the start of Python, printed as JSON.

`python -c pass` with and without the tracker, in turn, each in a process of its own; bytecode is cached beforehand.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

TRACKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "python")
ROUNDS = 150


def main():
    with tempfile.TemporaryDirectory() as folder:
        run_dir = os.path.join(folder, ".trialbook", "runs", "01JGFJJZ00ABCDEFGHJKMNPQRS")
        os.makedirs(run_dir)
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TRIALBOOK"))}
        tracked = {
            **plain,
            "PYTHONPATH": TRACKER,
            "TRIALBOOK_RUN_DIR": run_dir,
            "TRIALBOOK_WORKSPACE": folder,
        }
        ways = {"plain": plain, "tracked": tracked}
        times = {way: [] for way in ways}
        for round_number in range(ROUNDS + 5):
            for way, environment in ways.items():
                seconds = time_start(environment, folder)
                if round_number >= 5:
                    times[way].append(seconds)
        medians = {way: statistics.median(seconds) * 1000 for way, seconds in times.items()}
    print(json.dumps({"startup_ms": medians["tracked"] - medians["plain"], "python_ms": medians["plain"]}))


def time_start(environment, folder):
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], env=environment, cwd=folder, check=True)
    return time.perf_counter() - begin


main()
