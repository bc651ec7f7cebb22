"""accelerate: what all trackers of a script are told, and what it saves."""

from pathlib import Path

SCRIPT = Path(__file__).resolve().parent / "scripts" / "accelerate_training.py"


def test_trackers_and_saved_models(training, matrix):
    recorded = training.run_both_ways(SCRIPT)
    assert recorded.outcome.code == 0, recorded.outcome.err
    seeds = {"seed.random": 6, "seed.numpy": 6, "seed.torch": 6}
    assert recorded.params == {**seeds, "lr": 0.1, "layers": 2, "hub_token": "***"}
    assert set(recorded.metrics) == {"loss", "tensor", "final"}  # what lies on another device is not read
    assert [step for step, _ in recorded.metrics["loss"]] == [0, 1, 2]
    assert recorded.metrics["tensor"] == recorded.metrics["loss"]
    assert recorded.metrics["final"] == [(None, 1.5)]
    assert set(recorded.sources.values()) == {"accelerate"}
    assert [entry for entry in recorded.reported if entry[2] == "model"] == [
        ("saved/model.safetensors", "w", "model", "safetensors"),
        ("state/model.safetensors", "w", "model", "safetensors"),
        ("saved/weights.pt", "w", "model", "torch"),
    ]
    assert ("state/optimizer.bin", "w", "file", "torch") in recorded.reported
    assert recorded.warnings == []
    matrix.arrives("accelerate", params="init_trackers, set_seed", metrics="log", files="save, save_model, save_state")


def test_trackers_beneath_are_copies(training):
    recorded = training.run_both_ways(SCRIPT, "tensorboard", ignore=("events.out.tfevents.*", "hparams.yml"))
    assert ("tensorboard", "loss", "accelerate") in recorded.duplicates
    assert set(recorded.sources.values()) == {"accelerate"}
