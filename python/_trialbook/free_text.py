"""Keeps secrets out of texts that hold anything: an exception's message, the source of a notebook's cell.

Seldom needed, so that the start of a training is spared the import of `re`.
"""

import os
import re

from .redaction import REDACTED, TOKEN_PREFIXES, is_secret_name

_TOKEN = re.compile(r"\b(?:%s)[\w-]{12,}" % "|".join(re.escape(prefix) for prefix in TOKEN_PREFIXES))
_CREDENTIALS = re.compile(r"(?<=://)[^\s/@'\"]+@")
# What may be a secret's name; `is_secret_name` has the last word.
_NAME = r"(?P<name>[\w-]*(?:pass|pwd|secret|token|key|credential)[\w-]*)"
# `password = "x"`, `token: str = "x"`, `"secret": "x"`, `os.environ["KEY"] = "x"`; and `--token x`.
_PARTING = r"""(?P<parting>['"]?\]?\s*(?::\s*[\w.\[\]]+\s*)?=\s*|['"]?\s*:\s*)"""
_VALUE = r"""(?P<value>[bru]*'[^'\n]*'|[bru]*"[^"\n]*"|[^\s,;&)}\]'"]+)"""
_ASSIGNED = re.compile(_NAME + _PARTING + _VALUE, re.IGNORECASE)
_OPTION = re.compile(r"(?<![\w-])(?=-)" + _NAME + r"(?P<parting>\s+)" + _VALUE, re.IGNORECASE)
_SHORTEST_VALUE = 8


def redact(text: str) -> str:
    """The text without tokens, credentials in addresses, values of secret names, and secrets of the environment."""
    for name, value in os.environ.items():
        if len(value) >= _SHORTEST_VALUE and is_secret_name(name):
            text = text.replace(value, REDACTED)
    text = _CREDENTIALS.sub(REDACTED + "@", _TOKEN.sub(REDACTED, text))
    return _OPTION.sub(_without_value, _ASSIGNED.sub(_without_value, text))


def _without_value(found) -> str:
    return found["name"] + found["parting"] + REDACTED if is_secret_name(found["name"]) else found[0]
