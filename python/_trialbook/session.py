"""What hooks talk to: they say what they saw, and this decides what becomes of it."""

import os
import sys
from _thread import _local

from . import describe, events, places, values
from .run import OwnedRun, Run


class _Here(_local):
    """Of each thread: the library calls that it is inside of, outermost first, and the run that it works for."""

    def __init__(self):
        self.sources = []
        self.run = None


class _Inside:
    """Marks that a thread is inside a library's call; see :meth:`Session.inside`."""

    __slots__ = ("_sources", "_source")

    def __init__(self, sources: list, source: str):
        self._sources = sources
        self._source = source

    def __enter__(self):
        self._sources.append(self._source)

    def __exit__(self, *_):
        self._sources.pop()


class Session:
    """The tracker of one process. Its methods may be called from any thread; only :meth:`guard` catches errors."""

    def __init__(self, run: Run, workspace: places.Workspace, is_main_process: bool, off=()):
        self.main_run = run
        self.workspace = workspace
        self.is_main_process = is_main_process
        self._off = frozenset(off)
        self._here = _Here()
        self._warned = set()
        self._children = []

    def is_on(self, feature: str) -> bool:
        """Whether the user wants a feature: `scores`, `opens`."""
        return feature not in self._off

    @property
    def run(self) -> Run:
        """The run that this thread works for."""
        return self._here.run or self.main_run

    @property
    def outer_source(self) -> "str | None":
        """The outermost library whose call this thread is inside of."""
        sources = self._here.sources
        return sources[0] if sources else None

    def inside(self, source: str) -> _Inside:
        """`with session.inside("lightning"):` marks what libraries beneath are told meanwhile as that library's own."""
        return _Inside(self._here.sources, source)

    def metric(self, source: str, key: str, value, step=None):
        """A point of a series. What is no number or lies on a device is left out, as is a copy of an outer source's."""
        plain = value if type(value) is float else values.number(value)
        if plain is None:
            return
        here = self._here
        run = here.run or self.main_run
        if here.sources and here.sources[0] != source:
            run.duplicate(source, key, here.sources[0])
        else:
            run.metric(source, key, plain, step if type(step) is int else values.number(step))

    def metrics(self, source: str, mapping, step=None):
        """Points of several series at one step; keys that are no text are left out."""
        for key, value in list(mapping.items()):
            if isinstance(key, str):
                self.metric(source, key, value, step)

    def param(self, source: str, key: str, value):
        """A param as the script or a library chose it; secrets are masked by name and shape."""
        outer = self.outer_source
        if outer is None or outer == source:
            self.run.param(source, key, value)

    def params(self, source: str, mapping, prefix: str = ""):
        """Params of a mapping; those in nested mappings as `outer.inner`."""
        for key, value in list(mapping.items()):
            name = prefix + str(key)
            if isinstance(value, dict) and value and len(name) < events.MAX_KEY_LENGTH:
                self.params(source, value, name + ".")
            else:
                self.param(source, name, value)

    def tag(self, key: str, value: str):
        """A word that marks the run; secrets are masked as in params."""
        self.run.send(events.tag(key, str(describe.param_value(key, value))))

    def reads(self, source: str, path, kind: str = "data"):
        """A library reads a file or folder. Addresses become inputs; what lies outside the workspace is left out."""
        text = _path_text(path)
        if text is None:
            return
        if "://" in text:
            self.input(source, text)
            return
        own = self.workspace.own_path(text)
        if own is not None and os.path.isfile(own):
            found = os.stat(own)
            self.run.send(events.opened_for_reading(own, found.st_size, found.st_mtime_ns / 1e6, kind, source))

    def input(self, source: str, uri: str, version: "str | None" = None):
        """Data that is no file here: an address, or the name of a hub's dataset."""
        self.run.send(events.input_of(uri, version, source))

    def writes(self, source: str, path, kind: "str | None" = "file", keep: bool = False):
        """A library wrote a file: `model`, `figure` or `file`, None when its name decides. `keep` asks for a copy."""
        text = _path_text(path)
        own = None if text is None or "://" in text else self.workspace.own_path(text)
        if own is not None:
            self.run.send(events.opened_for_writing(own, kind, source, keep))

    def begin_child(self, name: str, **details) -> OwnedRun:
        """A run inside this thread's, such as a trial. Threads report to it after `work_for(child)`."""
        parent = self.run
        experiment = os.environ.get("TRIALBOOK_EXPERIMENT") or "default"
        child = OwnedRun(os.path.dirname(parent.dir), name, experiment, parent.id, **details)
        parent.send(events.child(child.id))
        self._children.append(child)
        return child

    def end_child(self, child: OwnedRun, status: str, message: "str | None" = None):
        """Says how a child ended: `finished`, `failed` or `cancelled`; this thread no longer works for it."""
        child.end(status, message)
        if child in self._children:
            self._children.remove(child)
        if self._here.run is child:
            self._here.run = None

    def end(self):
        """The last that is called in a process that ends in order."""
        if getattr(sys, "last_value", None) is not None:
            self.guard("trialbook", self._report_exception)
        self.main_run.close()

    def _report_exception(self):
        from . import failures

        fields = failures.uncaught(self)
        if fields is not None:
            self.main_run.send(fields)

    def after_fork(self):
        """In a forked child: files of its own, for every run that it may go on to report to."""
        self.is_main_process = False
        for run in [self.main_run, *self._children]:
            run.after_fork()

    def work_for(self, run: "Run | None"):
        """Sends what this thread reports to a run; to the main one with None."""
        self._here.run = run

    def warn(self, source: str, code: str, message: str):
        """Says once per source and code what cannot be recorded."""
        if (source, code) not in self._warned:
            self._warned.add((source, code))
            self.main_run.warn(code, "%s: %s" % (source, message))

    def guard(self, source: str, work, *args, **kwargs):
        """Calls `work`; what it raises becomes one warning, and never the training's problem."""
        try:
            return work(*args, **kwargs)
        except Exception as error:
            try:
                self.warn(source, "tracker-error", "%s: %s" % (type(error).__name__, error))
            except Exception:  # its text may raise too
                pass
            return None

    def is_user_code(self, frame) -> bool:
        """Whether a frame runs a file of the user's: the main script, or one of the workspace that is not installed."""
        file = frame.f_code.co_filename
        if places.is_library(file):
            return False
        main = sys.modules.get("__main__")
        return frame.f_globals is getattr(main, "__dict__", None) or self.workspace.own_path(file) is not None


def _path_text(path) -> "str | None":
    if isinstance(path, (str, bytes, os.PathLike)):
        return os.fsdecode(path)
    return None
