"""Libraries that write models and figures."""

import pytest

pytestmark = pytest.mark.usefixtures("penguins")


def test_models_and_figures(training, scripts, matrix):
    recorded = training.run_both_ways(scripts / "files_of_others.py", ignore=["*.skops"])  # it holds ids
    assert [entry for entry in recorded.reported if entry[1] == "w"] == [
        ("model.joblib", "w", "model", "joblib"),
        ("model.gz", "w", "model", "joblib"),
        ("model.skops", "w", "model", "skops"),
        ("weights.safetensors", "w", "model", "safetensors"),
        ("identity.onnx", "w", "model", "onnx"),
        ("again.onnx", "w", "model", "onnx"),
        ("masses.png", "w", "figure", "matplotlib"),
        ("masses.svg", "w", "figure", "matplotlib"),
    ]
    opened = training.opened()
    assert ("penguins.csv", "r") in opened  # by the csv module
    assert ("model.pkl", "w") in opened  # by pickle: what it is, its name says
    assert ("model-of-joblib.bin", "w") in opened
    assert recorded.warnings == []
    matrix.arrives("joblib", files="`dump`")
    matrix.arrives("skops", files="`dump`")
    matrix.arrives("safetensors", files="`save_file` of NumPy arrays")
    matrix.arrives("onnx", files="`save`, `save_model`")
    matrix.arrives("matplotlib", files="figures that `savefig` writes")
