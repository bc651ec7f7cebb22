"""A run as the tracker writes it: the one that the recorder started, or one inside it, such as a trial of a study."""

import os

from . import describe, events, ids, processinfo
from .writer import Writer

MAX_PARAMS = 5_000
MAX_FILES = 10_000
MAX_PLOTS = 1_000
# So many of a plot are all kept; of those behind, ever fewer.
_ALL_KEPT = 500


class _Series:
    """Points of one key: the source that they are kept of, the last value that it gave, and how their events begin."""

    __slots__ = ("source", "last", "head")

    def __init__(self, key: str, source: str):
        self.source = source
        self.last = None
        self.head = events.series(key)


class Run:
    """Where events go, and which source each key came from first."""

    def __init__(self, run_dir: str, writer: Writer):
        self.dir = run_dir
        self.writer = writer
        self._params = {}
        self._series = {}
        # By key: the source that writes its points to a file of its own, and the last value there.
        self._elsewhere = {}
        self._duplicates = set()
        self._files = set()
        self._options = None
        # By kind and key: how often it was logged.
        self._plots = {}
        self._plot_warnings = set()

    @property
    def id(self) -> str:
        return os.path.basename(self.dir)

    def send(self, fields: str):
        self.writer.send(fields)

    def metric(self, source: str, key: str, value: "int | float", step: "int | float | None"):
        """Sends a point. The same value under the same key from another source is that source's copy of it."""
        series = self._series.get(key) or self._begin_series(key, source)
        if series.source != source:
            if _is_same(series.last, value):
                self.duplicate(source, key, series.source)
                return
            key = "%s/%s" % (source, key)
            series = self._series.get(key) or self._begin_series(key, source)
        series.last = value
        if key in self._elsewhere:
            self._compare_elsewhere(series, key)
        self.writer.send(events.point(series.head, value, step, source))

    def metric_elsewhere(self, source: str, key: str, value: float):
        """A point that the recorder finds in a file of the source's own, where it lies as a 32-bit float."""
        if (source, key) in self._duplicates:
            return
        self._elsewhere[key] = (source, value)
        if key in self._series:
            self._compare_elsewhere(self._series[key], key)

    def _begin_series(self, key: str, source: str) -> _Series:
        self._series[key] = series = _Series(key, source)
        return series

    def _compare_elsewhere(self, series: _Series, key: str):
        source, single = self._elsewhere[key]
        if _is_same(single, series.last) or _is_same(single, _as_single(series.last)):
            del self._elsewhere[key]
            self.duplicate(source, key, series.source)

    def duplicate(self, source: str, key: str, outer: str):
        """Says once that a source's points of a key are left out, since another source has them."""
        if (source, key) not in self._duplicates:
            self._duplicates.add((source, key))
            self.send(events.duplicate(key, source, outer))

    def plot(self, source: str, kind: str, key: str, make, step: "int | float | None" = None):
        """Sends what is neither number nor file: `make()` gives its data, if it is to be kept."""
        if self._is_plot_kept(kind, key):
            self.send(events.plot(kind, key, make(), step, source))

    def _is_plot_kept(self, kind: str, key: str) -> bool:
        logged = self._plots.get((kind, key), 0)
        if logged == 0 and len(self._plots) >= MAX_PLOTS:
            self._warn_of_plots("only the first %d are kept" % MAX_PLOTS)
            return False
        self._plots[kind, key] = logged + 1
        if logged == _ALL_KEPT:
            self._warn_of_plots("%s is logged so often that from here on only a part is kept" % key)
        # Every second one, then every fourth, and so on: twice as many calls keep a constant number more.
        return logged % (1 << (logged // _ALL_KEPT).bit_length()) == 0

    def _warn_of_plots(self, message: str):
        if message not in self._plot_warnings:
            self._plot_warnings.add(message)
            self.warn("plots-capped", message)

    def param(self, source: str, key: str, value):
        """Sends a param unless it is known; what another source gave differently gets the source's name in front."""
        if len(self._params) >= MAX_PARAMS:
            return
        described = describe.param_value(key, value)
        known = self._params.get(key)
        if known is not None and known[0] != source:
            if str(known[1][1]) == str(described):  # some sources know every value as a text
                return
            key = "%s.%s" % (source, key)
            known = self._params.get(key)
        entry = (source, (type(described), described))
        if known != entry:
            self._params[key] = entry
            self.send(events.param(key, described, source))

    def options(self, source: str, declared: list):
        """Sends what the script can be called with, unless that is known: a script may parse in a loop."""
        if declared and declared != self._options:
            self._options = declared
            self.send(events.options(source, declared))

    def is_new_file(self, name: str, use: "str | None") -> bool:
        """Whether a file or other data is met for the first time in this use; never beyond `MAX_FILES` of them."""
        known = len(self._files)
        if known < MAX_FILES:
            self._files.add((name, use))
        return len(self._files) > known

    def warn(self, code: str, message: str):
        """Says what cannot be recorded; the message may hold what a library or the script was given."""
        from . import free_text

        self.send(events.warn(code, free_text.redact(message)))

    def close(self):
        """The process ends in order."""
        self.writer.close()

    def after_fork(self):
        self.writer.after_fork()


class OwnedRun(Run):
    """A run that no recorder looks after: this process says how it ends, and who finds it dead calls it lost."""

    def __init__(
        self, runs_dir: str, name: str, experiment: str, parent: "Run | None", command: "list | None" = None, **details
    ):
        """Makes the run folder and says that it runs. `command`: that of this process when it is not given; `details`:
        more fields of its `run` event. Raises `OSError`.
        """
        self.parent = parent
        run_id = ids.new_run_id()
        folder = os.path.join(runs_dir, run_id)
        os.mkdir(folder)
        super().__init__(folder, Writer(folder, role="recorder"))
        self._ended = False
        parent_id = None if parent is None else parent.id
        told = processinfo.command() if command is None else command
        self.send(events.run(run_id, name, experiment, told, parent_id, **details))
        self.send(events.status("running", pid=os.getpid()))

    def after_fork(self):
        """A forked process may report to the run, but how it ends is its maker's word."""
        super().after_fork()
        self.writer.role = "tracker"
        self._ended = True

    def end(self, status: str, message: "str | None" = None, **how):
        """Says how it ended, once: `finished`, `failed` or `cancelled`. `how`: more fields of its `st` event."""
        if not self._ended:
            self._ended = True
            self.send(events.status(status, message=message, **how))
            self.writer.close()

    def close(self):
        self.end("finished")
        super().close()


def _as_single(value: "int | float") -> float:
    """A number as a 32-bit float has it."""
    from struct import pack, unpack  # here, since most trainings never need it

    try:
        return unpack("f", pack("f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _is_same(a, b) -> bool:
    return a == b or (a != a and b != b)
