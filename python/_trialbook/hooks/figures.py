"""matplotlib: figures that are saved."""

import os
import sys

from ..patching import after


def install(figure, session):
    """Of `matplotlib.figure`; pyplot and seaborn save through it."""

    def saved(_, drawn, fname, *args, **kwargs):
        path = os.fsdecode(fname) if isinstance(fname, (str, os.PathLike)) else None
        if path is not None:
            session.writes("matplotlib", path if os.path.splitext(path)[1] else _with_suffix(path, kwargs), "figure")

    after(figure.Figure, "savefig", session, "matplotlib", saved)


def _with_suffix(path: str, kwargs) -> str:
    suffix = kwargs.get("format") or sys.modules["matplotlib"].rcParams["savefig.format"]
    return "%s.%s" % (path.rstrip("."), suffix)
