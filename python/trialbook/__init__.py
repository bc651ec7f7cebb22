"""Tells Trialbook what it cannot see by itself: values, params, files and figures of a training.

Nothing here is needed: a script that is started through Trialbook is recorded without it. Where nothing records the
script, every function does nothing. No function raises for what it is given; what cannot be recorded becomes a warning
of the run, never one on the screen.
"""

from __future__ import annotations

import sys

# As type checkers know it; importing it from `typing` would cost each script milliseconds.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any, Literal

__all__ = [
    "RunInfo",
    "artifact",
    "confusion_matrix",
    "figure",
    "histogram",
    "log",
    "param",
    "params",
    "pr_curve",
    "roc_curve",
    "run",
    "table",
    "tag",
]


def log(values: Mapping[str, Any], step: int | float | None = None) -> None:
    """Records numbers by name: `log({"loss": 0.3, "accuracy": 0.9}, step=7)`.

    Without a step, the points of each name are counted. A value may also be an array or a tensor of one element; for
    one on a GPU the training waits, as with `.item()`.
    """
    if (tracker := _tracker or _find_tracker()) is not None:
        tracker.log(values, step)


def param(key: str, value: Any) -> None:
    """Records what the run was set to. Secrets, by their name or shape, are masked."""
    if (tracker := _tracker or _find_tracker()) is not None:
        tracker.params({key: value})


def params(values: Mapping[str, Any]) -> None:
    """Records several params; those of a mapping inside as `outer.inner`."""
    if (tracker := _tracker or _find_tracker()) is not None:
        tracker.params(values)


def tag(key: str, value: str) -> None:
    """Marks the run with a word of yours."""
    if (tracker := _tracker or _find_tracker()) is not None:
        tracker.tag(key, value)


def artifact(path: str | os.PathLike[str], kind: Literal["model", "figure", "file"] | None = None) -> None:
    """Keeps a copy of a file of the workspace, or of all files of a folder, with the run. Call it when it is written.

    Without a kind, the name of the file tells what it is.
    """
    if (tracker := _tracker or _find_tracker()) is not None:
        tracker.artifact(path, kind)


def figure(figure: Any, name: str, step: int | None = None) -> None:
    """Keeps a picture with the run: a Matplotlib figure or a PIL image, saved as PNG, or the path of an image file.

    Under the same name it replaces the one before, unless their steps differ.
    """
    if (tracker := _tracker or _find_tracker()) is not None:
        tracker.figure(figure, name, step)


def table(
    name: str,
    rows: Iterable[Mapping[str, Any] | Sequence[Any]] | Mapping[str, Sequence[Any]] | Any,
    columns: Sequence[str] | None = None,
    step: int | float | None = None,
) -> None:
    """Records a table: rows that are sequences or mappings, a mapping of columns, or a data frame.

    The first 1,000 rows are kept, and 64 kB; the run says when that is not all.
    """
    if (tracker := _plotting()) is not None:
        tracker.table(name, rows, columns, step)


def histogram(name: str, values: Iterable[Any] | Any, step: int | float | None = None) -> None:
    """Records how numbers are distributed, such as the weights of a layer, in up to 64 bins of equal width."""
    if (tracker := _plotting()) is not None:
        tracker.histogram(name, values, step)


def confusion_matrix(
    name: str,
    matrix: Sequence[Sequence[float]] | Any = None,
    labels: Sequence[Any] | Any = None,
    step: int | float | None = None,
    *,
    true: Iterable[Any] | Any = None,
    predicted: Iterable[Any] | Any = None,
) -> None:
    """Records a confusion matrix: a row for each true class, a column for each predicted one, up to 100 classes.

    Without a matrix, it is counted from the `true` and the `predicted` class of each example.
    """
    if (tracker := _plotting()) is not None:
        tracker.confusion_matrix(name, matrix, labels, step, true, predicted)


def roc_curve(
    name: str, true: Iterable[Any] | Any, scores: Iterable[Any] | Any, step: int | float | None = None
) -> None:
    """Records a ROC curve of a binary classifier from the true class of each example, 0 or 1, and its score."""
    if (tracker := _plotting()) is not None:
        tracker.roc_curve(name, true, scores, step)


def pr_curve(
    name: str, true: Iterable[Any] | Any, scores: Iterable[Any] | Any, step: int | float | None = None
) -> None:
    """Records a precision-recall curve, from the same as :func:`roc_curve`."""
    if (tracker := _plotting()) is not None:
        tracker.pr_curve(name, true, scores, step)


class RunInfo:
    """What can be told about the run that this process works for."""

    __slots__ = ("id", "directory")

    def __init__(self, id: str | None, directory: str | None):
        self.id = id
        self.directory = directory

    @property
    def active(self) -> bool:
        """Whether anything records this process."""
        return self.id is not None

    def __repr__(self) -> str:
        return f"RunInfo(id={self.id!r}, directory={self.directory!r})"


def run() -> RunInfo:
    """The run that this process works for: its id and the absolute path of its folder, both None without one."""
    tracker = _tracker or _find_tracker()
    return RunInfo(None, None) if tracker is None else RunInfo(*tracker.run())


def load_ipython_extension(ipython: Any) -> None:
    """`%load_ext trialbook`: records the cells of this notebook from here on, in a run of their own."""
    try:
        from _trialbook import notebooks
    except ImportError:
        return
    notebooks.record(ipython)


_tracker: Any = None


def _plotting() -> Any:
    """The tracker, if it knows what else than numbers and files can be logged: an older one does not."""
    tracker = _tracker or _find_tracker()
    return tracker if hasattr(tracker, "confusion_matrix") else None


def _find_tracker() -> Any:
    """The side of the tracker that runs in this process, whichever installation it came from; None without one."""
    global _tracker
    try:
        # A tracker older than this file may lack it.
        explicit = getattr(sys.modules.get("_trialbook.start"), "explicit", None)
        _tracker = None if explicit is None else explicit()
    except Exception:  # a broken tracker
        _tracker = None
    return _tracker


# Now, and not in the midst of the first call: a signal's handler may interrupt that one with another.
_find_tracker()
