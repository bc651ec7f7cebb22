"""Lightning by both of its names, with several loggers, with one and with none."""

import csv
from pathlib import Path

import pytest

from recorded import RealTraining

SCRIPT = Path(__file__).resolve().parent / "scripts" / "lightning_training.py"
HPARAMS = {"width": 3, "lr": 0.1, "api_key": "***", "batch_size": 8}


def run(training, *arguments, ignore=()):
    recorded = training.run_both_ways(SCRIPT, *arguments, ignore=ignore)
    assert recorded.outcome.code == 0, recorded.outcome.err
    assert recorded.warnings == []
    return recorded


def logged_to_csv(recorded):
    """Series as Lightning's own CSVLogger wrote them: by key the steps and values."""
    ((row_file, text),) = [item for item in recorded.written.items() if item[0].endswith("metrics.csv")]
    series = {}
    for row in csv.DictReader(text.decode().splitlines()):
        for key, value in row.items():
            if key != "step" and value:
                series.setdefault(key, []).append((int(row["step"]), float(value)))
    return series


@pytest.mark.parametrize("name", ["lightning.pytorch", "pytorch_lightning"])
def test_what_loggers_are_told(training, name, matrix):
    recorded = run(training, name, "csv")
    assert recorded.params == {"seed.random": 5, "seed.numpy": 5, "seed.torch": 5, **HPARAMS, "note": "by hand"}
    assert recorded.metrics == logged_to_csv(recorded)
    assert [step for step, _ in recorded.metrics["train_loss_step"]] == [0, 1, 2, 3]
    assert [step for step, _ in recorded.metrics["train_loss_epoch"]] == [100, 101]
    assert [step for step, _ in recorded.metrics["val_loss"]] == [1, 3]
    assert recorded.metrics["test_loss"] == [(4, recorded.metrics["val_loss"][-1][1])]
    assert set(recorded.sources.values()) == {"lightning"}
    assert recorded.duplicates == set()
    models = [
        path for path, mode, kind, source in recorded.reported if (mode, kind, source) == ("w", "model", "lightning")
    ]
    assert models == ["checkpoints/epoch=0.ckpt", "checkpoints/epoch=1.ckpt", "final.ckpt"]
    library = name.partition(".")[0]
    matrix.arrives(
        library,
        library.replace("_", "-"),
        params="save_hyperparameters, log_hyperparams, seed_everything",
        metrics="all that is logged, with Lightning's steps, with any loggers or none",
        files="checkpoints",
    )


def test_the_same_without_loggers(training, tmp_path):
    with_logger = run(training, "lightning.pytorch", "csv").metrics
    other = tmp_path / "other"
    other.mkdir()
    recorded = run(RealTraining(other, training.python), "lightning.pytorch", "none")
    assert recorded.metrics == with_logger
    assert recorded.params == {"seed.random": 5, "seed.numpy": 5, "seed.torch": 5, **HPARAMS}


def test_several_loggers_make_one_series(training):
    recorded = run(training, "lightning.pytorch", "many", ignore=("events.out.tfevents.*",))
    assert recorded.metrics == logged_to_csv(recorded)
    assert {key for source, key, outer in recorded.duplicates if (source, outer) == ("tensorboard", "lightning")} == {
        *recorded.metrics,
        "hp_metric",
    }
