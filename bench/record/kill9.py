"""How many events a killed process had logged that are not on the disk, printed as JSON.

A tracked process logs in a loop and counts, in memory that it shares with us, the calls that returned. It is killed at
some point of the loop; what its event file lacks of that count was lost.
"""

import json
import mmap
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

TRACKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "python")
ROUNDS = 30
LOOP = """
import mmap, struct, sys
import trialbook
with open(sys.argv[1], "r+b") as file:
    counter = mmap.mmap(file.fileno(), 8)
step = 0
while True:
    trialbook.log({"loss": 0.5}, step=step)
    step += 1
    counter[:8] = struct.pack("<q", step)
"""


def main():
    chance = random.Random(9)
    logged = lost = 0
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            counted, found = kill_once(folder, chance.uniform(0.02, 0.2))
        logged += counted
        lost += max(0, counted - found)
    print(json.dumps({"kill9_lost_events": lost, "kill9_logged_events": logged}))


def kill_once(folder, seconds):
    run_dir = os.path.join(folder, ".trialbook", "runs", "01JGFJJZ00ABCDEFGHJKMNPQRS")
    os.makedirs(run_dir)
    count_file = os.path.join(folder, "count")
    with open(count_file, "wb") as file:
        file.write(bytes(8))
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TRIALBOOK"))},
        "PYTHONPATH": TRACKER,
        "TRIALBOOK_RUN_DIR": run_dir,
        "TRIALBOOK_WORKSPACE": folder,
    }
    process = subprocess.Popen([sys.executable, "-c", LOOP, count_file], env=environment, cwd=folder)
    with open(count_file, "r+b") as file, mmap.mmap(file.fileno(), 8) as counter:
        while counter[:8] == bytes(8) and process.poll() is None:
            time.sleep(0.001)
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        counted = int.from_bytes(counter[:8], "little")
    if process.returncode != -signal.SIGKILL or counted == 0:
        raise SystemExit("the loop ended by itself")
    return counted, count_points(run_dir)


def count_points(run_dir):
    found = 0
    for name in os.listdir(run_dir):
        if name.endswith(".jsonl"):
            with open(os.path.join(run_dir, name), encoding="ascii") as file:
                found += sum('"e":"m"' in line and line.endswith("\n") for line in file)
    return found


main()
