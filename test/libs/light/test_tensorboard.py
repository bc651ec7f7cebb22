"""TensorBoard: where its event files are. The recorder reads the points there itself."""

from pathlib import Path

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
    matrix.arrives("tensorboardX", metrics="event files", params="add_hparams")


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
