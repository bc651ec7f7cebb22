"""The fall-back for interpreters that ignore PYTHONPATH or sitecustomize: as without us, and recorded."""

import os
import signal
import sys

import pytest

from launching import TRACKER_DIR

RUNNER = str(TRACKER_DIR / "runner.py")
FLAGS = ["-I", "-E", "-S", "-IS", "-ES", "-Bu"]

LOOK = """
import os, sys
print(sys.argv, sys.path, sys.flags, getattr(sys, "orig_argv", None), sys.excepthook, os.getcwd())
print(__name__, __file__, __doc__, __package__, getattr(__spec__, "name", None), type(__loader__), __builtins__)
print(sorted(globals()), sys.modules["__main__"].__dict__ is globals())
print([name for name in sys.modules if "runner" in name or name == "sitecustomize"])
"""

ENDINGS = {
    "look": LOOK,
    "docstring": '"""A script."""\n' + LOOK,
    "raise": "def f():\n    raise ValueError('bad batch')\nf()\n",
    "chained": "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise KeyError('x') from error\n",
    "syntax error": "print(1)\nif:\n",
    "syntax error in a module": "import broken\n",
    "exit": "import sys; sys.exit(3)",
    "exit text": "import sys; sys.exit('no data')",
    "own hook": "import sys\nsys.excepthook = lambda kind, error, trace: print(kind, trace.tb_lineno)\n1 / 0\n",
    "last": "import atexit, sys\natexit.register(lambda: print(sys.last_traceback.tb_lineno, sys.excepthook))\n1 / 0\n",
    "pickle": "import pickle\nclass A: pass\nprint(type(pickle.loads(pickle.dumps(A()))))",
    "thread": "import threading\ndef f():\n    print(A)\nA = 3\nthreading.Thread(target=f).start()\n",
    "thread that raises": "import threading\ndef f():\n    1 / 0\nthreading.Thread(target=f).start()\n",
    "warning": "import warnings\nwarnings.warn('odd')\n",
    "recursion": "def f(n):\n    return n and f(n - 1)\nprint(f(900))\n",
}


def compare(training, flags, *words):
    """Runs without us, then through the runner; both must be alike. Gives the outcome."""
    without = training.run(*flags, *words, tracked=False)
    assert training.run(*flags, RUNNER, *words) == without
    return without


@pytest.fixture(autouse=True)
def broken_module(training):
    training.write("broken.py", "def f(:\n")


@pytest.mark.parametrize("script", ENDINGS.values(), ids=ENDINGS)
@pytest.mark.parametrize("flags", FLAGS)
def test_a_script_is_as_without_us(training, flags, script):
    training.write("train.py", script)
    compare(training, [flags], "train.py", "--lr", "3")


@pytest.mark.parametrize("flags", ["-I", "-E"])
def test_scripts_may_be_named_in_any_way(training, tmp_path, flags):
    training.write("sub/train.py", LOOK)
    if sys.platform != "win32":
        (training.workspace / "link.py").symlink_to("sub/train.py")
        compare(training, [flags], "link.py")
    compare(training, [flags], os.path.join(".", "sub", "train.py"))
    compare(training, [flags], os.path.join("sub", "..", "sub", "train.py"))
    compare(training, [flags], str(training.workspace / "sub" / "train.py"))
    assert compare(training, [flags], "absent.py").code == 2


@pytest.mark.parametrize("flags", ["-I", "-E", "-S"])
def test_a_folder_and_an_archive_are_scripts_too(training, flags):
    training.write("app/__main__.py", LOOK)
    compare(training, [flags], "app", "x")
    training.run("-m", "zipapp", "app", "-o", "app.pyz", tracked=False)
    compare(training, [flags], "app.pyz", "x")
    (training.workspace / "empty").mkdir()
    assert compare(training, [flags], "empty").code == 1


@pytest.mark.parametrize("script", [LOOK, ENDINGS["raise"], ENDINGS["exit"]], ids=["look", "raise", "exit"])
def test_a_module_is_as_without_us(training, script):
    training.write("pkg/__init__.py", "")
    training.write("pkg/train.py", script)
    compare(training, ["-E"], "-m", "pkg.train", "--lr", "3")
    compare(training, ["-S"], "-m", "pkg.train")
    assert compare(training, ["-I"], "-m", "pkg.train").code == 1  # the working directory is not on the path
    assert compare(training, ["-I"], "-m", "timeit", "-n1", "-r1", "-h").code == 0


@pytest.mark.parametrize("code", ["1/0", "import sys; print(sys.argv, sys.path, sorted(globals()))", "def f(:"])
@pytest.mark.parametrize("flags", ["-I", "-E", "-S"])
def test_code_is_as_without_us(training, flags, code):
    compare(training, [flags], "-c", code, "x")


POOL = """
import multiprocessing

def work(number):
    return number * 2

if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.map(work, range(3)))
"""


@pytest.mark.parametrize("flags", ["-E", "-S"])
def test_spawned_workers_find_the_script(training, flags):
    training.write("train.py", POOL)
    assert compare(training, [flags, "-W", "error"], "train.py").out == "[0, 2, 4]\n"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signal")
def test_ctrl_c_ends_it_as_without_us(training):
    training.write("train.py", "import signal\nsignal.raise_signal(signal.SIGINT)\n")
    assert compare(training, ["-I"], "train.py").code == -signal.SIGINT


@pytest.mark.parametrize("flags", ["-I", "-E", "-S", "-IS"])
def test_it_is_recorded_in_full(training, flags):
    training.write(
        "train.py",
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr', type=float)\np.parse_args()\n"
        "open('model.json', 'w').close()\ndef f():\n    raise ValueError('bad')\nf()\n",
    )
    training.run(flags, RUNNER, "train.py", "--lr", "0.5")
    assert training.kinds() == [["hello", "opt", "p", "open", "exc", "bye"]]
    assert training.params() == {"lr": 0.5}
    hello, *_, error, _ = training.events()
    assert hello["argv"] == ["train.py", "--lr", "0.5"]
    assert [(frame["line"], frame["name"]) for frame in error["frames"]] == [(8, "<module>"), (7, "f")]


def test_it_runs_what_it_cannot_record(training):
    training.write("train.py", LOOK)
    without = training.run("-I", "train.py", tracked=False)
    assert training.run("-I", RUNNER, "train.py", tracked=False) == without
    assert training.files() == []
