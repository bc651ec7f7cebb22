"""Formats events as `src/protocol/trainingEvents.ts` specifies; `test/fixtures/events.jsonl` holds both to it.

Functions here return an event's fields as JSON text without braces; :func:`line` adds what the writer knows.
"""

try:
    from _json import encode_basestring_ascii as _quote
except ImportError:  # an interpreter without the C accelerator
    from json.encoder import py_encode_basestring_ascii as _quote

from . import redaction

PROTOCOL_VERSION = 1
MAX_KEY_LENGTH = 250
MAX_TEXT_LENGTH = 16 * 1024
TRUNCATION_MARK = "…"

_MAX_ARGV = 1000
# Escapes take up to six bytes a character: with this, no hello can pass the protocol's limit of 1 MiB a line.
_MAX_ARGV_LENGTH = 100_000
_MAX_SAFE_INTEGER = 2**53
# Of all options of a script together, so that no line passes that limit either.
_MAX_OPTIONS = 200
_MAX_OPTIONS_LENGTH = 900_000


def line(q: int, t: int, fields: str) -> bytes:
    """A whole line of an event file; `q` counts lines, `t` is the wall time in microseconds."""
    return f'{{"q":{q},"t":{t},{fields}}}\n'.encode("ascii")


def hello(facts: dict, role: str = "tracker") -> str:
    """The first event of a file. `facts`: its fields by the protocol's names; those that are None are left out."""
    return '"e":"hello","v":%d,"role":"%s",%s' % (PROTOCOL_VERSION, role, _fields(facts))


def run(run_id: str, name: str, experiment: str, command: list, parent: "str | None" = None, **details) -> str:
    """What is run, of a run that no recorder started. `details`: its `cwd` and `script`."""
    facts = {"id": run_id, "name": name, "experiment": experiment, "command": command, "parent": parent, **details}
    return '"e":"run",' + _fields(facts)


def status(status: str, pid: "int | None" = None, message: "str | None" = None, **how) -> str:
    """`how`: of a final status, its `code` or `signal`, and `failure`."""
    return '"e":"st",' + _fields({"status": status, "pid": pid, "message": message, **how})


def interpreter(exe: str, version: str, paths: list) -> str:
    return '"e":"py",' + _fields({"exe": exe, "version": version, "paths": paths})


def child(run_id: str) -> str:
    return '"e":"child","id":%s' % _quote(run_id)


def exception(kind: str, message: str, frames: list) -> str:
    """`frames`: file relative to the workspace folder, line and function, the outermost call first."""
    shown = ['{"file":%s,"line":%d,"name":%s}' % (_text(file), line, _text(name)) for file, line, name in frames]
    return '"e":"exc","type":%s,"message":%s,"frames":[%s]' % (_text(kind), _text(message), ",".join(shown))


def cell(n: int, source: str, duration: "float | None" = None, error: "str | None" = None) -> str:
    return '"e":"cell",' + _fields({"n": n, "source": source, "duration": duration, "error": error})


def metric(key: str, value: "int | float", step: "int | float | None", source: str) -> str:
    return point(series(key), value, step, source)


def series(key: str) -> str:
    """How all points of a series begin, for :func:`point`."""
    return '"e":"m","k":%s' % _quote(cut(key, MAX_KEY_LENGTH))


def point(series: str, value: "int | float", step: "int | float | None", source: str) -> str:
    """A metric of which the beginning is known: nearly all events are such, and a training waits for each."""
    # A difference of 0 is that of a finite number.
    number = repr(value) if type(value) is float and value - value == 0.0 else scalar(value)
    if step is None:
        return f'{series},"v":{number},"src":"{source}"'
    at = step if type(step) is int and -_MAX_SAFE_INTEGER <= step <= _MAX_SAFE_INTEGER else scalar(step)
    return f'{series},"v":{number},"s":{at},"src":"{source}"'


def plot(kind: str, key: str, data: str, step: "int | float | None", source: str) -> str:
    """What is neither number nor file. `data`: JSON, see `plots`."""
    at = "" if step is None else '"s":%s,' % scalar(step)
    return '"e":"plot","kind":"%s","k":%s,%s"src":%s,"data":%s' % (
        kind,
        _quote(cut(key, MAX_KEY_LENGTH)),
        at,
        _quote(source),
        data,
    )


def tag(key: str, value: str) -> str:
    return '"e":"tag","k":%s,"v":%s' % (_quote(cut(key, MAX_KEY_LENGTH)), _text(value))


def duplicate(key: str, source: str, outer: str) -> str:
    return '"e":"dup","k":%s,"src":%s,"of":%s' % (_quote(cut(key, MAX_KEY_LENGTH)), _quote(source), _quote(outer))


def input_of(uri: str, version: "str | None", source: str) -> str:
    """`uri` is redacted here."""
    return '"e":"in",' + _fields({"uri": redaction.redact_text(uri), "version": version, "src": source})


def param(key: str, value: "str | int | float | bool | None", source: str) -> str:
    return '"e":"p","k":%s,"v":%s,"src":%s' % (_quote(cut(key, MAX_KEY_LENGTH)), scalar(value), _quote(source))


def options(source: str, declared: list) -> str:
    """What a script can be called with. `declared`: options by the protocol's names; too many are cut off."""
    told = []
    left = _MAX_OPTIONS_LENGTH
    for option in declared[:_MAX_OPTIONS]:
        shown = "{%s}" % _fields({**option, "key": cut(option["key"], MAX_KEY_LENGTH)})
        left -= len(shown)
        if left < 0:
            break
        told.append(shown)
    return '"e":"opt","src":%s,"options":[%s]' % (_quote(source), ",".join(told))


def opened_for_reading(
    path: str, size: int, mtime: float, kind: "str | None" = None, source: "str | None" = None
) -> str:
    """`mtime` in milliseconds since 1970; `kind` and `source` when a library's call said what it is."""
    fields = {"path": path, "mode": "r", "size": size, "mtime": mtime, "kind": kind, "src": source}
    return '"e":"open",' + _fields(fields)


def opened_for_writing(path: str, kind: "str | None" = None, source: "str | None" = None, keep: bool = False) -> str:
    fields = {"path": path, "mode": "w", "kind": kind, "src": source, "keep": keep or None}
    return '"e":"open",' + _fields(fields)


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


def _fields(facts: dict) -> str:
    parts = []
    for name, value in facts.items():
        if isinstance(value, list):
            parts.append('"%s":[%s]' % (name, ",".join(scalar(item) for item in _capped(value))))
        elif value is not None:
            parts.append('"%s":%s' % (name, scalar(value)))
    return ",".join(parts)


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


def _capped(items: list) -> list:
    """A list whose texts are cut so that they are no longer than a command line may be told."""
    kept = []
    left = _MAX_ARGV_LENGTH
    for item in items[:_MAX_ARGV]:
        short = cut(item, min(MAX_TEXT_LENGTH, left)) if isinstance(item, str) else item
        kept.append(short)
        left -= len(short) if isinstance(item, str) else 1
        if left <= 1:
            break
    return kept
