"""MLflow: what its clients send to a tracking server or store, from the fluent API and autologging too."""

import json
import sys

from ..patching import after, require
from . import mlflow_plots
from .files import writes
from .loggers import LoggerRuns

_STATUS = {"FAILED": "failed", "KILLED": "cancelled"}
_PARENT = "mlflow.parentRunId"
_OWN_TAGS = "mlflow."
_CLIENT = "mlflow.tracking._tracking_service.client"


def install(fluent, session):
    """Wraps the one client below all others. Its data still goes where the user sends it."""
    client = getattr(sys.modules.get(_CLIENT), "TrackingServiceClient", None)
    seen = _Calls(session)
    reports = (
        seen.create_run,
        seen.log_metric,
        seen.log_param,
        seen.set_tag,
        seen.log_batch,
        seen.log_artifact,
        seen.log_artifacts,
        seen.set_terminated,
    )
    require(client, *(report.__name__ for report in reports))
    require(fluent.ActiveRun, "__init__")
    for report in reports:
        after(client, report.__name__, session, "mlflow", report)
    after(fluent.ActiveRun, "__init__", session, "mlflow", lambda _, self, run: seen.runs.enter(run.info.run_id))
    if hasattr(client, "log_inputs"):
        after(client, "log_inputs", session, "mlflow", seen.log_inputs)
    mlflow_plots.install(session, seen.runs)


class _Calls:
    """A method for each of the client's; `result` is what that gave."""

    def __init__(self, session):
        self._session = session
        self.runs = LoggerRuns(session)
        # Keys of a run whose last step was 0, which MLflow also gives to a point without a step.
        self._at_zero = set()

    def create_run(self, result, client, experiment_id, start_time=None, tags=None, run_name=None, **_):
        run_id = result.info.run_id
        self.runs.begin(run_id, getattr(result.info, "run_name", None) or run_name, (tags or {}).get(_PARENT))
        with self.runs.reporting_to(run_id):
            for key, value in (tags or {}).items():
                self._tag(key, value)

    def log_metric(self, result, client, run_id, key, value, timestamp=None, step=None, *_, **__):
        with self.runs.reporting_to(run_id):
            self._session.metric("mlflow", key, value, self._step(run_id, key, step))

    def log_param(self, result, client, run_id, key, value, *_, **__):
        with self.runs.reporting_to(run_id):
            self._session.params("mlflow", {key: value})

    def set_tag(self, result, client, run_id, key, value, *_, **__):
        with self.runs.reporting_to(run_id):
            self._tag(key, value)

    def log_batch(self, result, client, run_id, metrics=(), params=(), tags=(), *_, **__):
        with self.runs.reporting_to(run_id):
            for metric in metrics:
                step = self._step(run_id, metric.key, metric.step)
                self._session.metric("mlflow", metric.key, metric.value, step)
            for param in params:
                self._session.param("mlflow", param.key, _typed(param.value))
            for tag in tags:
                self._tag(tag.key, tag.value)

    def log_artifact(self, result, client, run_id, local_path, *_, **__):
        with self.runs.reporting_to(run_id):
            writes(self._session, "mlflow", local_path)

    def log_artifacts(self, result, client, run_id, local_dir, *_, **__):
        self.log_artifact(result, client, run_id, local_dir)

    def log_inputs(self, result, client, run_id, datasets=None, *_, **__):
        with self.runs.reporting_to(run_id):
            for given in datasets or ():
                self._input(given.dataset)

    def set_terminated(self, result, client, run_id, status=None, *_, **__):
        self.runs.end(run_id, _STATUS.get(status, "finished"))

    def _tag(self, key: str, value):
        if not key.startswith(_OWN_TAGS):
            self._session.tag(key, value)

    def _step(self, run_id: str, key: str, step: "int | None") -> "int | None":
        if step:
            self._at_zero.discard((run_id, key))
            return step
        if (run_id, key) in self._at_zero:
            return None  # a second 0: the points are counted
        self._at_zero.add((run_id, key))
        return 0

    def _input(self, dataset):
        source = json.loads(dataset.source)
        address = source.get("uri") or source.get("url") or source.get("path")
        if isinstance(address, str) and dataset.source_type == "local":
            self._session.reads("mlflow", address)
        elif isinstance(address, str):
            self._session.input("mlflow", address, dataset.digest)


def _typed(text: str) -> "str | int | float | bool | None":
    """What MLflow wrote as a text: a batch knows numbers by their text alone."""
    if text in ("True", "False", "None"):
        return {"True": True, "False": False, "None": None}[text]
    for kind in (int, float):
        try:
            value = kind(text)
        except ValueError:
            continue
        if repr(value) == text:
            return value
    return text
