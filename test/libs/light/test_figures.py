"""Pictures that a script hands us: figures of Matplotlib, images of Pillow, files."""

from pathlib import Path

SCRIPT = """
import matplotlib
matplotlib.use("Agg")
from matplotlib import pyplot
from PIL import Image
import trialbook

figure, axes = pyplot.subplots()
axes.plot([1, 3, 2])
trialbook.figure(figure, "plots/loss", step=7)
trialbook.figure(Image.new("RGB", (4, 3), "red"), "sample.png")
figure.savefig("own.png")
trialbook.figure("own.png", "copy")
"""


def test_pictures_are_saved_below_the_run_folder(training):
    outcome = training.run("-W", "error", "-c", SCRIPT)
    assert (outcome.out, outcome.err, outcome.code) == ("", "", 0)
    events = training.events()
    shown = [event for event in events if event["e"] == "open" and event.get("src") == "trialbook"]
    folder = training.run_dir / "artifacts" / "figures"
    assert [(Path(event["path"]).relative_to(folder).as_posix(), event["kind"], event["keep"]) for event in shown] == [
        ("plots/loss-7.png", "figure", True),
        ("sample.png", "figure", True),
        ("copy.png", "figure", True),
    ]
    for event in shown:
        assert Path(event["path"]).read_bytes().startswith(b"\x89PNG")
