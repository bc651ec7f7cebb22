"""catboost: params, the metrics of each iteration, saved models and data that it reads itself."""

import inspect

from ..patching import after, around
from . import estimators, fitting


def install(core, session):
    """Of `catboost.core`. Metrics are read when a fit has ended: with a callback of ours a GPU refuses to train."""
    around(core.CatBoost, "_fit", session, "catboost", estimators.watch_fit(session, fitting.is_outermost))
    around(core._CatBoostBase, "_train", session, "catboost", _watch_train(session))
    around(core, "cv", session, "catboost", _watch_cv(inspect.signature(core.cv), session))
    for cls in (core.CatBoostClassifier, core.CatBoostRegressor) if session.is_on("scores") else ():
        around(cls, "score", session, "catboost", estimators.watch_score(session))

    def saved(_, model, fname, *args, **kwargs):
        session.writes("catboost", fname, "model")

    def reads(_, pool, data, *args, **kwargs):
        # A scheme such as `quantized://` says how to read a file of this machine.
        session.reads("catboost", data.rpartition("://")[2] if isinstance(data, str) else data)

    after(core.CatBoost, "save_model", session, "catboost", saved)
    after(core.Pool, "__init__", session, "catboost", reads)


def _watch_train(session):
    def train(model, train_pool, test_pool, params, *args, **kwargs):
        yield
        fit = fitting.innermost()
        if fit is None:
            return
        results = model.get_evals_result()
        # Between the metrics of two periods lie iterations without; the last one always has them. What decides when to
        # stop is computed in every iteration all the same, and has more values than others.
        period = max(1, int(params.get("metric_period") or 1))
        last = int(params.get("iterations") or 1000) - 1
        sparse = min((len(values) for values in results.get("learn", {}).values()), default=None)
        for data, metrics in results.items():
            for metric, values in metrics.items():
                gap = 1 if sparse is not None and len(values) > sparse else period
                steps = [min(index * gap, last) for index in range(len(values))]
                _send(session, fit, "%s-%s" % (data, metric), values, steps)

    return train


def _watch_cv(signature, session):
    def cv(*args, **kwargs):
        session.guard("catboost", fitting.report_call, session, "catboost", signature, args, kwargs)
        with fitting.Fit() as fit:
            result = yield
        table = result[0] if isinstance(result, tuple) else result  # with `return_models`
        iterations = list(table["iterations"])
        for key in table:
            if key != "iterations":
                _send(session, fit, key, list(table[key]), iterations)

    return cv


def _send(session, fit, key: str, values: list, steps: list):
    series = fit.series(session, "catboost", key)
    for value, step in zip(values, steps) if series is not None else ():
        session.metric("catboost", series, value, step)
