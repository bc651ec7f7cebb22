"""DVCLive: what is logged to a `Live`."""

from ..patching import after, require
from .files import writes


def install(live, session):
    """Wraps the methods of `Live` through which all others go."""
    require(live.Live, "log_metric", "log_params", "log_artifact")

    def log_metric(_, live, name, val, *__, **___):
        session.metric("dvclive", name, val, live.step)

    def log_params(_, live, params):
        session.params("dvclive", params)

    def log_artifact(_, live, path, type=None, *__, **___):
        writes(session, "dvclive", path, "model" if type == "model" else None)

    for report in (log_metric, log_params, log_artifact):
        after(live.Live, report.__name__, session, "dvclive", report)
