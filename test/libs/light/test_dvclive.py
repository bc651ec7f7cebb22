"""DVCLive: what is logged to a `Live`."""

from pathlib import Path

from test_loggers import QUIET

SCRIPT = Path(__file__).resolve().parent / "scripts" / "dvclive_run.py"


def test_a_live(training, matrix):
    recorded = training.run_both_ways(SCRIPT, **QUIET)
    assert recorded.outcome.out == "done\n"
    assert recorded.params == {"lr": 0.1, "model.dim": 8, "db_password": "***"}
    assert recorded.metrics == {
        "loss": [(0, 1), (1, 0.5), (2, 1 / 3)],
        "val/accuracy": [(0, 0), (1, 0.25), (2, 0.5)],
    }
    assert set(recorded.sources.values()) == {"dvclive"}
    assert recorded.reported == [("model.bin", "w", "model", "dvclive")]
    assert recorded.warnings == []
    matrix.arrives("dvclive", params="log_param, log_params", metrics="log_metric", files="log_artifact")
