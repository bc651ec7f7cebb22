"""safetensors on its own."""

from pathlib import Path

SCRIPT = Path(__file__).resolve().parent / "scripts" / "safetensors_files.py"


def test_each_file_is_a_model(training, matrix):
    recorded = training.run_both_ways("-W", "error", SCRIPT)
    assert recorded.outcome.out == "['bias', 'weight']\n"
    assert recorded.reported == [
        ("state.safetensors", "w", "model", "safetensors"),
        ("model.safetensors", "w", "model", "safetensors"),
        ("arrays.safetensors", "w", "model", "safetensors"),
    ]
    matrix.arrives("safetensors", files="save_file, save_model")
