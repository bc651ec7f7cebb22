"""The user's own sitecustomize, and interpreters that we do not support."""

import ast
import os
import subprocess

import pytest

from launching import TRACKER_DIR, clean_environment

GOOD = "import sys\nsys.stdout.write('theirs %s\\n' % __name__)\nanswer = 42\n"
LOOK = "import sys, sitecustomize as s; print(s.answer, s.__file__, [p for p in sys.path if p.endswith('python')])"


@pytest.fixture
def theirs(tmp_path):
    folder = tmp_path / "theirs"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    "source",
    [
        GOOD,
        "raise ValueError('broken')",
        "import not_there",
        "raise ImportError('odd', name='sitecustomize')",
        "this is no Python",
        None,
    ],
    ids=["good", "raising", "failing import", "absent by its own word", "syntax error", "absent"],
)
def test_runs_as_without_us(training, theirs, source):
    if source is not None:
        (theirs / "sitecustomize.py").write_text(source)
    look = "import sys; print(sorted(m for m in sys.modules if 'custom' in m)); print(sys.path)"
    for script in (look, "import sitecustomize as s; print(s.answer, s.__file__)"):
        without = training.run("-c", script, tracked=False, path=[theirs])
        assert training.run("-c", script, path=[theirs]) == without
        has_failed = ["exc"] if without.code else []
        assert training.kinds()[-1] == ["hello", *has_failed, "bye"]


def test_ends_the_interpreter_as_without_us(training, theirs):
    (theirs / "sitecustomize.py").write_text("raise SystemExit(4)")
    without = training.run("-c", "print(1)", tracked=False, path=[theirs])
    tracked = training.run("-c", "print(1)", path=[theirs])
    # Python's report of the fatal error lists our lines of the way too.
    assert (tracked.out, tracked.code, tracked.err.splitlines()[-1]) == ("", without.code, without.err.splitlines()[-1])


def test_is_loaded_in_our_place(training, theirs):
    (theirs / "sitecustomize.py").write_text(GOOD)
    outcome = training.run("-c", LOOK, path=[theirs])
    assert outcome.out == f"theirs sitecustomize\n42 {theirs / 'sitecustomize.py'} []\n"


def test_our_entry_may_stand_anywhere_on_the_path(training, theirs):
    training.run("-c", "", path=[theirs, TRACKER_DIR])
    assert training.kinds() == [["hello", "bye"]]


def test_starting_twice_in_a_process_records_once(training):
    start_again = "import runpy\ntry: runpy.run_path(%r)\nexcept ImportError: pass"
    training.run("-c", start_again % str(TRACKER_DIR / "sitecustomize.py"))
    assert training.kinds() == [["hello", "bye"]]


def test_parses_as_the_oldest_python_that_can_be_asked_for():
    ast.parse((TRACKER_DIR / "sitecustomize.py").read_text("ascii"), feature_version=(3, 4))


def test_steps_aside_under_an_interpreter_that_is_too_old(old_python, tmp_path, theirs):
    (theirs / "sitecustomize.py").write_text(GOOD)
    command = [old_python, "-c", "import sys; sys.stdout.write(repr(sys.path))"]

    def run(path, **more):
        search = {"PYTHONPATH": os.pathsep.join(str(folder) for folder in path)} if path else {}
        environment = clean_environment(**search, **more)
        result = subprocess.run(command, env=environment, capture_output=True, text=True)
        return result.stdout, result.stderr, result.returncode

    for own in ([], [theirs]):
        run_dir = tmp_path / f"run{len(own)}"
        run_dir.mkdir()
        assert run([TRACKER_DIR, *own], TRIALBOOK_RUN_DIR=str(run_dir)) == run(own)
        assert list(run_dir.iterdir()) == []
