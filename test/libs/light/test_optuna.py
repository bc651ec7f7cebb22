"""optuna: the script's run is the parent, each trial a run inside it."""

import pytest

pytestmark = pytest.mark.usefixtures("penguins")


def test_trials_are_runs_inside_the_scripts(training, scripts, matrix):
    recorded = training.run_both_ways(scripts / "optuna_study.py")
    children = recorded.children
    assert [(child.name, child.status) for child in children] == [
        ("trial 0", "finished"),
        ("trial 1", "cancelled"),
        ("trial 2", "failed"),
        ("trial 3", "finished"),
        ("trial 0", "finished"),  # boosting
        ("trial 1", "finished"),
        ("trial 0", "finished"),  # by hand
        ("trial 1", "finished"),
        ("trial 2", "failed"),
        ("trial 0", "finished"),  # goals
        ("trial 0", "failed"),
    ]
    assert {child.run["parent"] for child in children} == {training.run_dir.name}
    first, pruned, failed, last, boosting = children[:5]
    assert sorted(key for key in first.params if "." not in key) == ["C", "iterations", "kind"]
    # What the objective makes other libraries do is the trial's.
    assert first.params["LogisticRegression.C"] == first.params["C"]
    ((_, accuracy),) = first.metrics["accuracy_score.accuracy"]
    assert first.metrics["value"] == [(None, accuracy)]
    assert first.metrics["intermediate_value"] == [(0, accuracy), (1, accuracy + 1)]
    assert "value" not in pruned.metrics
    assert pruned.events[-2]["message"] == "pruned at step 1"
    assert failed.events[-2]["message"] == "ArithmeticError: no such model"
    assert len(boosting.metrics["train-rmse"]) == boosting.params["rounds"]
    assert "train-rmse" in children[5].metrics  # the first of its run

    assert [step for step, _ in recorded.metrics["best_value"]] == [0, 3]
    assert recorded.metrics["best_value.3"] == [(0, 0.5), (1, 0.25)]
    assert "best_value.4" not in recorded.metrics
    assert recorded.tags == {
        "study": "birds",
        "study.2": "boosting",
        "study.3": "by hand",
        "study.4": "goals",
        "study.5": "fails",
    }
    # Of two trials at a time nobody knows whose a fit is.
    assert "LogisticRegression.fit_seconds" in children[6].metrics
    assert recorded.params["LogisticRegression.C"] == 9
    assert children[7].params == {"C": pytest.approx(1.5, abs=0.5)}
    assert children[9].metrics == {"values_0": [(None, 0)], "values_1": [(None, 1.5)]}
    assert recorded.outcome.code == 1
    assert children[10].events[-2]["message"] == "ZeroDivisionError: division by zero"
    assert recorded.warnings == []
    matrix.arrives(
        "optuna",
        params="suggested values, in a run for each trial",
        metrics="`intermediate_value`, `value`; `best_value` of the study by the trial's number",
    )


def test_trials_in_threads(training, scripts):
    recorded = training.run_both_ways(scripts / "optuna_threads.py")
    assert sorted(child.name for child in recorded.children) == sorted(f"trial {number}" for number in range(12))
    for child in recorded.children:
        number = int(child.name.split()[1])
        assert child.metrics["value"] == [(None, number)]
        assert child.metrics["intermediate_value"] == [(step, number + step / 10) for step in range(5)]
        assert list(child.params) == ["x"]
        assert child.status == "finished"
    assert recorded.metrics["best_value"][-1][1] == 0
