"""The exception that ends a process: recorded by how Python left it behind, with no hook of ours in its way."""

import sys

import pytest


def failure(training, script: str, **options):
    """The `exc` event of a script that fails as it does without us; None when there is none."""
    training.write("train.py", script)
    without = training.run("train.py", tracked=False, **options)
    assert training.run("train.py", **options) == without
    found = [event for event in training.events() if event["e"] == "exc"]
    assert len(found) <= 1
    return found[0] if found else None


def told(event):
    return event["type"], event["message"], [(f["file"], f["line"], f["name"]) for f in event["frames"]]


def test_type_message_and_the_users_own_frames(training, tmp_path):
    library = tmp_path / "site-packages"
    library.mkdir()
    (library / "lib.py").write_text("def call(f):\n    return f()\n")
    training.write("src/data.py", "class Broken(Exception): pass\ndef load():\n    raise Broken('bad batch')\n")
    script = "import json, lib\nfrom src.data import load\ndef main():\n    lib.call(load)\nmain()\n"
    assert told(failure(training, script, path=[library])) == (
        "src.data.Broken",
        "bad batch",
        [("train.py", 5, "<module>"), ("train.py", 4, "main"), ("src/data.py", 3, "load")],
    )


@pytest.mark.parametrize(
    "script, expected",
    [
        ("1 / 0", ("ZeroDivisionError", "division by zero", [("train.py", 1, "<module>")])),
        ("{}['x']", ("KeyError", "'x'", [("train.py", 1, "<module>")])),
        ("import signal; signal.raise_signal(signal.SIGINT)", ("KeyboardInterrupt", "", [("train.py", 1, "<module>")])),
        ("class E(Exception): pass\nraise E", ("E", "", [("train.py", 2, "<module>")])),
        ("import zlib; raise zlib.error('x')", ("zlib.error", "x", [("train.py", 1, "<module>")])),
        ("assert False", ("AssertionError", "", [("train.py", 1, "<module>")])),
        ("raise MemoryError", ("MemoryError", "", [("train.py", 1, "<module>")])),
        ("raise ValueError('x') from KeyError('y')", ("ValueError", "x", [("train.py", 1, "<module>")])),
        ("raise ValueError('\\udc80 한글')", ("ValueError", "\udc80 한글", [("train.py", 1, "<module>")])),
    ],
)
def test_exceptions_of_all_kinds(training, script, expected):
    assert told(failure(training, script, PYTHONIOENCODING="utf-8")) == expected


@pytest.mark.parametrize("name, file, line", [("train.py", "train.py", 2), ("other.py", "other.py", 1)])
def test_a_script_that_does_not_parse(training, name, file, line):
    training.write("other.py", "def f(:\n")
    event = failure(training, "x = 1\nif:\n" if name == "train.py" else "import other\n")
    assert event["type"] == "SyntaxError"
    assert event["message"] == "invalid syntax"
    assert event["frames"][-1] == {"file": file, "line": line, "name": "<module>"}


def test_code_that_does_not_parse(training):
    training.run("-c", "if:")
    assert told(training.events()[1]) == ("SyntaxError", "invalid syntax", [])


def test_of_a_deep_recursion_the_innermost_frames(training):
    event = failure(training, "def f(n):\n    return f(n - 1) if n else 1 / 0\nf(100)\n")
    assert [frame["name"] for frame in event["frames"]] == ["f"] * 20


def test_the_parts_of_a_group(training):
    if failure(training, "raise ExceptionGroup('all', [ValueError('a'), KeyError('b')])")["type"] == "NameError":
        pytest.skip("groups came with Python 3.11")
    (event,) = [event for event in training.events() if event["e"] == "exc"]
    assert event["type"] == "ExceptionGroup"
    assert event["message"] == "all (2 sub-exceptions): ValueError: a; KeyError: 'b'"


@pytest.mark.parametrize("raised", ["ValueError()", "SystemExit(9)", "KeyboardInterrupt()"])
def test_one_whose_text_cannot_be_made(training, raised):
    event = failure(training, f"class E(Exception):\n  def __str__(self): raise {raised}\nraise E\n")
    assert event["message"] == "<its text could not be made>"


def test_secrets_are_masked(training):
    message = "cannot log in to https://me:pw@host/ with password='hush' by hf_abcdefghijklmnopqrst, or vault-value-1"
    event = failure(training, f"raise ValueError({message!r})", VAULT_SECRET="vault-value-1")
    assert event["message"] == "cannot log in to https://***@host/ with password=*** by ***, or ***"


def test_a_hook_of_the_scripts_own_is_called_as_without_us(training):
    event = failure(training, "import sys\nsys.excepthook = lambda *a: print('theirs', a[0])\n1 / 0\n")
    assert event["type"] == "ZeroDivisionError"


@pytest.mark.parametrize(
    "script",
    [
        "raise SystemExit(3)",
        "import sys; sys.exit('no')",
        "try: 1 / 0\nexcept ZeroDivisionError: pass",
        "import threading\nt = threading.Thread(target=lambda: 1 / 0); t.start(); t.join()",
        # Shells leave behind what they caught.
        "import sys\ndef f():\n  yield 1 / 0\ntry: next(f())\nexcept ZeroDivisionError as e:\n"
        "  sys.last_value = e.with_traceback(e.__traceback__.tb_next)",
        "import code\ncode.InteractiveInterpreter().runcode('1 / 0')",
        "import code\ncode.InteractiveInterpreter().runsource('if:')",
    ],
)
def test_what_ends_nothing_is_not_reported(training, script):
    assert failure(training, script) is None


def test_a_process_below_the_training_tells_its_own(training):
    training.write("child.py", "raise ValueError('in the child')")
    training.write("train.py", "import subprocess, sys\nsubprocess.call([sys.executable, 'child.py'])")
    training.run("train.py")
    assert training.kinds() == [["hello", "bye"], ["hello", "exc", "bye"]]


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_a_forked_child_tells_its_own(training):
    training.write("train.py", "import os\nif os.fork() == 0:\n    1 / 0\nos.wait()\n")
    training.run("train.py")
    assert training.kinds() == [["hello", "bye"], ["hello", "exc", "bye"]]
