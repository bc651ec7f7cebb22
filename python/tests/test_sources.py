"""Which source files of the workspace are told to have run."""

import os
import subprocess
import sys

import pytest


def package(training):
    training.write("pkg/__init__.py", "")
    training.write("pkg/deep/__init__.py", "from . import used\n")
    training.write("pkg/deep/used.py", "x = 1\n")
    training.write("pkg/unused.py", "")
    training.write("helper.py", "")


@pytest.mark.parametrize("cached", [False, True], ids=["compiled", "from cache"])
def test_the_script_and_what_it_imports(training, cached):
    package(training)
    training.write("train.py", "import json, pkg.deep\ndef late():\n  import helper\nlate()\n")
    if cached:
        training.run("train.py", tracked=False)
        assert list((training.workspace / "pkg" / "deep" / "__pycache__").glob("used.*.pyc"))
    assert training.run("train.py").code == 0
    assert set(training.sources()) == {
        "train.py",
        "pkg/__init__.py",
        "pkg/deep/__init__.py",
        "pkg/deep/used.py",
        "helper.py",
    }


@pytest.mark.parametrize(
    "way", [["-m", "pkg.main"], ["-B", "-m", "pkg.main"], ["-O", "-m", "pkg.main"], ["pkg/main.py"]]
)
def test_however_it_is_started(training, way):
    package(training)
    training.write("pkg/main.py", "import sys; sys.path.insert(0, '.'); import pkg.deep\n")
    for _ in range(2):
        assert training.run(*way).code == 0
    assert {"pkg/main.py", "pkg/deep/used.py"} <= set(training.sources())
    assert len(training.sources()) == len(set(training.sources()))


def test_bytecode_that_is_kept_elsewhere(training, tmp_path):
    package(training)
    training.write("train.py", "import pkg.deep")
    for _ in range(2):
        training.run("train.py", PYTHONPYCACHEPREFIX=str(tmp_path / "cache"))
    assert "pkg/deep/used.py" in training.sources()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_tell_only_what_nobody_told(training, method):
    if method == "fork" and sys.platform == "win32":
        pytest.skip("Windows cannot fork")
    package(training)
    training.write(
        "train.py",
        "import multiprocessing, pkg.deep\n"
        "def work(n):\n  import helper\n"
        "if __name__ == '__main__':\n"
        f"  with multiprocessing.get_context('{method}').Pool(4) as pool: pool.map(work, range(8), 1)\n",
    )
    assert training.run("train.py").code == 0
    told = training.sources()
    # Several may import the same for the first time at once.
    assert set(told) == {"train.py", "pkg/__init__.py", "pkg/deep/__init__.py", "pkg/deep/used.py", "helper.py"}
    assert len([name for name in told if name != "helper.py"]) == 4
    assert [file[0] for file in training.kinds()] == ["hello"], "workers begin no files for what they import"


def test_processes_below_the_training_count(training):
    training.write("child.py", "import helper")
    training.write("helper.py", "")
    training.write("train.py", "import subprocess, sys; subprocess.check_call([sys.executable, 'child.py'])")
    training.run("train.py")
    assert training.sources() == ["train.py", "child.py", "helper.py"]


def test_installed_packages_and_written_files_do_not(training):
    training.write("site-packages/lib.py", "")
    training.write(
        "train.py",
        "import sys; sys.path.insert(0, 'site-packages'); import lib, json\n"
        "open('made.py', 'w').close(); open('x.pyc', 'wb').close()\n",
    )
    assert training.run("train.py").code == 0
    assert training.sources() == ["train.py"]


def test_a_killed_training_has_told_what_it_imported(training):
    training.write("helper.py", "")
    training.write("train.py", "import helper, os, signal; os.kill(os.getpid(), signal.SIGTERM)")
    assert training.run("train.py").code != 0
    assert training.sources() == ["train.py", "helper.py"]


def test_odd_names(training):
    names = ["with space.py", "größe.py", "quo'te.py"] + ([] if sys.platform == "win32" else ["new\nline.py", 'q".py'])
    for name in names:
        training.write(name, "")
    training.write("train.py", f"import runpy\nfor name in {names!r}: runpy.run_path(name)\n")
    assert training.run("train.py").code == 0
    assert training.sources() == ["train.py", *names]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_names_that_are_no_text_disturb_nothing(training):
    file = os.path.join(os.fsencode(training.workspace), b"\xff.py")
    with open(file, "wb") as out:
        out.write(b"print(1)\n")
    training.write("train.py", "import runpy, os; runpy.run_path(os.fsdecode(b'\\xff.py'))\n")
    assert training.run("train.py").out == "1\n"
    assert "train.py" in training.sources()[:1]


def test_a_run_folder_that_cannot_be_written_disturbs_nothing(training):
    (training.run_dir / "sources.jsonl").mkdir()
    training.write("helper.py", "print(2)")
    training.write("train.py", "import helper")
    assert training.run("train.py") == training.run("train.py", tracked=False)


def test_importing_many_libraries_costs_little(training):
    """Two microseconds a module, measured; a hundred times that would be felt."""
    code = (
        "import sys, time; sys.path.insert(0, {0!r})\n"
        "from _trialbook.opens import OpenWatcher, Sources\nfrom _trialbook.places import Workspace\n"
        "place = Workspace('/ws', '/ws/run'); hook = OpenWatcher(place, None, Sources(place, '/ws/run')).hook()\n"
        "path = '/usr/lib/python3/site-packages/torch/nn/__pycache__/linear.cpython-311.pyc'\n"
        "start = time.perf_counter()\nfor _ in range(3000): hook('open', (path, 'rb', 0))\n"
        "print(time.perf_counter() - start)\n"
    ).format(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    seconds = float(subprocess.check_output([training.python, "-c", code]))
    assert seconds < 0.6
