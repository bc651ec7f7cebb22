"""Weights & Biases: what its runs are told, whether it goes to a server, stays offline or is disabled."""

import glob

from ..patching import after, leave_traceback, require, wrap
from . import wandb_plots
from .files import writes
from .loggers import LoggerRuns


def install(wandb_init, session):
    """Wraps the methods of `Run` that its public ones call, and the run that stands in for a disabled one."""
    run = wandb_init.Run
    require(run, "_init", "_log", "_config_callback", "_summary_update_callback", "_finish", "save")
    seen = _Calls(session)
    after(run, "_init", session, "wandb", seen.begun)
    wrap(run, "_log", seen.around_log)
    after(run, "_config_callback", session, "wandb", seen.configured)
    after(run, "_summary_update_callback", session, "wandb", seen.summarised)
    after(run, "_finish", session, "wandb", seen.finished)
    after(run, "save", session, "wandb", seen.saved)
    # Before, a disabled run was made of functions without a name, one by one.
    if hasattr(wandb_init, "noop_run"):
        _install_disabled(wandb_init.noop_run.NoopRun, session, seen)


def _install_disabled(noop_run, session, seen):
    require(noop_run, "__init__", "log", "finish", "_finish", "save")
    after(noop_run, "__init__", session, "wandb", seen.begun_disabled)
    wrap(noop_run, "log", seen.around_log)
    after(noop_run, "finish", session, "wandb", seen.finished)
    after(noop_run, "_finish", session, "wandb", seen.finished)
    after(noop_run, "save", session, "wandb", seen.saved)


def install_artifacts(artifacts, session):
    """Wraps what puts local files into an artifact."""
    require(artifacts.Artifact, "add_file", "add_dir")

    def add(_, artifact, local_path, *__, **___):
        writes(session, "wandb", local_path, "model" if artifact.type == "model" else None)

    after(artifacts.Artifact, "add_file", session, "wandb", add)
    after(artifacts.Artifact, "add_dir", session, "wandb", add)


class _Calls:
    """What becomes of each call; `_` is what it gave."""

    def __init__(self, session):
        self._session = session
        self._runs = LoggerRuns(session)
        # Steps of disabled runs, which do not count them, by id.
        self._counted = {}
        # Keys that were logged, by id of the run.
        self._logged = set()

    def begun(self, _, run, *__, **___):
        run_id = run._settings.run_id
        self._runs.begin(run_id, getattr(run._settings, "run_name", None))
        self._runs.enter(run_id)
        self._session.params("wandb", dict(run._config.items()))

    def begun_disabled(self, _, run, *__, **___):
        self._counted[run._settings.run_id] = 0
        self.begun(_, run)

        def configured(key=None, val=None, data=None):
            self._session.guard("wandb", self.configured, None, run, key, val, data)

        run._config._set_callback(configured)  # a disabled run's has none

    def around_log(self, original):
        """Wraps a `log`: the step is known before, what was accepted after."""
        session = self._session

        def log(run, data, *args, **kwargs):
            step = session.guard("wandb", self._step, run, *args, **kwargs)
            try:
                with session.inside("wandb"):
                    result = original(run, data, *args, **kwargs)
            except BaseException as error:
                leave_traceback(error)
                raise
            session.guard("wandb", self._report, run, data, step)
            return result

        return log

    def configured(self, _, run, key=None, val=None, data=None):
        if key is not None:
            data = {".".join(key) if isinstance(key, tuple) else key: val}
        with self._runs.reporting_to(run._settings.run_id):
            # Names with an underscore in front are W&B's own.
            self._session.params("wandb", {name: value for name, value in data.items() if not name.startswith("_")})

    def summarised(self, _, run, record):
        run_id = run._settings.run_id
        with self._runs.reporting_to(run_id):
            for item in record.update:
                key = ".".join(item.key)
                name = "summary/" + key if (run_id, key) in self._logged else key
                self._session.metric("wandb", name, item.value)

    def saved(self, _, run, glob_str=None, *__, **___):
        with self._runs.reporting_to(run._settings.run_id):
            for path in sorted(glob.glob(str(glob_str))):
                writes(self._session, "wandb", path)

    def finished(self, _, run, exit_code=None, *__, **___):
        self._runs.end(run._settings.run_id, "failed" if exit_code else "finished")

    def _report(self, run, data, step):
        with self._runs.reporting_to(run._settings.run_id):
            for key, value in _flat(data):
                self._logged.add((run._settings.run_id, key))
                self._session.metric("wandb", key, value, step)
                if not isinstance(value, (int, float, str)):
                    wandb_plots.report(self._session.run, key, value, step)

    def _step(self, run, step=None, commit=None, *_, **__):
        """The step of what is logged now. A call without one, or one with `commit`, ends the step."""
        run_id = run._settings.run_id
        if run_id not in self._counted:
            return step if step is not None else getattr(run, "_local_step", getattr(run, "_step", None))
        at = step if step is not None else self._counted[run_id]
        self._counted[run_id] = at + 1 if commit or (commit is None and step is None) else at
        return at


def _flat(data, prefix: str = ""):
    """Pairs of key and value; those of mappings inside as `outer.inner`, as W&B names them."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, "%s%s." % (prefix, key))
        else:
            yield prefix + str(key), value
