"""scikit-learn's estimators, and those of other libraries that are built on its base class: params, time, scores."""

import sys
import time
from itertools import islice
from types import FunctionType

from .. import places
from ..patching import Unsupported, around, wrap
from . import fitting
from .scores import report_score

_FITS = ("fit", "fit_transform", "fit_predict")
# What fits one model behind other steps: the series of that model are the whole's.
_SINGLE = ("Pipeline", "TransformedTargetRegressor")
MAX_PARAMS = 500


def install(base, session):
    """Of `sklearn.base`: wraps `fit` and `score` in each library class that is made from `BaseEstimator`.

    Classes of the user's own are left alone: joblib and others pickle them with all their functions to send them to
    other processes. What such a class inherits, or calls in turn, is seen.
    """
    estimator_class = getattr(base, "BaseEstimator", None)
    if not isinstance(estimator_class, type):
        raise Unsupported("sklearn.base has no class BaseEstimator")
    watcher = _EstimatorWatcher(session)
    for mixin in [found for found in vars(base).values() if isinstance(found, type)]:
        watcher.instrument(mixin)
    pending = [estimator_class]  # has subclasses only when sklearn was imported before us
    while pending:
        for known in pending.pop().__subclasses__():
            watcher.instrument(known)
            pending.append(known)
    _watch_new_classes(estimator_class, watcher.instrument)


def install_parallel(parallel, session):
    """Of `sklearn.utils.parallel`: what runs in the threads and processes of joblib is part of an outer fit."""

    def call(*args, **kwargs):
        with fitting.Fit(many=True):
            yield

    around(parallel._FuncWrapper, "__call__", session, "sklearn", call)


def install_validation(validation, session):
    """Of `sklearn.model_selection._validation`: cross-validation is one fit with one result."""

    def watch(report):
        def cross_validation(estimator, *args, **kwargs):
            is_asked = fitting.is_asked_by_user(session)
            with fitting.Fit(many=True):
                result = yield
            if is_asked:
                report_params(session, estimator)
            if is_asked and session.is_on("scores"):
                report(result)

        return cross_validation

    def report_scores(scores):
        _report_folds(session, "cross_val_score", scores)

    def report_table(table):
        for kind in [kind for kind in table if kind.startswith(("test_", "train_"))]:
            _report_folds(session, "cross_validate." + kind, table[kind])

    around(validation, "cross_val_score", session, "sklearn", watch(report_scores))
    around(validation, "cross_validate", session, "sklearn", watch(report_table))


def report_params(session, estimator):
    """The params of an estimator and of those inside it, each with its class in front."""
    for source, key, value in islice(_params_of(estimator, {}), MAX_PARAMS):
        session.param(source, key, value)


def source_of(estimator) -> str:
    """The library that an estimator's class came with."""
    for cls in type(estimator).__mro__:
        if _is_of_library(cls):
            return cls.__module__.partition(".")[0]
    return "sklearn"


def watch_fit(session, counts=fitting.is_asked_by_user):
    """A watcher for functions that fit an estimator, which is their first argument. `counts`: whether a call does."""

    def fit(estimator, *args, **kwargs):
        is_asked = counts(session)
        if is_asked:
            session.guard(source_of(estimator), report_params, session, estimator)
        started = time.perf_counter()
        with fitting.Fit(many=_makes_many(estimator)):
            yield
        if is_asked:
            seconds = time.perf_counter() - started
            session.metric(source_of(estimator), "%s.fit_seconds" % type(estimator).__name__, seconds)
            _report_search(session, estimator)

    return fit


def _makes_many(estimator) -> bool:
    return source_of(estimator) == "sklearn" and not any(cls.__name__ in _SINGLE for cls in type(estimator).__mro__)


def watch_score(session):
    """A watcher for methods that score an estimator, which is their first argument."""

    def score(estimator, *args, **kwargs):
        frame = session.caller()
        if not fitting.is_asked_by_user(session):
            return
        result = yield
        report_score(session, source_of(estimator), "%s.score" % type(estimator).__name__, frame, result)

    return score


class _EstimatorWatcher:
    def __init__(self, session):
        self._session = session
        self._fit = watch_fit(session)
        self._score = watch_score(session)

    def instrument(self, cls):
        """Wraps the functions that a class itself defines."""
        if not _is_of_library(cls):
            return
        for name in _FITS:
            self._wrap(cls, name, self._fit)
        if self._session.is_on("scores"):
            self._wrap(cls, "score", self._score)

    def _wrap(self, cls, name: str, watch):
        found = vars(cls).get(name)
        if isinstance(found, FunctionType):
            around(cls, name, self._session, "sklearn", watch)
        elif isinstance(getattr(found, "fn", None), FunctionType):  # of `available_if`
            around(found, "fn", self._session, "sklearn", watch)


def _watch_new_classes(estimator_class, instrument):
    def make(original):
        def __init_subclass__(cls, **kwargs):
            original(cls, **kwargs)
            instrument(cls)

        return __init_subclass__

    if "__init_subclass__" not in vars(estimator_class):

        def inherited(cls, **kwargs):
            super(estimator_class, cls).__init_subclass__(**kwargs)

        estimator_class.__init_subclass__ = classmethod(inherited)
    wrap(estimator_class, "__init_subclass__", make)


def _is_of_library(cls) -> bool:
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    return file is not None and places.is_library(file) and "<locals>" not in cls.__qualname__


def _params_of(estimator, seen: dict):
    """Source, key and value of each. A second estimator of the same class has `.2` behind the class."""
    name = type(estimator).__name__
    seen[name] = seen.get(name, 0) + 1
    prefix = fitting.numbered(name, seen[name])
    for key, value in estimator.get_params(deep=False).items():
        yield source_of(estimator), "%s.%s" % (prefix, key), value
        for inner in _estimators_in(value):
            yield from _params_of(inner, seen)


def _estimators_in(value) -> list:
    """Of a param: itself, or the estimators in a list of steps such as `("scale", StandardScaler())`."""
    candidates = [value]
    if isinstance(value, (list, tuple)):
        candidates = [part for step in value for part in (step if isinstance(step, tuple) else (step,))]
    return [found for found in candidates if hasattr(found, "get_params") and not isinstance(found, type)]


def _report_search(session, estimator):
    """What a search over params found."""
    best = getattr(estimator, "best_params_", None)
    if not isinstance(best, dict):
        return
    name = type(estimator).__name__
    for key, value in best.items():
        session.param(source_of(estimator), "%s.best_params_.%s" % (name, key), value)
    session.metric(source_of(estimator), "%s.best_score_" % name, getattr(estimator, "best_score_", None))
    if getattr(estimator, "best_estimator_", None) is not None:
        report_params(session, estimator.best_estimator_)


def _report_folds(session, key: str, array):
    scores = array.tolist()  # of its own, NumPy would warn of infinite values
    mean = sum(scores) / len(scores)
    deviation = (sum((score - mean) ** 2 for score in scores) / len(scores)) ** 0.5
    session.metric("sklearn", key + ".mean", mean)
    session.metric("sklearn", key + ".std", deviation)
