"""hydra: the config of a job; the jobs of a multirun are runs inside ours."""

from .. import redaction
from ..patching import Unsupported, after, require


def require_callbacks(hydra, session):
    """Hydra 1.0 tells nobody that a job begins."""
    if not hasattr(hydra, "Callbacks"):
        raise Unsupported("hydra before 1.1 does not say when a job begins")


def install(callbacks, session):
    """Wraps what Hydra calls before and after a job, not the job: Hydra reads the frames that are around it."""
    require(callbacks.Callbacks, "on_job_start", "on_job_end")
    jobs = _Jobs(session)
    after(callbacks.Callbacks, "on_job_start", session, "hydra", jobs.begin)
    after(callbacks.Callbacks, "on_job_end", session, "hydra", jobs.end)


class _Jobs:
    def __init__(self, session):
        self._session = session
        self._child = None

    def begin(self, _, callbacks, config, **__):
        from omegaconf import OmegaConf

        values = OmegaConf.to_container(config, resolve=False)
        settings = values.pop("hydra")
        if OmegaConf.select(config, "hydra.job.num") is not None:  # only the jobs of a multirun are numbered
            name = " ".join(redaction.redact_arguments(settings["overrides"]["task"]))
            self._child = self._session.begin_child(name or "job")
            self._session.work_for(self._child)
        self._session.params("hydra", {key: _resolved(value, values) for key, value in values.items()})

    def end(self, _, callbacks, config, job_return, **__):
        if self._child is None:
            return
        error = job_return._return_value if job_return.status.name == "FAILED" else None
        message = None if error is None else "%s: %s" % (type(error).__name__, error)
        self._session.end_child(self._child, "finished" if error is None else "failed", message)
        self._child = None


def _resolved(value, config: dict, depth: int = 0):
    """The value with references to other values of the config followed.

    Resolvers, such as `${oc.env:TOKEN}`, stay as they are written: they may be the user's own code.
    """
    if isinstance(value, dict):
        return {key: _resolved(item, config, depth) for key, item in value.items()}
    if isinstance(value, list):
        return [_resolved(item, config, depth) for item in value]
    if not isinstance(value, str) or not (value.startswith("${") and value.endswith("}")) or depth > 10:
        return value
    found = config
    for part in value[2:-1].split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return value if found is None else _resolved(found, config, depth + 1)
