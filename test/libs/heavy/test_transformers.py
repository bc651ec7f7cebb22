"""transformers' Trainer with a model that needs no hub."""

import ast
from pathlib import Path

SCRIPT = Path(__file__).resolve().parent / "scripts" / "transformers_trainer.py"
SOURCE = "transformers"
# These hold times.
TIMED = ("trainer_state.json", "training_args.bin", "events.out.tfevents.*")


def run(training, *arguments):
    recorded = training.run_both_ways(SCRIPT, *arguments, ignore=TIMED, HF_HUB_OFFLINE="1")
    assert recorded.outcome.code == 0, recorded.outcome.err
    assert recorded.warnings == []
    return recorded


def test_series_arguments_and_saved_models(training, matrix):
    recorded = run(training)
    expected = {}
    for row in ast.literal_eval(recorded.outcome.out.splitlines()[-1]):
        step = row.pop("step")
        for key, value in row.items():
            expected.setdefault(key, []).append((step, value))
    timed = {key for key in recorded.metrics if key.endswith(("runtime", "per_second"))}
    assert {key: recorded.metrics[key] for key in recorded.metrics if key not in timed} == expected
    assert {len(recorded.metrics[key]) for key in timed} == {1, 2}
    assert [step for step, _ in recorded.metrics["loss"]] == [1, 2, 3, 4]
    assert [step for step, _ in recorded.metrics["eval_loss"]] == [2, 4]
    assert set(recorded.sources.values()) == {"transformers"}
    params = recorded.params
    chosen = {"learning_rate": 0.01, "max_steps": 4, "eval_strategy": "steps", "optim": "adamw_torch_fused", "seed": 11}
    assert {key: params["transformers." + key] for key in chosen} == chosen
    assert params["transformers.hub_token"] == "***"
    assert params["transformers.accelerator_config.even_batches"] is True
    assert {key: params["seed." + key] for key in ("random", "numpy", "torch")} == dict.fromkeys(
        ("random", "numpy", "torch"), 9
    )
    folders = ["out/checkpoint-2", "out/checkpoint-4", "final"]
    models = [path for path, *rest in recorded.reported if rest == ["w", "model", SOURCE]]
    assert models == [f"{folder}/model.safetensors" for folder in folders]
    files = {Path(path).name for path, _, kind, _ in recorded.reported if kind == "file"}
    assert files == {"optimizer.pt", "scheduler.pt", "rng_state.pth", "training_args.bin"}
    matrix.arrives(
        "transformers",
        params="TrainingArguments, set_seed",
        metrics="all that Trainer logs, by global step",
        files="checkpoints, save_pretrained",
    )


def test_trackers_beneath_are_copies(training):
    recorded = run(training, "tensorboard")
    copies = {key for source, key, outer in recorded.duplicates if (source, outer) == ("tensorboard", SOURCE)}
    assert {"train/loss", "eval/loss"} <= copies
    assert set(recorded.sources.values()) == {SOURCE}
