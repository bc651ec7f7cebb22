"""Children of a training."""

import os
import sys

import pytest

NEEDS_FORK = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@NEEDS_FORK
def test_a_forked_child_that_is_silent_makes_no_file(training):
    training.run("-c", "import os; os.fork(); pass")
    assert training.kinds() == [["hello", "bye"]]


@NEEDS_FORK
def test_a_forked_child_writes_a_file_of_its_own(training):
    training.write(
        "train.py",
        "import os\nopen('before', 'w').close()\npid = os.fork()\n"
        "if pid:\n  os.waitpid(pid, 0); open('parent', 'w').close()\n"
        "else:\n  open('child', 'w').close(); open('before', 'a').close()\n",
    )
    training.run("train.py")
    parent, child = training.files()
    assert [event.get("path", event["e"]).split("/")[-1] for event in parent] == ["hello", "before", "parent", "bye"]
    assert [event.get("path", event["e"]).split("/")[-1] for event in child] == ["hello", "child", "bye"]
    assert child[0]["ppid"] == parent[0]["pid"]
    assert child[0]["pid"] != parent[0]["pid"]


@NEEDS_FORK
def test_a_fork_while_other_threads_write_leaves_the_child_able_to_write(training):
    training.write(
        "train.py",
        "import os, threading\nstop = threading.Event()\n"
        "def busy():\n  n = 0\n  while not stop.is_set():\n    n += 1; open('p%d' % n, 'w').close()\n"
        "thread = threading.Thread(target=busy); thread.start()\n"
        "for number in range(20):\n  pid = os.fork()\n"
        "  if not pid:\n    open('c%d' % number, 'w').close(); os._exit(0)\n  os.waitpid(pid, 0)\n"
        "stop.set(); thread.join()\n",
    )
    assert training.run("-W", "ignore", "train.py").code == 0
    files = training.files()
    children = sorted(e["path"].rpartition("/c")[2] for file in files[1:] for e in file if e["e"] == "open")
    assert children == sorted(str(number) for number in range(20))


MULTIPROCESSING = """
import multiprocessing

def work(number):
    if number:
        open('out%d' % number, 'w').close()
    return number

if __name__ == "__main__":
    with multiprocessing.get_context(METHOD).Pool(1) as pool:
        print(pool.map(work, range(2)))
        pool.close()
        pool.join()
"""


@pytest.mark.parametrize(
    "method", ["spawn", pytest.param("fork", marks=NEEDS_FORK), pytest.param("forkserver", marks=NEEDS_FORK)]
)
def test_workers_of_multiprocessing(training, method):
    training.write("train.py", MULTIPROCESSING.replace("METHOD", repr(method)))
    without = training.run("-W", "error", "-X", "dev", "train.py", tracked=False)
    assert training.run("-W", "error", "-X", "dev", "train.py") == without
    assert without.out == "[0, 1]\n"
    assert training.kinds() == [["hello", "bye"], ["hello", "open", "bye"]]


def test_a_process_of_multiprocessing_that_says_nothing_makes_no_file(training):
    training.write(
        "train.py",
        "import multiprocessing as m\ndef f(): pass\nif __name__ == '__main__':\n"
        "  p = m.get_context('spawn').Process(target=f); p.start(); p.join(); print(p.exitcode)\n",
    )
    assert training.run("train.py").out == "0\n"
    assert training.kinds() == [["hello", "bye"]]


def test_a_python_below_the_training_is_recorded_too(training):
    training.write(
        "child.py", "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr')\np.parse_args()\n"
    )
    training.write(
        "launch.py", "import subprocess, sys\nsubprocess.check_call([sys.executable, 'child.py', '--lr', '1'])\n"
    )
    training.run("launch.py")
    launcher, child = training.files()
    assert [event["e"] for event in launcher] == ["hello", "bye"]
    assert [(event.get("k"), event.get("v")) for event in child[1:-1]] == [("lr", "1")]
    assert child[0]["argv"] == ["child.py", "--lr", "1"]


def test_another_runs_processes_are_no_children_of_this_run(training, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    training.write(
        "launch.py",
        "import os, subprocess, sys\n"
        f"subprocess.check_call([sys.executable, '-c', ''], env=dict(os.environ, TRIALBOOK_RUN_DIR={str(other)!r}))\n",
    )
    training.run("launch.py")
    assert training.kinds() == [["hello", "bye"]]
    assert len(list(other.iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="exec keeps the pid on POSIX alone")
def test_a_script_that_executes_itself_anew_greets_anew(training):
    training.write(
        "train.py", "import os, sys\nif len(sys.argv) < 2: os.execv(sys.executable, ['p', 'train.py', 'again'])\n"
    )
    training.run("train.py")
    assert training.kinds() == [["hello"], ["hello", "bye"]]
    assert len({file[0]["pid"] for file in training.files()}) == 1
