"""Keras 3 on its PyTorch backend."""

import ast
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent / "scripts" / "keras_training.py"
SETUP = {
    "keras.epochs": 3,
    "keras.steps": 2,
    "keras.metrics": "['mae', 'RootMeanSquaredError']",
    "keras.optimizer": "Adam",
    "keras.optimizer.beta_1": 0.8,
    "keras.optimizer.beta_2": 0.999,
    "keras.optimizer.epsilon": 1e-07,
    "keras.optimizer.amsgrad": False,
    "keras.optimizer.clipnorm": 1.0,
    "keras.optimizer.use_ema": False,
    "keras.optimizer.ema_momentum": 0.99,
}
KINDS_OF_RATE = {
    "constant": {"keras.loss": "mse", "keras.optimizer.learning_rate": 0.05},
    "schedule": {
        "keras.loss": "Huber",
        "keras.optimizer.learning_rate.schedule": "ExponentialDecay",
        "keras.optimizer.learning_rate.initial_learning_rate": 0.05,
        "keras.optimizer.learning_rate.decay_steps": 10,
        "keras.optimizer.learning_rate.decay_rate": 0.5,
        "keras.optimizer.learning_rate.staircase": False,
        "keras.optimizer.learning_rate.name": "ExponentialDecay",
    },
}


@pytest.mark.parametrize("rate", KINDS_OF_RATE)
def test_epochs_setup_scores_and_models(training, rate, matrix):
    # An archive in Keras' own format holds the time.
    recorded = training.run_both_ways(SCRIPT, rate, ignore=("*.keras",), KERAS_BACKEND="torch")
    assert recorded.outcome.code == 0, recorded.outcome.err
    printed = ast.literal_eval(recorded.outcome.out.splitlines()[-1])
    steps = {key: [1] if key.startswith("val_") else [0, 1, 2] for key in printed["history"]}
    expected = {key: list(zip(steps[key], values)) for key, values in printed["history"].items()}
    expected.update({"test_" + key: [(None, value)] for key, value in printed["scores"].items()})
    assert sorted(expected) == sorted(
        f"{part}{key}" for part in ("", "val_", "test_") for key in ("loss", "mae", "rmse")
    )
    assert recorded.metrics == expected
    assert set(recorded.sources.values()) == {"keras"}
    seeds = {"seed.random": 8, "seed.numpy": 8, "seed.torch": 8}
    assert recorded.params == {**seeds, **SETUP, **KINDS_OF_RATE[rate]}
    models = [f"epoch{epoch}.weights.h5" for epoch in (1, 2, 3)] + ["model.keras", "last.weights.h5"]
    assert recorded.reported == [(path, "w", "model", "keras") for path in models]
    assert recorded.warnings == []
    matrix.arrives(
        "keras",
        params="optimizer, loss, metrics, epochs, set_random_seed",
        metrics="each epoch's, val_… and test_… of evaluate",
        files="save, save_weights, ModelCheckpoint",
    )
