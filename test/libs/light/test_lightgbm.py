"""lightgbm: `train`, `cv` and the estimators; each round is a step."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("penguins")


def points(values):
    return list(enumerate(values))


def test_training_and_cross_validation(training, scripts, matrix):
    recorded = training.run_both_ways(scripts / "lightgbm_training.py")
    result, table, estimator = [json.loads(line) for line in recorded.outcome.out.split("\n") if line.startswith('{"')]
    metrics = recorded.metrics
    for data in ("train", "valid"):
        for metric in ("l2", "l1"):
            assert metrics.pop(f"{data}-{metric}") == points(result[data][metric])
    for key, values in table.items():
        assert metrics.pop(key.replace(" ", "-")) == points(values)
    assert [len(metrics.pop(f"valid_0-{metric}")) for metric in ("l2", "l1")] == [2, 2]
    for metric in ("l2", "l1"):
        assert metrics.pop(f"valid_0-{metric}.2") == points(estimator["valid_0"][metric])
    assert sorted(metrics) == ["LGBMRegressor.fit_seconds", "LGBMRegressor.score"]
    assert recorded.params["lightgbm.num_leaves"] == recorded.params["LGBMRegressor.num_leaves"] == 4
    assert recorded.params["lightgbm.num_boost_round"] == recorded.params["lightgbm.nfold"] == 2
    assert recorded.params["LGBMRegressor.random_state"] == 2
    reported = [entry for entry in recorded.reported if entry[3] == "lightgbm"]
    assert reported == [("birds.txt", "w", "model", "lightgbm"), ("table.csv", "r", "data", "lightgbm")]
    assert recorded.warnings == []
    matrix.arrives(
        "lightgbm",
        params="of `train` and `cv`: `lightgbm.num_leaves`; of the estimators: `LGBMRegressor.num_leaves`",
        metrics="of each round: `valid_0-l2`, `valid-l2-mean`; a second fit's `valid_0-l2.2`",
        files="`save_model`",
        data="files that a `Dataset` is made of",
    )
