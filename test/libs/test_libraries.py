"""Real training scripts with real libraries: what is recorded of them, and that they are the same with us."""

import shutil
import sys
from pathlib import Path

import pytest

from launching import Training

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parents[1] / "examples" / "penguins"


@pytest.fixture
def training(tmp_path):
    training = Training(tmp_path, sys.executable)
    shutil.copy(EXAMPLE / "penguins.csv", training.workspace)
    return training


def outputs(training):
    """Names and bytes of what a script left in the workspace; taken away for the next run."""
    files = [file for file in training.workspace.iterdir() if file.name != "penguins.csv"]
    contents = {file.name: file.read_bytes() for file in files}
    for file in files:
        file.unlink()
    return contents


def run_both_ways(training, script, *arguments):
    """Runs without and with the tracker, holds them equal and returns the outcome."""
    without = training.run(str(script), *arguments, tracked=False)
    written = outputs(training)
    assert training.run(str(script), *arguments) == without
    assert outputs(training) == written
    assert (without.err, without.code) == ("", 0)
    return without


def test_scikit_learn_with_pandas_and_joblib(training):
    outcome = run_both_ways(training, HERE / "scripts" / "sklearn_classifier.py", "--C", "0.5")
    assert outcome.out.startswith("accuracy ")
    assert training.kinds() == [["hello", "p", "p", "open", "open", "open", "bye"]]
    assert training.params() == {"C": 0.5, "seed": 0}
    assert training.opened() == [("penguins.csv", "r"), ("model.joblib", "w"), ("predictions.csv", "w")]


def test_numpys_formats_and_pickle(training):
    run_both_ways(training, HERE / "scripts" / "numpy_arrays.py")
    assert training.opened() == [
        ("penguins.csv", "r"),
        ("weights.npy", "w"),
        ("weights.npz", "w"),
        ("masses.txt", "w"),
        ("weights.pkl", "w"),
        ("weights.npy", "r"),
    ]


def test_workers_of_joblib_leave_no_files_of_their_own(training):
    outcome = run_both_ways(training, HERE / "scripts" / "parallel_search.py")
    assert outcome.out.startswith("{'max_depth': ")
    assert training.kinds() == [["hello", "open", "bye"]]


def test_the_example(training):
    shutil.copy(EXAMPLE / "train.py", training.workspace)
    without = training.run("train.py", "--epochs", "2", tracked=False)
    assert training.run("train.py", "--epochs", "2") == without
    assert training.params() == {"lr": 0.001, "epochs": 2, "hidden": 32, "seed": 0}
    assert training.opened() == [("penguins.csv", "r"), ("model.json", "w"), ("predictions.csv", "w")]
