"""Puts our functions around those of libraries, in a way that neither the library nor its users notice."""

_COPIED = ("__module__", "__name__", "__qualname__", "__doc__")


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

    The replacement looks like the original to `help`, `inspect.signature` and pickle. `staticmethod` and `classmethod`
    stay what they are. Raises :class:`Unsupported` when there is no such function.
    """
    require(owner, name)
    found = vars(owner)[name]
    kind = type(found) if isinstance(found, (staticmethod, classmethod)) else None
    original = found.__func__ if kind is not None else found
    replacement = make(original)
    for attribute in _COPIED:
        if hasattr(original, attribute):
            setattr(replacement, attribute, getattr(original, attribute))
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
            with session.inside(source):
                result = original(*args, **kwargs)
            session.guard(source, report, result, *args, **kwargs)
            return result

        return wrapper

    return wrap(owner, name, make)
