"""Confusion matrices and curves that the user's own code computes with scikit-learn, or has it draw."""

import sys

from .. import plots
from ..patching import Unsupported, around, require
from . import fitting, scores

_SOURCE = "sklearn"


def install(module, session):
    """Of the modules of `sklearn.metrics`: wraps what computes a matrix or a curve, where it is defined."""
    for name, (kind, data_of) in _FUNCTIONS.items():
        found = vars(module).get(name)
        if getattr(found, "__module__", None) == module.__name__:
            around(module, name, session, _SOURCE, _watch(name, kind, data_of, session))


def install_displays(module, session):
    """Of the modules of `sklearn.metrics._plot`: wraps what draws one."""
    if not session.is_on("scores"):
        return
    for name, (kind, data_of) in _DISPLAYS.items():
        display = vars(module).get(name)
        if display is None:
            continue
        require(display, "from_estimator", "from_predictions")
        for function in ("from_estimator", "from_predictions"):
            around(display, function, session, _SOURCE, _watch(name, kind, data_of, session))
        return
    raise Unsupported("%s has no display" % module.__name__)


def _watch(name: str, kind: str, data_of, session):
    def plot(*args, **kwargs):
        frame = session.caller()
        if not fitting.is_asked_by_user(session):
            return
        result = yield
        key = scores.series_key(name, frame)
        if key is not None:
            session.run.plot(_SOURCE, kind, key, lambda: data_of(result, *args, **kwargs))

    return plot


def _matrix(matrix, y_true, y_pred, *, labels=None, normalize=None, **_):
    if normalize is not None:  # shares, of which nobody can tell how many examples they are
        return plots.confusion_of(y_true, y_pred, labels)
    return plots.confusion(matrix, _labels(y_true, y_pred, len(matrix)) if labels is None else labels)


def _labels(y_true, y_pred, size: int):
    """The classes in scikit-learn's order; None, for their numbers, when they are not those of the matrix."""
    numpy = sys.modules["numpy"]
    found = numpy.unique(numpy.concatenate([numpy.asarray(given).ravel() for given in (y_true, y_pred)]))
    return found if len(found) == size else None


def _roc(result, *_, **__):
    return plots.roc(*result)


def _precision_recall(result, *_, **__):
    precision, recall, thresholds = result
    return plots.precision_recall(recall, precision, thresholds)


def _drawn_matrix(display, *_, **__):
    return plots.confusion(display.confusion_matrix, display.display_labels)


def _drawn_roc(display, *_, **__):
    return plots.roc(display.fpr, display.tpr)


def _drawn_precision_recall(display, *_, **__):
    return plots.precision_recall(display.recall, display.precision)


# By function: the kind of plot, and what makes its data of the result and the arguments.
_FUNCTIONS = {
    "confusion_matrix": ("confusion", _matrix),
    "roc_curve": ("roc", _roc),
    "precision_recall_curve": ("pr", _precision_recall),
}
_DISPLAYS = {
    "ConfusionMatrixDisplay": ("confusion", _drawn_matrix),
    "RocCurveDisplay": ("roc", _drawn_roc),
    "PrecisionRecallDisplay": ("pr", _drawn_precision_recall),
}
