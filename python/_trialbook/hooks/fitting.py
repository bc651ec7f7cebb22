"""Which call to a library is the fit that the user asked for, and which are the library's own beneath it."""

from _thread import _local
from weakref import WeakKeyDictionary

MAX_SERIES = 100

# By run: how many fits gave a series of a key.
_counts = WeakKeyDictionary()


class _Here(_local):
    """Of each thread: the fits that it is inside of, outermost first."""

    def __init__(self):
        self.fits = []


_here = _Here()


class Fit:
    """`with Fit():` marks a call that fits. `many`: it makes many models, so that one's own series mean nothing."""

    def __init__(self, many: bool = False):
        self.many = many
        self._keys = {}

    def __enter__(self):
        outer = innermost()
        self.many = self.many or (outer is not None and outer.many)
        _here.fits.append(self)
        return self

    def __exit__(self, *_):
        _here.fits.pop()

    def series(self, session, source: str, key: str) -> "str | None":
        """The key of a series of this fit: that of a second fit of the same run has `.2` behind it, and so on.

        None when the series is not to be kept.
        """
        if self.many:
            return None
        if key not in self._keys:
            counts = _counts.setdefault(session.run, {})
            count = counts[key] = counts.get(key, 0) + 1
            if count > MAX_SERIES:
                session.warn(source, "fits-capped", "only the first %d series of each name are kept" % MAX_SERIES)
            self._keys[key] = None if count > MAX_SERIES else numbered(key, count)
        return self._keys[key]


def numbered(name: str, count: int) -> str:
    """The name for the first, `name.2` for the second and so on."""
    return name if count == 1 else "%s.%d" % (name, count)


def innermost() -> "Fit | None":
    """The fit that this thread is inside of; None outside any."""
    return _here.fits[-1] if _here.fits else None


def is_outermost(session) -> bool:
    """Whether a hook is looking at a call outside any fit."""
    return innermost() is None


def is_asked_by_user(session) -> bool:
    """Whether the user's own code made the call that a hook is looking at, outside any fit."""
    return innermost() is None and session.is_user_code(session.caller())


def report_call(session, source: str, signature, args, kwargs):
    """The params of a call like `train(params, data, num_boost_round=10)`, unless an estimator around it has them."""
    if innermost() is not None:
        return
    given = signature.bind(*args, **kwargs).arguments
    for name, value in given.items():
        if name == "params":
            session.params(source, dict(value or {}), source + ".")
        elif isinstance(value, (bool, int, float, str)):
            session.param(source, "%s.%s" % (source, name), value)
