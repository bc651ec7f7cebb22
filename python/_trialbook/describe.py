"""Turns any Python value into what a param can hold, without running code of the value's own class."""

import os

from . import redaction
from .values import is_a

_MAX_ITEMS = 100
_MAX_DEPTH = 4
_BRACKETS = {list: "[]", tuple: "()", set: "{}", frozenset: "{}"}
_NAMED = (type, type(lambda: None), type(len), type({}.get))
# Classes of the standard library whose text tells all. They are looked up by name: whoever has an instance has imported
# them, and importing them here would cost every training milliseconds.
_WITH_PLAIN_TEXT = {
    "datetime": ("date", "time", "datetime", "timedelta"),
    "decimal": ("Decimal",),
    "fractions": ("Fraction",),
    "uuid": ("UUID",),
}


def param_value(key: str, value) -> "str | int | float | bool | None":
    """Numbers, booleans, None and texts as they are, everything else as text much like its `repr`; no secrets."""
    if is_a(value, "numpy", "generic"):
        value = value.item()
    if value is None or isinstance(value, bool):
        return value
    if redaction.is_secret_name(key):
        return redaction.REDACTED
    if is_a(value, "enum", "Enum"):
        return _describe(value, 0)
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, str):
        return redaction.redact_text(str.__str__(value))
    if is_a(value, "pathlib", "PurePath"):
        return os.fspath(value)
    return _describe(value, 0)


def _describe(value, depth: int) -> str:
    if is_a(value, "numpy", "generic"):
        value = value.item()
    if is_a(value, "numpy", "ndarray") and value.size <= _MAX_ITEMS:
        value = value.tolist()
    kind = type(value)
    if is_a(value, "enum", "Enum"):
        return "%s.%s" % (kind.__name__, value._name_)
    if value is None or kind in (bool, int, float, complex, bytes, range):
        return repr(value)
    if kind is str:
        return repr(redaction.redact_text(value))
    if is_a(value, "pathlib", "PurePath"):
        return repr(os.fspath(value))
    if kind.__name__ in _WITH_PLAIN_TEXT.get(kind.__module__, ()):
        return str(value)
    if isinstance(value, _NAMED):  # functions and classes, such as `set_defaults(func=train)`
        return value.__qualname__
    if kind.__module__ == "_io" and isinstance(getattr(value, "name", None), str):  # `argparse.FileType`
        return value.name
    if depth < _MAX_DEPTH and kind in _BRACKETS:
        return _sequence(value, kind, depth)
    if depth < _MAX_DEPTH and kind is dict:
        return _mapping(value, depth)
    return "<%s>" % kind.__name__


def _sequence(value, kind, depth: int) -> str:
    texts = [_describe(item, depth + 1) for item in list(value)[:_MAX_ITEMS]]
    if kind in (set, frozenset):
        texts.sort()  # a set's own order changes from process to process
    if len(value) > _MAX_ITEMS:
        texts.append("…")
    opening, closing = _BRACKETS[kind]
    trailing = "," if kind is tuple and len(value) == 1 else ""
    return opening + ", ".join(texts) + trailing + closing


def _mapping(value: dict, depth: int) -> str:
    texts = []
    for key, item in list(value.items())[:_MAX_ITEMS]:
        hidden = type(key) is str and redaction.is_secret_name(key)
        text = redaction.REDACTED if hidden else _describe(item, depth + 1)
        texts.append("%s: %s" % (_describe(key, depth + 1), text))
    if len(value) > _MAX_ITEMS:
        texts.append("…")
    return "{" + ", ".join(texts) + "}"
