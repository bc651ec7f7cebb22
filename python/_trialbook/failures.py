"""The exception that ends a process because nobody caught it, and its way through the user's own files."""

import os
import sys

from . import events

MAX_FRAMES = 20
# Generators, coroutines and asynchronous generators: CO_GENERATOR, CO_COROUTINE and CO_ASYNC_GENERATOR of `inspect`.
_SUSPENDABLE = 0x20 | 0x80 | 0x200
_MAX_PARTS_OF_GROUP = 5


def uncaught(session) -> "str | None":
    """The `exc` event of the exception that ends the main thread, as Python left it behind; None when it was none."""
    error = getattr(sys, "last_value", None)
    if not isinstance(error, BaseException) or not _fell_off_the_stack(error):
        return None
    return events.exception(_type_name(error), _without_secrets(_message(error)), _frames(error, session))


def summary(error: BaseException) -> str:
    """An exception in one line, without secrets: `ValueError: bad batch`."""
    message = _without_secrets(_message(error))
    return "%s: %s" % (_type_name(error), message) if message else _type_name(error)


def _fell_off_the_stack(error) -> bool:
    """Whether no frame was left that could have caught it. Shells and test runners leave behind what they caught."""
    trace = error.__traceback__
    if trace is None:
        return isinstance(error, SyntaxError) and _is_of_the_script(error.filename)
    if trace.tb_frame.f_code.co_flags & _SUSPENDABLE:
        return False  # such a frame has no caller once it is done
    caller = trace.tb_frame.f_back
    return caller is None or caller.f_globals.get("__name__") == "_trialbook.running"


def _is_of_the_script(file) -> bool:
    if not isinstance(file, str):
        return False
    return file == "<string>" or os.path.abspath(file) == os.path.abspath(sys.argv[0])


def _type_name(error) -> str:
    kind = type(error)
    if kind.__module__ in ("builtins", "__main__"):
        return kind.__qualname__
    return "%s.%s" % (kind.__module__, kind.__qualname__)


def _message(error) -> str:
    if isinstance(error, SyntaxError) and error.msg:
        return str(error.msg)
    try:
        text = str(error)
    except BaseException:  # noqa: B036 - the script's own code, and the process ends already
        return "<its text could not be made>"
    parts = getattr(error, "exceptions", None)
    if isinstance(parts, tuple):
        told = ["%s: %s" % (_type_name(part), _message(part)) for part in parts[:_MAX_PARTS_OF_GROUP]]
        text = "%s: %s" % (text, "; ".join(told))
    return text


def _without_secrets(message: str) -> str:
    if not message:
        # Of Ctrl-C. Before 3.11, what `re` calls in its import makes Python forget to end as of a signal.
        return message
    from . import free_text

    return free_text.redact(message)


def _frames(error, session) -> list:
    frames = []
    trace = error.__traceback__
    while trace is not None:
        if session.is_user_code(trace.tb_frame):
            code = trace.tb_frame.f_code
            frames.append((code.co_filename, trace.tb_lineno or 0, code.co_name))
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and isinstance(error.filename, str):
        frames.append((error.filename, error.lineno or 0, "<module>"))
    # Code that lies in no file has a name in brackets.
    in_files = [frame for frame in frames if not frame[0].startswith("<")]
    placed = [(session.workspace.relative_path(file), line, name) for file, line, name in in_files]
    return [frame for frame in placed if frame[0] is not None][-MAX_FRAMES:]
