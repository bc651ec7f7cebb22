"""optuna: each trial of a study is a run inside the script's."""

from itertools import count
from weakref import WeakKeyDictionary

from .. import values
from ..patching import around
from .fitting import numbered

# The trials that were asked for and not told yet, by their study's storage, the study and their number.
_open = {}
# The studies of this process are numbered in the order in which they began.
_numbers = WeakKeyDictionary()
_next_number = count(1)


class _Trial:
    """A trial as a run. It keeps its study, whose storage's id would soon be another's."""

    def __init__(self, study, run):
        self.study = study
        self.run = run
        self.steps = []


def install_study(module, session):
    """Of `optuna.study.study`: a trial begins when it is asked for, by `Study.optimize` and by the user alike."""

    def ask(study, *args, **kwargs):
        trial = yield
        siblings = [known.run for key, known in list(_open.items()) if key[:2] == _key(study, trial)[:2]]
        if session.run in siblings:
            session.work_for(session.run.parent)
        session.guard("optuna", _describe, session, study)
        begun = _Trial(study, session.begin_child("trial %d" % trial.number))
        _open[_key(study, trial)] = begun
        for name, value in trial.params.items():  # those that were asked for with it
            begun.run.param("optuna", name, value)
        # What this thread does now is the trial's, unless the user has several at a time.
        session.work_for(begun.run if _is_optimizing(study) or not siblings else begun.run.parent)

    around(module.Study, "ask", session, "optuna", ask)


def install_trial(module, session):
    """Of `optuna.trial._trial`: the params that a trial was given, and the values that it reports on its way."""

    def suggest(trial, name, *args, **kwargs):
        value = yield
        known = _open.get(_key(trial.study, trial))
        if known is not None:
            known.run.param("optuna", name, value)

    def report(trial, value, step):
        yield
        known = _open.get(_key(trial.study, trial))
        number = values.number(value)
        if known is not None and number is not None and int(step) not in known.steps:  # optuna keeps the first
            known.steps.append(int(step))
            known.run.metric("optuna", "intermediate_value", number, int(step))

    around(module.Trial, "_suggest", session, "optuna", suggest)
    around(module.Trial, "report", session, "optuna", report)


def install_tell(module, session):
    """Of `optuna.study._tell`: a trial ends when it is told."""

    def tell(study, trial, *args, **kwargs):
        key = _key(study, trial)
        try:
            result = yield
        except GeneratorExit:
            if _is_optimizing(study):  # who tells by hand may tell again
                _end(session, key, "failed")
            raise
        state, numbers = result[:2] if isinstance(result, tuple) else (result.state, result.values)
        known = _open.get(key)
        if known is None:
            return
        if state.name == "COMPLETE":
            _report_values(session, study, known.run, key[-1], numbers)
            _end(session, key, "finished")
        elif state.name == "PRUNED":
            _end(session, key, "cancelled", "pruned at step %d" % known.steps[-1] if known.steps else "pruned")
        elif not _is_optimizing(study):
            _end(session, key, "failed")
        # Else `_log_failed_trial` comes next, which knows why.

    around(module, "_tell_with_warning", session, "optuna", tell)


def install_optimize(module, session):
    """Of `optuna.study._optimize`: why a trial failed."""

    def log_failed_trial(trial, *args, exc_info=None, **kwargs):
        yield
        key = next((key for key, known in list(_open.items()) if known.run is session.run), None)
        error = exc_info[1] if isinstance(exc_info, tuple) else None
        told = [text for text in args if isinstance(text, str)]
        message = "%s: %s" % (type(error).__name__, error) if error is not None else next(iter(told), None)
        _end(session, key, "failed", message)

    around(module, "_log_failed_trial", session, "optuna", log_failed_trial)


def _describe(session, study):
    if study not in _numbers:
        _numbers[study] = next(_next_number)
        session.tag(numbered("study", _numbers[study]), study.study_name)


def _report_values(session, study, run, number: int, numbers: list):
    if len(numbers) == 1:
        run.metric("optuna", "value", numbers[0], None)
        run.parent.metric("optuna", numbered("best_value", _numbers.get(study, 1)), study.best_value, number)
        return
    names = getattr(study, "metric_names", None) or range(len(numbers))
    for name, value in zip(names, numbers):
        run.metric("optuna", "values_%s" % name, value, None)


def _end(session, key, status: str, message: "str | None" = None):
    known = _open.pop(key, None)
    if known is not None:
        session.end_child(known.run, status, message)


def _key(study, trial):
    """`trial` may be its number."""
    return id(study._storage), study._study_id, trial if isinstance(trial, int) else trial.number


def _is_optimizing(study) -> bool:
    return getattr(study._thread_local, "in_optimize_loop", False)
