"""What goes wrong around the tracker, or in it: the training is the same, and what was said is there."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from broken import BREAK_ALL
from launching import TRACKER_DIR, read_event_files

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="POSIX processes and signals")


def whole_lines(file: Path) -> list:
    """The events of a file of which the end may be torn."""
    return [json.loads(line) for line in file.read_text("ascii").split("\n")[:-1] if '"e":"py"' not in line]


def logged(events: list) -> list:
    return [event["s"] for event in events if event["e"] == "m"]


def test_a_tracker_that_raises_everywhere(training, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "sitecustomize.py").write_text(BREAK_ALL)
    training.write("data.csv", "1")
    training.write(
        "train.py",
        "import argparse, random\nrandom.seed(1)\np = argparse.ArgumentParser()\np.add_argument('--lr', type=float)\n"
        "print(p.parse_args(), open('data.csv').read(), random.random())\n"
        "raise ValueError('theirs')\n",
    )
    plain = training.run("train.py", "--lr", "1", tracked=False)
    assert training.run("train.py", "--lr", "1", path=[theirs]) == plain
    assert training.kinds() == [["hello", "warn", "warn", "warn", "bye"]]
    outcome = training.run("-c", "import trialbook; trialbook.param('a', 1); trialbook.artifact('x')", path=[theirs])
    assert (outcome.out, outcome.err, outcome.code) == ("", "", 0)


@pytest.mark.parametrize("module", ["start", "events", "writer", "hooks", "opens", "imports", "session"])
def test_a_tracker_that_does_not_load(training, tmp_path, module):
    folder = shutil.copytree(TRACKER_DIR, tmp_path / "copy", ignore=shutil.ignore_patterns("tests", "__pycache__"))
    broken = folder / "_trialbook" / (module if module == "hooks" else f"{module}.py")
    (broken / "__init__.py" if module == "hooks" else broken).write_text("raise RuntimeError('broken')")
    training.write("train.py", "import sys; print(sys.path, [n for n in sys.path_hooks if 'trialbook' in repr(n)])")
    plain = training.run("-W", "error", "train.py", tracked=False)
    environment = {"PYTHONPATH": str(folder), "TRIALBOOK_RUN_DIR": str(training.run_dir)}
    assert training.run("-W", "error", "train.py", tracked=False, **environment) == plain
    assert training.run("-I", str(folder / "runner.py"), "train.py", tracked=False, **environment).err == ""
    assert training.files() == []


LOGGING = """
import os, sys, trialbook
for step in range(3000):
    trialbook.log({"loss": 1 / (step + 1)}, step=step)
    if step == 1000:
        WHEN
print("done")
"""


@pytest.fixture
def small_disk(training):
    """The run folder as a disk of 32 KiB."""
    command = ["mount", "-t", "tmpfs", "-o", "size=32k", "none", str(training.run_dir)]
    mounted = sys.platform.startswith("linux") and subprocess.run(command, capture_output=True).returncode == 0
    if not mounted:
        pytest.skip("mounting a small disk needs Linux and its root")
    yield training.run_dir
    subprocess.run(["umount", "-l", str(training.run_dir)], check=True)


def run_logging(training, when="pass"):
    training.write("train.py", LOGGING.replace("WHEN", when))
    outcome = training.run("-W", "error", "-X", "dev", "-bb", "train.py")
    assert (outcome.out, outcome.err, outcome.code) == ("done\n", "", 0)


def test_a_full_disk(training, small_disk):
    run_logging(training)
    (file,) = small_disk.glob("events-*.jsonl")
    steps = logged(whole_lines(file))
    assert steps == list(range(len(steps)))
    assert 100 < len(steps) < 3000


def test_a_full_disk_that_gets_room_again_goes_on_with_whole_lines(training, small_disk):
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 24 * 1024)
    run_logging(training, f"os.truncate({str(ballast)!r}, 0)")
    (file,) = small_disk.glob("events-*.jsonl")
    lines = file.read_text("ascii").split("\n")
    broken = [line for line in lines if line and not line.endswith("}")]
    assert len(broken) <= 2
    steps = logged([json.loads(line) for line in lines if line.endswith("}")])
    assert steps == sorted(set(steps))
    assert steps[-1] > 1000 > steps[0]


def test_a_disk_that_becomes_read_only(training, small_disk):
    command = f"os.system('mount -o remount,ro ' + {str(small_disk)!r} + ' 2>/dev/null')"
    run_logging(training, command)


def test_a_read_only_run_folder(training, small_disk):
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    run_logging(training)
    assert list(small_disk.iterdir()) == []


def test_a_run_folder_that_is_removed_meanwhile(training):
    run_logging(training, f"import shutil; shutil.rmtree({str(training.run_dir)!r})")
    assert not training.run_dir.exists()


def test_a_run_folder_that_moves_away(training):
    run_logging(training, f"os.rename({str(training.run_dir)!r}, {str(training.run_dir)!r} + '-moved')")
    (events,) = read_event_files(Path(str(training.run_dir) + "-moved"))
    assert logged(events) == list(range(3000))


@POSIX
@pytest.mark.parametrize("end", ["os._exit(3)", "os.kill(os.getpid(), 9)", "os.kill(os.getpid(), 15)", "os.abort()"])
def test_sudden_ends(training, end):
    training.write("train.py", LOGGING.replace("WHEN", end))
    training.run("train.py")
    (events,) = training.files()
    assert logged(events) == list(range(1001))
    assert events[-1]["e"] == "m"


@POSIX
def test_kill_loses_nothing_that_log_returned_from(training):
    training.write(
        "train.py",
        "import os, trialbook\nstep = 0\nwhile True:\n"
        "    trialbook.log({'loss': 0.5}, step=step)\n    os.write(1, b'%d\\n' % step)\n    step += 1\n",
    )
    for number in range(10):
        training.run_dir = training.workspace.parent / f"run{number}"
        training.run_dir.mkdir()
        process = training.start("train.py")
        for _ in range(1 + number * 400):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        told = process.communicate(timeout=60)[0].split("\n")[:-1]
        (file,) = training.run_dir.glob("events-*.jsonl")
        steps = logged(whole_lines(file))
        assert steps == list(range(len(steps)))
        assert len(steps) >= int((told or [number * 400])[-1]) + 1


@POSIX
def test_a_thousand_children(training):
    training.write(
        "train.py",
        "import os, trialbook\nfor step in range(1000):\n    if os.fork() == 0:\n"
        "        trialbook.log({'child': 1.0}, step=step)\n        os._exit(0)\n    os.wait()\n"
        "trialbook.log({'parent': 1.0}, step=1000)\n",
    )
    assert training.run("train.py").code == 0
    files = training.files()
    assert len(files) == 1001
    assert sorted(step for events in files for step in logged(events)) == list(range(1001))


def test_many_threads(training):
    training.write(
        "train.py",
        "import threading, trialbook\n"
        "def work(base):\n    for n in range(500): trialbook.log({'k%d' % (n % 7): 0.5}, step=base + n)\n"
        "threads = [threading.Thread(target=work, args=(500 * n,)) for n in range(8)]\n"
        "for t in threads: t.start()\nfor t in threads: t.join()\n",
    )
    training.run("train.py")
    (events,) = training.files()
    assert sorted(logged(events)) == list(range(4000))


@POSIX
def test_signal_handlers_that_log(training):
    training.write(
        "train.py",
        "import itertools, signal, trialbook\ncount = itertools.count(1)\nhandled = [0]\n"
        "def handler(*_):\n    number = next(count)\n    trialbook.log({'handled': 1.0}, step=number)\n"
        "    handled.append(number)\n"
        "signal.signal(signal.SIGALRM, handler)\nsignal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)\n"
        "step = 0\nwhile len(handled) < 300:\n    trialbook.log({'loss': 0.5}, step=step)\n    step += 1\n"
        "signal.setitimer(signal.ITIMER_REAL, 0)\nprint(step, max(handled))\n",
    )
    outcome = training.run("train.py")
    steps, handled = map(int, outcome.out.split())
    (events,) = training.files()
    assert [event["s"] for event in events if event.get("k") == "loss"] == list(range(steps))
    # One handler may interrupt another.
    assert sorted(event["s"] for event in events if event.get("k") == "handled") == list(range(1, handled + 1))
    assert [event["q"] for event in events[1:]] == list(range(2, len(events) + 1))


DAEMON = """
import os, trialbook
trialbook.log({"loss": 0.5}, step=0)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        CLOSE
        files = [os.open("theirs%d" % n, os.O_RDWR | os.O_CREAT, 0o644) for n in range(40)]
        for file in files:
            os.write(file, b"theirs")
        trialbook.log({"loss": 0.5}, step=1)
        for file in files:
            os.write(file, b" alone")
        trialbook.log({"loss": 0.5}, step=2)
        os.close(os.open("ended", os.O_CREAT))
    os._exit(0)
os.wait()
while not os.path.exists("ended"):
    pass
for n in range(40):
    assert open("theirs%d" % n, "rb").read() == b"theirs alone", n
"""


@POSIX
@pytest.mark.parametrize("first", ["pass", "trialbook.log({'loss': 0.5}, step=-1)"], ids=["silent", "writing"])
def test_a_daemon_that_closes_all_files_and_opens_its_own(training, first):
    training.write("train.py", DAEMON.replace("CLOSE", first + "; os.closerange(0, 256)"))
    assert training.run("train.py", TRIALBOOK_OFF="opens").code == 0
    parent, daemon = training.files()
    assert logged(parent) == [0]
    assert logged(daemon) == ([-1, 1, 2] if "log" in first else [1, 2])


@POSIX
def test_a_process_forked_behind_pythons_back_writes_whole_lines(training):
    training.write(
        "train.py",
        "import ctypes, os, trialbook\ntrialbook.log({'loss': 0.5}, step=0)\n"
        "child = ctypes.CDLL(None).fork()\n"
        "for step in range(1, 500): trialbook.log({'loss': 0.5}, step=step)\n"
        "if child == 0: os._exit(0)\nos.wait()\n",
    )
    assert training.run("train.py").code == 0
    (events,) = training.files()
    assert sorted(logged(events)) == [0, *sorted([*range(1, 500)] * 2)]


SECRETS = {
    "argument": "argument-secret-1",
    "param": "param-secret-2",
    "address": "address-secret-3",
    "variable": "variable-secret-4",
    "token": "hf_tokenSecret5tokenSecret5",
    "message": "message-secret-6",
}


def test_no_secret_reaches_a_file_of_the_run(training):
    training.write(
        "train.py",
        "import argparse, os, sys, trialbook\nfrom _trialbook import start\n"
        "p = argparse.ArgumentParser()\np.add_argument('--api-key')\np.add_argument('--url')\np.add_argument('--hub')\n"
        "args = p.parse_args()\n"
        f"trialbook.params({{'db': {{'password': {SECRETS['param']!r}}}, 'hub': args.hub, 'env': dict(os.environ)}})\n"
        "trialbook.param('urls', [args.url]); trialbook.tag('url', args.url); trialbook.tag('token', args.api_key)\n"
        "start.session.reads('pandas', args.url)\nstart.session.input('pandas', args.url, 'v1')\n"
        "trialbook.log({'x': args.url})\ntrialbook.artifact(args.url)\n"
        f"secrets = 'password={SECRETS['message']}', os.environ['MY_SECRET'], args.hub, args.url\n"
        "raise ValueError(' '.join(secrets))\n",
    )
    url = f"https://me:{SECRETS['address']}@host/x.csv?token={SECRETS['address']}"
    words = ["--api-key", SECRETS["argument"], "--url", url, "--hub", SECRETS["token"]]
    outcome = training.run("train.py", *words, MY_SECRET=SECRETS["variable"])
    assert outcome.err.rstrip().endswith(url)
    assert [event["e"] for event in training.events()][-2:] == ["exc", "bye"]
    written = "".join(file.read_text("utf-8") for file in training.run_dir.rglob("*") if file.is_file())
    assert [name for name, secret in SECRETS.items() if secret in written] == []
