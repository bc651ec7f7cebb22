"""xgboost: `train`, `cv` and the estimators; each round is a step."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("penguins")


def points(values):
    return list(enumerate(values))


def assert_close(points, column):
    """`column` as pandas writes it to JSON, with ten digits."""
    assert [(step, round(value, 10)) for step, value in points] == list(enumerate(column.values()))


def test_its_own_interface(training, scripts, matrix):
    recorded = training.run_both_ways(scripts / "xgboost_training.py")
    lines = recorded.outcome.out.split("\n")
    (result,) = [json.loads(line) for line in lines if line.startswith('{"train": ')]
    (table,) = [json.loads(line) for line in lines if line.startswith('{"train-rmse-mean"')]
    metrics = recorded.metrics
    for data in ("train", "test"):
        for metric in ("rmse", "mae"):
            assert metrics.pop(f"{data}-{metric}") == points(result[data][metric])
    # A second fit has series of its own.
    assert [len(metrics.pop(key)) for key in ("test-rmse.2", "test-mae.2")] == [2, 2]
    for key, column in table.items():
        assert_close(metrics.pop(key), column)
    assert metrics == {}
    assert recorded.params == {
        "xgboost.eta": 0.3,
        "xgboost.max_depth": 2,
        "xgboost.objective": "reg:squarederror",
        "xgboost.eval_metric": "['rmse', 'mae']",
        "xgboost.nthread": 1,
        "xgboost.num_boost_round": 2,
        "xgboost.early_stopping_rounds": 2,
        "xgboost.verbose_eval": False,
        "xgboost.nfold": 2,
        "xgboost.metrics": "rmse",
        "xgboost.seed": 3,
    }
    assert recorded.reported == [
        ("penguins.csv", "r", "data", "pandas"),
        ("birds.ubj", "w", "model", "xgboost"),
        ("birds.buffer", "r", "data", "xgboost"),
    ]
    assert recorded.warnings == []
    matrix.arrives(
        "xgboost",
        "xgboost-cpu",
        params="of `train` and `cv`: `xgboost.eta`; of the estimators: `XGBRegressor.max_depth`",
        metrics="of each round: `test-rmse`, `validation_0-rmse`, `test-rmse-mean`; a second fit's `test-rmse.2`",
        files="`save_model`",
        data="files that a `DMatrix` is made of",
    )


def test_its_estimators(training, scripts):
    recorded = training.run_both_ways(scripts / "xgboost_estimators.py")
    result = json.loads(recorded.outcome.out.split("\n")[4])
    assert recorded.metrics["validation_0-rmse"] == points(result["validation_0"]["rmse"])
    assert len(recorded.metrics["validation_0-rmse.2"]) == 2  # behind a pipeline
    assert sorted(recorded.metrics) == [
        "GridSearchCV.best_score_",
        "GridSearchCV.fit_seconds",
        "Pipeline.fit_seconds",
        "XGBRegressor.fit_seconds",
        "XGBRegressor.score",
        "validation_0-rmse",
        "validation_0-rmse.2",
    ]
    assert recorded.sources["validation_0-rmse"] == recorded.sources["XGBRegressor.fit_seconds"] == "xgboost"
    assert recorded.params["XGBRegressor.n_estimators"] == 2
    assert not [key for key in recorded.params if key.startswith("xgboost.")]
    assert ("birds.json", "w", "model", "xgboost") in recorded.reported
