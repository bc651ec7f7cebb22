"""What a script can be called with: options as `src/protocol/scriptOptions.ts` has them, made of any parser's."""

import os

from . import describe, redaction

MAX_CHOICES = 100
_MAX_HELP = 500
_MAX_TEXT = 500


def option(key: str, flags, kind: str, off_flags=(), secret: bool = False, **details) -> dict:
    """One option, by the protocol's names. `details`: choices, count, default, help, and marks such as `required`.

    Of a secret, by its name or because the parser hides what is typed, neither default nor choices are told.
    """
    told = {"key": key, "flags": _long_first(flags), "type": kind}
    if off_flags:
        told["offFlags"] = _long_first(off_flags)
    if secret or redaction.is_secret_name(key):
        told["secret"] = True
    elif details.get("choices"):
        told["choices"] = details["choices"][:MAX_CHOICES]
    if "default" in details and "secret" not in told:
        told["default"] = details["default"]
    if details.get("help"):
        told["help"] = redaction.redact_text(_one_line(details["help"]))
    if details.get("count"):
        told["count"] = details["count"]
    for name in ("required", "multiple", "repeats", "subcommand"):
        if details.get(name):
            told[name] = True
    return told


def kind_of(converter) -> str:
    """The type of an option by the function or class that makes a value of its word."""
    if converter is int or converter is float:
        return converter.__name__
    is_path = isinstance(converter, type) and issubclass(converter, os.PathLike)
    return "path" if is_path else "text"


def default_of(value) -> dict:
    """`{"default": …}` as a form shows it; nothing for what no command line could say.

    Several values become one text, their words with spaces between.
    """
    if isinstance(value, (list, tuple)):
        words = [_plain(item) for item in value[:MAX_CHOICES]]
        return {} if None in words else {"default": " ".join(str(word) for word in words)}
    plain = _plain(value)
    return {} if plain is None else {"default": plain}


def choices_of(values) -> list:
    """Values that may be chosen, as words of a command line; none when one of them is no such."""
    if isinstance(values, range) and len(values) > MAX_CHOICES:
        return []
    choices = [_plain(value) for value in values]
    return [] if None in choices else choices


def _plain(value):
    """Texts, numbers and booleans as they are, paths and choices of an enumeration as their text; None for all else."""
    if describe.is_a(value, "enum", "Enum"):
        value = value._value_
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if type(value) in (str, int, float, bool):
        return redaction.redact_text(value[:_MAX_TEXT]) if type(value) is str else value
    return None


def _long_first(flags) -> list:
    return sorted(flags, key=lambda flag: not flag.startswith("--"))


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_HELP else line[: _MAX_HELP - 1] + "…"
