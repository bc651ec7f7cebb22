"""Scores that the user's own code computes, such as `accuracy_score(y_test, predicted)`: a series for each place."""

import dis
from types import FunctionType

from .. import values
from ..patching import Unsupported, around
from . import fitting, plots

_ENDINGS = ("_score", "_error", "_loss", "_deviance", "_corrcoef")
_NAMES = ("auc",)
MAX_PLACES = 1_000

# By place in the code, and how many places there are by name.
_keys = {}
_counts = {}


def install(module, session):
    """Of the modules of `sklearn.metrics`: wraps what gives one number. Calls by libraries are not reported."""
    if not session.is_on("scores"):
        return
    names = [name for name, found in vars(module).items() if _is_score(name, found, module)]
    if not names:
        raise Unsupported("%s has no scores" % module.__name__)
    for name in names:
        around(module, name, session, "sklearn", _watch(name, session))
    plots.install(module, session)


def _watch(name: str, session):
    def score(*args, **kwargs):
        frame = session.caller()
        if not fitting.is_asked_by_user(session):
            return
        result = yield
        report_score(session, "sklearn", name, frame, result)

    return score


def report_score(session, source: str, function: str, frame, score):
    """Sends a score that a function has computed for the user's code, if it is one number; see :func:`series_key`."""
    number = values.number(score)
    key = None if number is None else series_key(function, frame)
    if key is not None:
        session.metric(source, key, number)


def series_key(function: str, frame) -> "str | None":
    """Names a series by the function and the variable that its result is assigned to: `accuracy_score.test_accuracy`.

    `frame` is at the instruction that calls the function. Places in the code are kept apart: a second one of the same
    name has `.2` behind it. A loop is one place, and makes a series of several points. None beyond MAX_PLACES places.
    """
    code = frame.f_code
    # Not the code object: a notebook's cell that runs again is another one.
    place = (function, code.co_filename, code.co_name, code.co_firstlineno, frame.f_lasti)
    known = _keys.get(place)
    if known is not None or len(_keys) >= MAX_PLACES:
        return known
    variable = _assigned_to(code, frame.f_lasti)
    said = variable is None or function.endswith(variable)
    name = function if said else "%s.%s" % (function, variable)
    count = _counts[name] = _counts.get(name, 0) + 1
    key = _keys[place] = fitting.numbered(name, count)
    return key


def _assigned_to(code, call: int) -> "str | None":
    """The variable that the result of a call is assigned to, if nothing else is done with it; `call`: its offset."""
    for instruction in dis.get_instructions(code):
        if instruction.offset > call:
            stored = instruction.argval
            if not instruction.opname.startswith("STORE_") or instruction.opname == "STORE_SUBSCR":
                return None
            return stored[0] if isinstance(stored, tuple) else stored
    return None


def _is_score(name: str, found, module) -> bool:
    public = isinstance(found, FunctionType) and found.__module__ == module.__name__ and not name.startswith("_")
    return public and (name.endswith(_ENDINGS) or name in _NAMES)
