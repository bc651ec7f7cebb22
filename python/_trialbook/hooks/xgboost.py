"""xgboost: params, the evaluation of each round, saved models and data that it reads itself."""

import inspect

from ..patching import after, around
from . import fitting


def install_training(training, session):
    """Of `xgboost.training`: the params of `train` and `cv`, unless an estimator around it has them."""
    for name in ("train", "cv"):
        around(training, name, session, "xgboost", _watch(inspect.signature(getattr(training, name)), session))


def _watch(signature, session):
    def training(*args, **kwargs):
        session.guard("xgboost", fitting.report_call, session, "xgboost", signature, args, kwargs)
        with fitting.Fit():
            yield

    return training


def install_callback(callback, session):
    """Of `xgboost.callback`: reads the history that each round is added to, before any callback sees it."""

    def added(_, container, score, epoch):
        fit = fitting.innermost()
        if fit is None or fit.many:
            return
        for data, metrics in container.history.items():
            for metric, values in metrics.items():
                _report(fit, session, "%s-%s" % (data, metric), values[-1], epoch)

    after(callback.CallbackContainer, "_update_history", session, "xgboost", added)


def _report(fit, session, key: str, value, epoch: int):
    named = [(key, value)]
    if isinstance(value, tuple):  # of `cv`
        named = [(key + "-mean", value[0]), (key + "-std", value[1])]
    for name, number in named:
        series = fit.series(session, "xgboost", name)
        if series is not None:
            session.metric("xgboost", series, number, epoch)


def install_core(core, session):
    """Of `xgboost.core`: models are written and data files read beneath Python."""

    def saved(_, booster, fname):
        session.writes("xgboost", fname, "model")

    def reads(_, matrix, data, *args, **kwargs):
        if isinstance(data, str):
            session.reads("xgboost", data.partition("?")[0].partition("#")[0])
        else:
            session.reads("xgboost", data)

    after(core.Booster, "save_model", session, "xgboost", saved)
    after(core.DMatrix, "__init__", session, "xgboost", reads)
