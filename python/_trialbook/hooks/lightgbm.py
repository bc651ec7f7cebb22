"""lightgbm: params, the evaluation of each round, saved models and data that it reads itself."""

import inspect

from ..patching import after, around
from . import fitting


def install_engine(engine, session):
    """Of `lightgbm.engine`: `train` and `cv` get one more callback, the one way to see each round's evaluation."""
    for name in ("train", "cv"):
        around(engine, name, session, "lightgbm", _watch(inspect.signature(getattr(engine, name)), session))


def _watch(signature, session):
    def training(*args, **kwargs):
        session.guard("lightgbm", fitting.report_call, session, "lightgbm", signature, args, kwargs)
        given = signature.bind(*args, **kwargs)
        with fitting.Fit() as fit:
            # In front: lightgbm counts the order of the user's callbacks from the end.
            given.arguments["callbacks"] = [_Evaluations(session, fit), *(given.arguments.get("callbacks") or ())]
            yield given.args, given.kwargs

    return training


class _Evaluations:
    """A callback of lightgbm; it is called before those that log, record and stop."""

    order = float("-inf")
    before_iteration = False

    def __init__(self, session, fit):
        self._session = session
        self._fit = fit

    def __call__(self, env):
        self._session.guard("lightgbm", self._report, env)

    def _report(self, env):
        for data, metric, value, _, *deviation in env.evaluation_result_list or ():
            # `cv` names its sets within the metric, as in `valid l2`, up to version 4.6.
            name = metric.replace(" ", "-") if data == "cv_agg" else "%s-%s" % (data, metric)
            if deviation and deviation[0] is not None:
                self._send(name + "-mean", value, env.iteration)
                self._send(name + "-stdv", deviation[0], env.iteration)
            else:
                self._send(name, value, env.iteration)

    def _send(self, name: str, value, iteration: int):
        series = self._fit.series(self._session, "lightgbm", name)
        if series is not None:
            self._session.metric("lightgbm", series, value, iteration)


def install_basic(basic, session):
    """Of `lightgbm.basic`: models are written and data files read beneath Python."""

    def saved(_, booster, filename, *args, **kwargs):
        session.writes("lightgbm", filename, "model")

    def reads(_, dataset, data, *args, **kwargs):
        session.reads("lightgbm", data)

    after(basic.Booster, "save_model", session, "lightgbm", saved)
    after(basic.Dataset, "__init__", session, "lightgbm", reads)
