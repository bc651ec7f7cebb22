"""Images and tables that are logged to MLflow."""

import os
import sys

from .. import events, figures, plots
from ..patching import after
from ..values import is_a

_SOURCE = "mlflow"
_CLIENT = "mlflow.tracking.client"


def install(session, runs):
    """Wraps the client that the fluent API calls too; `runs` knows which of our runs is meant. Older ones lack some."""
    client = getattr(sys.modules.get(_CLIENT), "MlflowClient", None)

    def log_image(_, client, run_id, image, artifact_file=None, key=None, step=None, *__, **___):
        run = runs.ours(run_id)
        name = key or _name(artifact_file)
        run.plot(_SOURCE, "image", name, lambda: _picture(run, name, image, step if key else None), step)

    def log_table(_, client, run_id, data, artifact_file, *__, **___):
        runs.ours(run_id).plot(_SOURCE, "table", _name(artifact_file), lambda: plots.table(data)[0])

    for report in (log_image, log_table):
        if report.__name__ in getattr(client, "__dict__", {}):
            after(client, report.__name__, session, _SOURCE, report)


def _name(artifact_file: str) -> str:
    return os.path.splitext(artifact_file)[0]


def _picture(run, name: str, image, step: "int | None") -> str:
    if not is_a(image, "PIL.Image", "Image"):
        # As MLflow reads arrays, and its own class of images.
        own = sys.modules["mlflow"].Image
        image = (image if isinstance(image, own) else own(image)).to_pil()
    path = figures.save(image, run.dir, name, step)
    if run.is_new_file(path, "w"):
        run.send(events.opened_for_writing(path, "figure", _SOURCE, keep=True))
    return plots.image(figures.below_artifacts(path, run.dir))
