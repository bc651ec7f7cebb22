"""Puts our functions around those of libraries, in a way that neither the library nor its users notice."""

_COPIED = ("__module__", "__name__", "__qualname__", "__doc__")

# Warnings are shown at the line some calls up from where they are raised, and Python leaves out of that count what it
# takes for its own import machinery by these words. Without them a library's warning would point at us.
_UNCOUNTED = "<frozen importlib._bootstrap> of trialbook"


class Unsupported(Exception):
    """A library is not shaped as its hook knows it; the message says what is missing."""


def wrap(owner, name: str, make):
    """Replaces a function of a module or class by `make(original)`.

    The replacement looks like the original to `help`, `inspect.signature` and pickle. `staticmethod` and `classmethod`
    stay what they are. Raises :class:`Unsupported` when there is no such function.

    The replacement takes itself off the traceback of what the original raises, by
    `error.__traceback__ = error.__traceback__.tb_next` and a bare `raise`; before Python 3.11 it stays visible there.
    """
    found = vars(owner).get(name)
    kind = type(found) if isinstance(found, (staticmethod, classmethod)) else None
    original = found.__func__ if kind is not None else found
    if not callable(original):
        raise Unsupported("%s has no function %s" % (getattr(owner, "__name__", owner), name))
    replacement = make(original)
    for attribute in _COPIED:
        if hasattr(original, attribute):
            setattr(replacement, attribute, getattr(original, attribute))
    replacement.__dict__.update(getattr(original, "__dict__", {}))
    replacement.__wrapped__ = original
    replacement.__code__ = replacement.__code__.replace(co_filename=_UNCOUNTED)
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
                if error.__traceback__ is not None:  # when memory is short
                    error.__traceback__ = error.__traceback__.tb_next
                raise
            session.guard(source, report, result, *args, **kwargs)
            return result

        return wrapper

    return wrap(owner, name, make)


def around(owner, name: str, session, source: str, watch):
    """Runs the generator function `watch(*args, **kwargs)` around each call of a function.

    Up to its `yield` it runs before the call, and behind it with the call's result, which `yield` gives; a call that
    raises ends it at the `yield`. A watcher that is not interested returns early; one that yields `(args, kwargs)` has
    the function called with these instead. What it raises is kept from the training.
    """

    def make(original):
        def wrapper(*args, **kwargs):
            watching, changed = session.guard(source, _begin, watch, args, kwargs) or (None, None)
            args, kwargs = changed or (args, kwargs)
            try:
                result = original(*args, **kwargs)
            except BaseException as error:
                if watching is not None:
                    session.guard(source, watching.close)
                if error.__traceback__ is not None:  # when memory is short
                    error.__traceback__ = error.__traceback__.tb_next
                raise
            if watching is not None:
                session.guard(source, _end, watching, result)
            return result

        return wrapper

    return wrap(owner, name, make)


def _begin(watch, args, kwargs):
    watching = watch(*args, **kwargs)
    for changed in watching:
        return watching, changed
    return None


def _end(watching, result):
    try:
        watching.send(result)
    except StopIteration:
        pass
