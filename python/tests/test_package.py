"""The package that pip builds from this folder: does nothing by itself, and talks to whichever tracker runs."""

import json
import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from launching import TRACKER_DIR, clean_environment

CALLS = """
import trialbook
trialbook.log({"loss": 0.5}, step=1)
trialbook.log({"x": object()}, "no step")
trialbook.log(3)
trialbook.param("a", 1)
trialbook.params({"b": {"c": 2}})
trialbook.tag("k", object())
trialbook.artifact("absent")
trialbook.figure(None, None)
run = trialbook.run()
print(run.active, run.id, run.directory, trialbook.__file__)
"""


def pip(*words: str, python=sys.executable):
    command = [python, "-m", "pip", "--quiet", "--disable-pip-version-check", *words]
    done = subprocess.run(command, env=clean_environment(), capture_output=True, text=True)
    if done.returncode != 0 and "No matching distribution found for setuptools" in done.stderr:
        pytest.skip("pip cannot fetch setuptools here")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """What pip makes of the folder."""
    folder = tmp_path_factory.mktemp("wheel")
    ignored = shutil.ignore_patterns("tests", "__pycache__", "build", "*.egg-info")
    source = shutil.copytree(TRACKER_DIR, folder / "source", ignore=ignored)
    pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(source))
    (found,) = folder.glob("trialbook-*.whl")
    return found


@pytest.fixture(scope="session")
def installed(wheel):
    """A folder with the package in it, for any Python's path."""
    folder = wheel.parent / "installed"
    pip("install", "--no-index", "--target", str(folder), str(wheel))
    return folder


def test_the_wheel_holds_the_api_and_the_tracker_and_nothing_that_starts_by_itself(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (metadata,) = [name for name in names if name.endswith("METADATA")]
        text = archive.read(metadata).decode()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"trialbook", "_trialbook"}
    assert {"trialbook/py.typed", "trialbook/__init__.py", "_trialbook/hooks/__init__.py"} <= names
    assert text.startswith("Metadata-Version")
    assert "\nName: trialbook\n" in text
    assert "\n# trialbook\n" in text


def test_pip_installs_it_into_a_virtual_environment(wheel, tmp_path):
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path)], env=clean_environment(), check=True)
    python = str(tmp_path / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    pip("install", "--no-index", str(wheel), python=python)
    outcome = subprocess.run([python, "-c", CALLS], env=clean_environment(), capture_output=True, text=True)
    assert (outcome.stderr, outcome.returncode) == ("", 0)
    assert str(tmp_path) in outcome.stdout


def test_installed_it_is_silent_where_nothing_records(installed, training):
    outcome = training.run("-W", "error", "-c", CALLS, tracked=False, path=[installed])
    assert (outcome.err, outcome.code) == ("", 0)
    assert outcome.out.startswith("False None None ")
    assert str(installed) in outcome.out


def test_installed_it_talks_to_the_tracker_that_runs(installed, training):
    outcome = training.run("-c", CALLS + "import _trialbook; print(_trialbook.__file__)", path=[installed])
    assert (outcome.err, outcome.code) == ("", 0)
    said, tracker = outcome.out.splitlines()
    assert said.startswith("True run %s " % training.run_dir)
    assert str(installed) in said
    assert os.path.dirname(tracker) == str(TRACKER_DIR / "_trialbook")
    assert [event["v"] for event in training.events() if event["e"] == "m"] == [0.5]


def test_an_older_tracker_makes_it_silent(installed, training):
    outcome = training.run("-c", "from _trialbook import start; del start.explicit\n" + CALLS, path=[installed])
    assert (outcome.err, outcome.code) == ("", 0)
    assert outcome.out.startswith("False None None ")


def test_without_an_installation_a_tracked_script_imports_ours(training):
    outcome = training.run("-W", "error", "-c", CALLS)
    assert (outcome.err, outcome.code) == ("", 0)
    assert outcome.out == "True run %s %s\n" % (training.run_dir, TRACKER_DIR / "trialbook" / "__init__.py")
    assert training.run("-c", "import trialbook", tracked=False).code == 1


def test_a_module_of_the_users_by_that_name_comes_first(training):
    training.write("trialbook.py", "theirs = 3\n")
    training.write("train.py", "import trialbook; print(trialbook.theirs)")
    assert training.run("train.py").out == "3\n"


def test_the_signatures_are_typed(training):
    code = "import trialbook, inspect, json\n"
    code += "print(json.dumps({n: str(inspect.signature(getattr(trialbook, n))) for n in ('log', 'param', 'run')}))"
    assert json.loads(training.run("-c", code).out) == {
        "log": "(values: 'Mapping[str, Any]', step: 'int | float | None' = None) -> 'None'",
        "param": "(key: 'str', value: 'Any') -> 'None'",
        "run": "() -> 'RunInfo'",
    }
