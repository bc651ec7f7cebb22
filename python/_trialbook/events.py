"""Formats events as `src/protocol/trainingEvents.ts` specifies; `test/fixtures/events.jsonl` holds both to it.

Functions here return an event's fields as JSON text without braces; :func:`line` adds what the writer knows.
"""

try:
    from _json import encode_basestring_ascii as _quote
except ImportError:  # an interpreter without the C accelerator
    from json.encoder import py_encode_basestring_ascii as _quote

PROTOCOL_VERSION = 1
MAX_KEY_LENGTH = 250
MAX_TEXT_LENGTH = 16 * 1024
TRUNCATION_MARK = "…"

_MAX_ARGV = 1000
# Escapes take up to six bytes a character: with this, no hello can pass the protocol's limit of 1 MiB a line.
_MAX_ARGV_LENGTH = 100_000
_MAX_SAFE_INTEGER = 2**53


def line(q: int, t: int, fields: str) -> bytes:
    """A whole line of an event file; `q` counts lines, `t` is the wall time in microseconds."""
    return b'{"q":%d,"t":%d,%s}\n' % (q, t, fields.encode("ascii"))


def hello(facts: dict) -> str:
    """The first event of a file. `facts`: its fields by the protocol's names; those that are None are left out."""
    parts = ['"e":"hello","v":%d,"role":"tracker"' % PROTOCOL_VERSION]
    for name, value in facts.items():
        if isinstance(value, list):
            parts.append('"%s":[%s]' % (name, ",".join(_quote(text) for text in _capped(value))))
        elif value is not None:
            parts.append('"%s":%s' % (name, scalar(value)))
    return ",".join(parts)


def param(key: str, value: "str | int | float | bool | None", source: str) -> str:
    return '"e":"p","k":%s,"v":%s,"src":%s' % (_quote(cut(key, MAX_KEY_LENGTH)), scalar(value), _quote(source))


def opened_for_reading(path: str, size: int, mtime: float) -> str:
    """`mtime` in milliseconds since 1970."""
    return '"e":"open","path":%s,"mode":"r","size":%d,"mtime":%s' % (_text(path), size, scalar(mtime))


def opened_for_writing(path: str) -> str:
    return '"e":"open","path":%s,"mode":"w"' % _text(path)


def warn(code: str, message: str) -> str:
    return '"e":"warn","code":%s,"message":%s' % (_quote(code), _text(message))


def bye() -> str:
    return '"e":"bye"'


def scalar(value: "str | int | float | bool | None") -> str:
    """One JSON value. What JSON or JavaScript cannot hold exactly becomes a string."""
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, float):
        return _number(value)
    return _text(value)


def cut(text: str, limit: int) -> str:
    """Shortens a text to `limit` UTF-16 units, by which JavaScript counts, the mark included."""
    if len(text) * 2 <= limit:
        return text
    units = text[: limit + 1].encode("utf-16-le", "surrogatepass")
    if len(units) <= limit * 2:
        return text
    return units[: (limit - 1) * 2].decode("utf-16-le", "surrogatepass") + TRUNCATION_MARK


def _text(text: str) -> str:
    return _quote(cut(text, MAX_TEXT_LENGTH))


def _integer(value: int) -> str:
    # Of a subclass the plain digits: an IntEnum prints its name otherwise.
    if -_MAX_SAFE_INTEGER <= value <= _MAX_SAFE_INTEGER:
        return int.__repr__(value)
    if value.bit_length() > 8192:  # Python refuses to print integers beyond some thousand digits
        return '"an integer of %d bits"' % value.bit_length()
    return '"%s"' % int.__repr__(value)


def _number(value: float) -> str:
    if value != value:
        return '"NaN"'
    if value in (float("inf"), float("-inf")):
        return '"Infinity"' if value > 0 else '"-Infinity"'
    return float.__repr__(value)


def _capped(texts: list) -> list:
    kept = []
    left = _MAX_ARGV_LENGTH
    for text in texts[:_MAX_ARGV]:
        short = cut(text, min(MAX_TEXT_LENGTH, left))
        kept.append(short)
        left -= len(short)
        if left <= 1:
            break
    return kept
