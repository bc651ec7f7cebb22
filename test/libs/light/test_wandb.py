"""W&B: what its runs are told, offline and disabled; a second run of a process is a run inside ours."""

from pathlib import Path

import pytest
from test_loggers import QUIET

SCRIPT = Path(__file__).resolve().parent / "scripts" / "wandb_run.py"
# Times and random ids.
IGNORED = ["wandb/*"]


@pytest.mark.parametrize("mode", ["offline", "disabled"])
def test_runs(training, matrix, mode):
    key = "0123456789abcdef0123456789abcdef01234567"
    recorded = training.run_both_ways(SCRIPT, mode, ignore=IGNORED, WANDB_MODE=mode, WANDB_API_KEY=key, **QUIET)
    assert recorded.outcome.out == f"done {mode}\n"
    assert recorded.params == {
        "lr": 0.1,
        "model.dim": 8,
        "api_key": "***",
        "epochs": 3,
        "hub_token": "***",
        "seed": 4,
    }
    metrics = recorded.metrics
    summary = {key: metrics.pop(key) for key in ("best", "summary/loss") if key in metrics}
    assert metrics == {
        "loss": [(0, 1), (1, 0.5), (2, 1 / 3)],
        "val.accuracy": [(0, 0), (1, 0.25), (2, 0.5)],
        "part": [(3, 1)],
        "rest": [(3, 2)],
        "late": [(10, 1.5), (20, 2.5)],
    }
    # The summary of a disabled run is a plain dictionary.
    assert summary == ({} if mode == "disabled" else {"best": [(None, 0.9)], "summary/loss": [(None, 0.25)]})
    assert set(recorded.sources.values()) == {"wandb"}
    assert recorded.reported == [
        ("model.pt", "w", "model", "wandb"),
        ("folder/weights.bin", "w", "model", "wandb"),
        ("notes.txt", "w", None, "wandb"),
    ]
    (second,) = recorded.children
    assert (second.name, second.params, second.metrics) == ("second", {"lr": 0.2}, {"loss": [(0, 0.75)]})
    assert second.status == "finished"
    assert recorded.warnings == []
    # Neither W&B's own folders nor the key of an account are the run's.
    opened = [Path(event["path"]).relative_to(training.workspace) for event in recorded.events if event["e"] == "open"]
    assert [path for path in opened if path.parts[0] == "wandb"] == []
    files = [*training.run_dir.parent.rglob("*.jsonl")]
    assert len(files) == 2
    assert all(key not in file.read_text("ascii") for file in files)
    matrix.arrives(
        "wandb",
        **{
            "offline": {
                "params": "config",
                "metrics": "log, and numbers that are set in the summary",
                "files": "files of artifacts, save",
            },
            "disabled": {"params": "of disabled runs from 0.28 on", "metrics": "log of disabled runs"},
        }[mode],
    )


@pytest.mark.parametrize("mode", ["offline", "disabled"])
def test_images_histograms_tables_and_charts_are_plots(training, mode):
    script = SCRIPT.with_name("wandb_plots.py")
    recorded = training.run_both_ways(script, mode, ignore=IGNORED, WANDB_MODE=mode, **QUIET)
    plots = [(event["kind"], event["k"], event["s"]) for event in recorded.plots]
    assert plots[:4] == [
        ("image", "samples", 0),
        ("image", "grid/0", 0),
        ("image", "grid/1", 0),
        ("histogram", "weights", 0),
    ]
    assert plots[8:] == [
        ("table", "worst", 2),
        ("confusion", "matrix", 2),
        ("roc", "roc", 2),
        ("pr", "pr/no", 2),
        ("pr", "pr/yes", 2),
        ("table", "line", 2),
    ]
    data = {event["k"]: event["data"] for event in recorded.plots}
    assert len(data["weights"]["counts"]) == 64 and sum(data["weights"]["counts"]) == pytest.approx(500)
    assert data["worst"] == {"columns": ["file", "loss"], "rows": [["a.png", 0.5], ["b.png", "NaN"]], "total": 2}
    assert data["matrix"] == {"labels": ["no", "yes"], "counts": [[1, 0], [1, 1]]}
    assert data["roc"]["area"] == 0.75
    assert (training.run_dir / "artifacts" / data["grid/1"]["path"]).read_bytes()[:4] == b"\x89PNG"
    assert recorded.warnings == []
