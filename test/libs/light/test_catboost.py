"""catboost: fits and cross-validation; each iteration whose metrics were computed is a step."""

import json

import pytest

pytestmark = pytest.mark.usefixtures("penguins")


def assert_close(points, column):
    """`column` as pandas writes it to JSON, with ten digits."""
    assert [(step, round(value, 10)) for step, value in points] == list(enumerate(column.values()))


def test_training_and_cross_validation(training, scripts, matrix):
    recorded = training.run_both_ways(scripts / "catboost_training.py", ignore=["*.cbm"])  # it holds the time
    model, sparse, stopped, table = [
        json.loads(line) for line in recorded.outcome.out.split("\n") if line.startswith('{"')
    ]
    metrics = recorded.metrics
    for data in ("learn", "validation"):
        for metric in ("MAE", "RMSE"):
            assert metrics.pop(f"{data}-{metric}") == list(enumerate(model[data][metric]))
    assert metrics.pop("learn-RMSE.2") == list(zip([0, 4, 5], sparse["learn"]["RMSE"]))
    assert metrics.pop("learn-RMSE.3") == list(zip([0, 4], stopped["learn"]["RMSE"]))
    assert metrics.pop("validation-RMSE.2") == list(enumerate(stopped["validation"]["RMSE"]))
    del table["iterations"]
    for key, column in table.items():
        assert_close(metrics.pop(key), column)
    assert [step for step, _ in metrics.pop("learn-MAE.2")] == [0]
    assert sorted(metrics) == ["CatBoost.fit_seconds", "CatBoostRegressor.fit_seconds", "CatBoostRegressor.score"]
    assert recorded.params["CatBoostRegressor.depth"] == recorded.params["catboost.depth"] == 2
    assert recorded.params["CatBoostRegressor.metric_period"] == 4
    assert recorded.params["catboost.fold_count"] == 2
    reported = [entry for entry in recorded.reported if entry[3] == "catboost"]
    assert reported == [("birds.cbm", "w", "model", "catboost"), ("table.csv", "r", "data", "catboost")]
    assert recorded.warnings == []
    matrix.arrives(
        "catboost",
        params="of the model: `CatBoostRegressor.depth`; of `cv`: `catboost.depth`",
        metrics="when the fit has ended: `learn-RMSE`, `validation-RMSE`, `test-RMSE-mean`; a second fit's "
        "`learn-RMSE.2`; `CatBoostRegressor.fit_seconds`, `CatBoostRegressor.score`",
        files="`save_model`",
        data="files that a `Pool` is made of",
    )
