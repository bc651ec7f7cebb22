"""TensorBoard: where its event files are. The recorder reads the points there itself."""

from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent / "scripts" / "tensorboard_writers.py"


def test_event_files_are_reported(training, matrix):
    recorded = training.run_both_ways(SCRIPT, ignore=["logs/*"])
    assert recorded.outcome.out == "written\n"
    files = [path for path, *rest in recorded.reported]
    assert [rest for path, *rest in recorded.reported] == [["w", "file", "tensorboard"]] * 3
    assert [str(Path(file).parent) for file in files] == ["logs/own", "logs/x", "logs/x/hparams"]
    assert all(Path(file).name.startswith("events.out.tfevents.") for file in files)
    assert recorded.params == {"lr": 0.1, "hub_token": "***"}
    assert recorded.metrics == {} and recorded.duplicates == set() and recorded.warnings == []
    matrix.arrives("tensorboard", metrics="event files of its own writer", params="add_hparams")
    matrix.arrives(
        "tensorboardX",
        metrics="event files; histograms, images and precision–recall curves",
        params="add_hparams",
    )


def test_an_event_file_may_lie_outside_of_the_workspace(training, tmp_path):
    training.write("train.py", f"from tensorboardX import SummaryWriter\nSummaryWriter({str(tmp_path / 'logs')!r})\n")
    assert training.run("train.py").code == 0
    (opened,) = [event for event in training.events() if event["e"] == "open"]
    assert Path(opened["path"]).parent == tmp_path / "logs"


def test_what_is_written_inside_another_librarys_call_is_its_copy(training):
    training.write(
        "train.py",
        "from _trialbook import start\nfrom tensorboardX import SummaryWriter\nwriter = SummaryWriter('logs')\n"
        "for step in range(3):\n  with start.session.inside('keras'):\n    writer.add_scalar('loss', 0.5, step)\n"
        "    writer.add_histogram('weights', [1.0, 2.0], step)\n",
    )
    assert training.run("train.py").code == 0
    duplicates = [(event["k"], event["src"], event["of"]) for event in training.events() if event["e"] == "dup"]
    assert duplicates == [("loss", "tensorboard", "keras")]


def test_histograms_images_and_curves_are_plots(training):
    recorded = training.run_both_ways(SCRIPT.with_name("tensorboard_plots.py"), ignore=["logs/*"])
    plots = [(event["kind"], event["k"], event["s"], event["src"]) for event in recorded.plots]
    assert sorted(plots) == [
        ("histogram", "weights/dense", 1, "tensorboard"),
        ("histogram", "weights/dense", 2, "tensorboard"),
        ("image", "batch", 7, "tensorboard"),
        ("image", "samples", 1, "tensorboard"),
        ("image", "samples", 2, "tensorboard"),
        ("pr", "val/pr", 3, "tensorboard"),
    ]
    by_kind = {event["kind"]: event["data"] for event in recorded.plots}
    assert sum(by_kind["histogram"]["counts"]) == pytest.approx(1000)
    assert -5 < by_kind["histogram"]["edges"][0] < -2 and 2 < by_kind["histogram"]["edges"][-1] < 5
    assert by_kind["pr"]["x"][0] == 1 and 0.8 < by_kind["pr"]["area"] <= 1
    files = [
        training.run_dir / "artifacts" / event["data"]["path"] for event in recorded.plots if event["kind"] == "image"
    ]
    assert [file.read_bytes()[:4] for file in files] == [b"\x89PNG"] * 3
    assert recorded.warnings == []
