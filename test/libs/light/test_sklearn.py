"""Real training scripts with the usual libraries of Python: what is recorded of them."""

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parents[2] / "examples" / "penguins"


@pytest.fixture(autouse=True)
def penguins(training):
    shutil.copy(EXAMPLE / "penguins.csv", training.workspace)


def test_scikit_learn_with_pandas_and_joblib(training):
    recorded = training.run_both_ways(HERE / "scripts" / "sklearn_classifier.py", "--C", "0.5")
    assert recorded.outcome.out.startswith("accuracy ")
    assert training.kinds() == [["hello", "p", "p", "open", "open", "open", "bye"]]
    assert training.params() == {"C": 0.5, "seed": 0}
    assert training.opened() == [("penguins.csv", "r"), ("model.joblib", "w"), ("predictions.csv", "w")]


def test_numpys_formats_and_pickle(training):
    training.run_both_ways(HERE / "scripts" / "numpy_arrays.py")
    assert training.opened() == [
        ("penguins.csv", "r"),
        ("weights.npy", "w"),
        ("weights.npz", "w"),
        ("masses.txt", "w"),
        ("weights.pkl", "w"),
        ("weights.npy", "r"),
    ]


def test_workers_of_joblib_leave_no_files_of_their_own(training):
    recorded = training.run_both_ways(HERE / "scripts" / "parallel_search.py")
    assert recorded.outcome.out.startswith("{'max_depth': ")
    assert training.kinds() == [["hello", "open", "bye"]]


def test_the_example(training):
    shutil.copy(EXAMPLE / "train.py", training.workspace)
    without = training.run("train.py", "--epochs", "2", tracked=False)
    assert training.run("train.py", "--epochs", "2") == without
    assert training.params() == {"lr": 0.001, "epochs": 2, "hidden": 32, "seed": 0}
    assert training.opened() == [("penguins.csv", "r"), ("model.json", "w"), ("predictions.csv", "w")]
