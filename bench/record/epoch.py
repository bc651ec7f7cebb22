"""How much longer an epoch takes when the tracker records it: one JSON line with `epoch_overhead_pct`.

    python epoch.py [--pairs 20] [--epochs 10] [--steps 100]

`epoch_training.py` runs in fresh processes, by turns with the tracker (loaded as in every tracked script, one scalar
a step through `trialbook.log`) and without anything of ours. Who goes first changes with each pair, so that a machine
that grows slower or faster favours nobody. The figure compares the medians over all epochs of each way, by the clock;
`epoch_cpu_overhead_pct` is the same of processor time, which other programs on the machine disturb less.

Needs PyTorch: run it with the Python of `.cache/libs-heavy-venv`.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TRACKER_DIR = HERE.parents[1] / "python"


def epochs_of(way: str, options) -> list:
    """Seconds of each epoch in one fresh process, by the clock and of the processor."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "TRIALBOOK", "_TRIALBOOK"))}
    environment["OMP_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        run_dir = Path(folder, ".trialbook", "runs", "01JGFJJZ00ABCDEFGHJKMNPQRS")
        run_dir.mkdir(parents=True)
        if way == "log":
            ours = {"PYTHONPATH": TRACKER_DIR, "TRIALBOOK_RUN_DIR": run_dir, "TRIALBOOK_WORKSPACE": folder}
            environment.update({name: str(value) for name, value in ours.items()})
        command = [sys.executable, HERE / "epoch_training.py", str(options.epochs), str(options.steps), way]
        done = subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True, text=True)
        points = sum(text.count('"e":"m"') for text in (file.read_text() for file in run_dir.glob("*.jsonl")))
    expected = options.steps * (options.epochs + 1) if way == "log" else 0
    if points != expected:
        raise SystemExit(f"{points} points were recorded instead of {expected}")
    return json.loads(done.stdout)


def overhead_pct(seconds: dict) -> float:
    """By how much the median epoch that logs is longer than the plain one."""
    return 100 * (statistics.median(seconds["log"]) / statistics.median(seconds["plain"]) - 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--steps", type=int, default=100)
    options = parser.parse_args()
    epochs = {"log": [], "plain": []}
    for pair in range(options.pairs):
        for way in ("log", "plain") if pair % 2 == 0 else ("plain", "log"):
            epochs[way] += epochs_of(way, options)
    wall, processor = ({way: [epoch[of] for epoch in epochs[way]] for way in epochs} for of in (0, 1))
    low, middle, high = statistics.quantiles(wall["plain"], n=4)
    figures = {
        "epoch_overhead_pct": overhead_pct(wall),
        "epoch_cpu_overhead_pct": overhead_pct(processor),
        "step_ms": 1000 * middle / options.steps,
        # Half of the plain epochs lie within this of each other: what the machine alone makes of them.
        "plain_spread_pct": 100 * (high - low) / middle,
        "epochs": len(wall["plain"]),
    }
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
