"""What a run of an ordinary script leaves behind, and that the script is the same with us as without us."""

import os
import sys

import pytest

ORDINARY = """
import argparse, pathlib, random, sys

parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.01)
parser.add_argument("--layers", type=int, nargs="+", default=[4, 2])
parser.add_argument("--resume", action="store_true")
parser.add_argument("--api-key")
parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("model.json"))
args = parser.parse_args()
with open("data.csv") as file:
    rows = file.readlines()
args.out.write_text(str(len(rows)))
print("random", random.random(), "rows", len(rows))
print("to stderr", file=sys.stderr)
"""


@pytest.fixture
def ordinary(training):
    training.write("train.py", ORDINARY)
    training.write("data.csv", "a,b\n1,2\n")
    return training


def test_nothing_happens_without_a_run_folder(ordinary):
    probe = "import sys; print(sorted(name for name in sys.modules if 'trialbook' in name))"
    outcome = ordinary.run("-c", probe, TRIALBOOK_RUN_DIR="")
    assert (outcome.out, outcome.err, outcome.code) == ("[]\n", "", 0)
    assert ordinary.files() == []


def test_the_hello_tells_who_the_process_is(ordinary):
    process = ordinary.start("train.py", "--lr", "0.5", "--api-key", "hush")
    process.communicate(timeout=60)
    hello = ordinary.events()[0]
    described = {name: hello[name] for name in ("q", "e", "v", "role", "pid", "ppid", "argv", "cwd")}
    assert described == {
        "q": 0,
        "e": "hello",
        "v": 1,
        "role": "tracker",
        "pid": process.pid,
        "ppid": os.getpid(),
        "argv": ["train.py", "--lr", "0.5", "--api-key", "***"],
        "cwd": os.path.realpath(ordinary.workspace),
    }
    probe = "import sys; print(sys.executable, '%d.%d.%d' % sys.version_info[:3])"
    assert f"{hello['exe']} {hello['py']}\n" == ordinary.run("-c", probe, tracked=False).out
    assert hello["mono"] > 0
    assert hello["host"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="read from /proc")
def test_the_hello_names_the_process_for_good(training):
    training.run("-c", "open('start.txt', 'w').write(open('/proc/self/stat').read().rpartition(')')[2].split()[19])")
    assert training.events()[0]["start"] == (training.workspace / "start.txt").read_text()


def test_params_files_and_the_end_are_recorded_in_order(ordinary):
    ordinary.run("train.py", "--resume", "--api-key", "hush")
    events = ordinary.events()
    assert [event["q"] for event in events] == [0, *range(2, len(events) + 1)]
    assert [event["e"] for event in events] == ["hello", "opt", *["p"] * 5, "open", "open", "bye"]
    assert {event["src"] for event in events if event["e"] == "p"} == {"argparse"}
    assert ordinary.params() == {
        "lr": 0.01,
        "layers": "[4, 2]",
        "resume": True,
        "api_key": "***",
        "out": "model.json",
    }
    assert ordinary.opened() == [("data.csv", "r"), ("model.json", "w")]
    data = os.stat(ordinary.workspace / "data.csv")
    (read,) = [event for event in events if event["e"] == "open" and event["mode"] == "r"]
    assert (read["size"], read["mtime"]) == (8, pytest.approx(data.st_mtime_ns / 1e6, abs=0.001))


@pytest.mark.parametrize(
    "flags", [[], ["-W", "error", "-X", "dev"], ["-O", "-u"], ["-B", "-bb"]], ids=lambda flags: " ".join(flags) or "-"
)
def test_output_and_exit_code_are_the_same(ordinary, flags):
    seeded = ORDINARY.replace("args =", "random.seed(3); args =")
    ordinary.write("train.py", seeded)
    without = ordinary.run(*flags, "train.py", tracked=False)
    assert ordinary.run(*flags, "train.py") == without
    assert without.code == 0
    assert ordinary.kinds() == [["hello", "p", "opt", *["p"] * 5, "open", "open", "bye"]]


WAYS = {
    "raise": ("raise ValueError('bad batch')", 1),
    "exit code": ("import sys; sys.exit(3)", 3),
    "exit text": ("import sys; sys.exit('no data')", 1),
    "bad usage": ("import argparse; argparse.ArgumentParser(prog='t').parse_args(['--unknown'])", 2),
    "help": ("import argparse; argparse.ArgumentParser(prog='t').parse_args(['--help'])", 0),
    "missing file": ("open('absent.csv')", 1),
    "warning": ("import warnings; warnings.warn('odd')", 0),
    "path": ("import sys, os; print(sys.path, sys.argv, sys.flags, os.getcwd(), __name__, __file__)", 0),
    "hooks": ("import sys; print('sitecustomize' in sys.modules, sys.gettrace(), sys.getprofile(), sys.excepthook)", 0),
    "source": ("import argparse, inspect; print(inspect.getsource(argparse))", 0),
    "loader": ("import argparse as a; print(type(a.__loader__), type(a.__spec__.loader), a.__spec__.origin)", 0),
    "signature": ("import argparse, inspect as i; print(i.signature(argparse.ArgumentParser.parse_known_args))", 0),
    "spec": ("import sys, importlib.util as u; print(u.find_spec('argparse').origin, 'argparse' in sys.modules)", 0),
    # But for those of ours, which wait for libraries and for our own package.
    "finders": ("import sys, argparse; print([f.__name__ for f in sys.meta_path if isinstance(f, type)])", 0),
    "interrupt": ("import signal; signal.raise_signal(signal.SIGINT)", 1 if sys.platform == "win32" else -2),
    "random": ("import random; print(random.Random(1).random()); random.seed(2); print(random.random())", 0),
    "threads": ("import threading; print([thread.name for thread in threading.enumerate()])", 0),
    "closed descriptors": ("import os; os.closerange(3, 256); print(open('data.csv').read())", 0),
}


@pytest.mark.parametrize("script, code", WAYS.values(), ids=WAYS)
def test_every_way_to_end_and_to_look_around_is_the_same(ordinary, script, code):
    ordinary.write("train.py", script)
    without = ordinary.run("train.py", tracked=False)
    assert ordinary.run("train.py") == without
    assert without.code == code
    assert ordinary.kinds()[0][-1] == "bye"


def test_the_random_state_is_left_as_it_was(ordinary):
    check = "\nimport random; random.seed(5); state = random.getstate()\n"
    ordinary.write("train.py", check + ORDINARY.replace("random.random()", "state == random.getstate()"))
    assert ordinary.run("train.py").out == "random True rows 2\n"


def test_a_killed_process_keeps_what_it_had_said(ordinary):
    ordinary.write("train.py", ORDINARY + "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\n")
    ordinary.run("train.py")
    assert ordinary.kinds() == [["hello", "opt", *["p"] * 5, "open", "open"]]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signal")
def test_sigkill_loses_nothing_and_leaves_no_bye(ordinary):
    ordinary.write("train.py", ORDINARY + "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    assert ordinary.run("train.py").code == -9
    assert ordinary.kinds() == [["hello", "opt", *["p"] * 5, "open", "open"]]


@pytest.mark.parametrize("folder", ["absent", "file", "unwritable"])
def test_a_run_folder_that_takes_nothing_leaves_the_training_alone(ordinary, tmp_path, folder):
    place = tmp_path / folder
    if folder == "file":
        place.write_text("")
    if folder == "unwritable":
        place = "/proc/self" if sys.platform.startswith("linux") else place
    seeded = ORDINARY.replace("args =", "random.seed(3); args =")
    ordinary.write("train.py", seeded)
    without = ordinary.run("-W", "error", "-X", "dev", "train.py", tracked=False)
    ordinary.run_dir = place
    assert ordinary.run("-W", "error", "-X", "dev", "train.py") == without


def test_environment_of_the_run_alone_is_enough(ordinary):
    ordinary.run("train.py", TRIALBOOK_WORKSPACE="")
    assert ordinary.opened() == [("data.csv", "r"), ("model.json", "w")]
