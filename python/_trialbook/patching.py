"""Puts our functions around those of libraries, in a way that neither the library nor its users notice."""

import os

_COPIED = ("__module__", "__name__", "__qualname__", "__doc__")

# The file that our functions claim to be from. `warnings` passes over frames with both words in their file's name, of
# every Python from 3.9 to 3.14: a library's `stacklevel` goes on to mean the line that it meant without us.
_UNCOUNTED_FILE = os.path.join(os.path.dirname(__file__), "importlib", "_bootstrap")


class Unsupported(Exception):
    """A library is not shaped as its hook knows it; the message says what is missing."""


def require(owner, *names: str):
    """Raises :class:`Unsupported` unless a module or class has functions of these names itself."""
    for name in names:
        found = getattr(owner, "__dict__", {}).get(name)
        if not callable(getattr(found, "__func__", found)):
            raise Unsupported("%s has no function %s" % (getattr(owner, "__name__", owner), name))


def wrap(owner, name: str, make):
    """Replaces a function of a module or class by `make(original)`.

    The replacement looks like the original to `help`, `inspect.signature` and pickle, and its frame is not counted by
    a warning's `stacklevel`. `staticmethod` and `classmethod` stay what they are. Raises :class:`Unsupported` when
    there is no such function.
    """
    require(owner, name)
    found = vars(owner)[name]
    kind = type(found) if isinstance(found, (staticmethod, classmethod)) else None
    original = found.__func__ if kind is not None else found
    replacement = make(original)
    for attribute in _COPIED:
        if hasattr(original, attribute):
            setattr(replacement, attribute, getattr(original, attribute))
    if isinstance(owner, type(os)):  # pickle looks there for it, where the original may be the method of an object
        replacement.__qualname__ = name
    replacement.__code__ = replacement.__code__.replace(co_filename=_UNCOUNTED_FILE)
    replacement.__dict__.update(getattr(original, "__dict__", {}))
    replacement.__wrapped__ = original
    setattr(owner, name, kind(replacement) if kind is not None else replacement)
    return replacement


def after(owner, name: str, session, source: str, report):
    """Calls `report(result, *args, **kwargs)` behind each call of a function that did not raise.

    While the function runs, `source` is the outer one for what it calls in turn. What `report` raises is kept from the
    training.
    """

    def make(original):
        def wrapper(*args, **kwargs):
            try:
                with session.inside(source):
                    result = original(*args, **kwargs)
            except BaseException as error:
                leave_traceback(error)
                raise
            session.guard(source, report, result, *args, **kwargs)
            return result

        return wrapper

    return wrap(owner, name, make)


def before(owner, name: str, session, source: str, report):
    """Calls `report(*args, **kwargs)` ahead of each call of a function; what it raises is kept from the training.

    For functions that call the user's own code, of which what it logs is its own: `source` is not the outer one of it.
    """

    def make(original):
        def wrapper(*args, **kwargs):
            session.guard(source, report, *args, **kwargs)
            try:
                return original(*args, **kwargs)
            except BaseException as error:
                leave_traceback(error)
                raise

        return wrapper

    return wrap(owner, name, make)


def inside(owner, name: str, session, source: str):
    """Makes `source` the outer one for what a function calls in turn."""
    return after(owner, name, session, source, lambda *_, **__: None)


def leave_traceback(error: BaseException):
    """Takes the frame of the calling wrapper out of a traceback, ahead of a bare `raise` in its `except`.

    Before Python 3.11 that `raise` puts it back, and the traceback shows one line of ours.
    """
    if error.__traceback__ is not None:
        error.__traceback__ = error.__traceback__.tb_next
