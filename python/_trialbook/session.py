"""What hooks talk to: they say what they saw, and this decides what becomes of it."""

import os
import sys
from _thread import _local

from . import describe, events, places, processinfo, values
from .run import MAX_FILES, OwnedRun, Run

_OURS = __name__.partition(".")[0] + "."


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


class _WorkingFor:
    """Lends a thread to a run; see :meth:`Session.working_for`."""

    __slots__ = ("_here", "_run", "_before")

    def __init__(self, here: _Here, run: "Run | None"):
        self._here = here
        self._run = run

    def __enter__(self):
        self._before = self._here.run
        self._here.run = self._run

    def __exit__(self, *_):
        self._here.run = self._before


class Session:
    """The tracker of one process. Its methods may be called from any thread; only :meth:`guard` catches errors."""

    def __init__(self, run: Run, workspace: places.Workspace, is_main_process: bool, off=()):
        self.main_run = run
        self.workspace = workspace
        self.is_main_process = is_main_process
        self._has_joined = False
        self._is_forked = False
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

    def options(self, source: str, declared: list):
        """What the script can be called with, of its own parser; see `options.option`.

        What another process of the run is called with is not what the run's command line says.
        """
        if self.stands_for_run:
            self.main_run.options(source, declared)

    def tag(self, key: str, value: str):
        """A word that marks the run; secrets are masked as in params."""
        self.run.send(events.tag(key, str(describe.param_value(key, value))))

    def reads(self, source: str, path, kind: str = "data"):
        """A library reads a file or a folder of files. Addresses become inputs; what lies outside the workspace is left
        out, and each file is sent once.
        """
        text = _path_text(path)
        if text is None:
            return
        if "://" in text:
            self.input(source, text)
            return
        own = self.workspace.own_path(text)
        if own is None:
            return
        for file in _files_below(own) if os.path.isdir(own) else [own]:
            if os.path.isfile(file) and self.run.is_new_file(file, "r"):
                found = os.stat(file)
                self.run.send(events.opened_for_reading(file, found.st_size, places.mtime_ms(found), kind, source))

    def input(self, source: str, uri: str, version: "str | None" = None):
        """Data that is no file here: an address, or the name of a hub's dataset."""
        if self.run.is_new_file(uri, version):
            self.run.send(events.input_of(uri, version, source))

    def writes(self, source: str, path, kind: "str | None" = "file", keep: bool = False):
        """A library wrote a file: `model`, `figure` or `file`, None when its name decides; each is sent once.

        `keep` asks for a copy of it. Who writes its bytes tells it; the source is the outermost library whose call
        that was.
        """
        text = _path_text(path)
        own = None if text is None or "://" in text else self.workspace.own_path(text)
        if own is not None and self.run.is_new_file(own, "keep" if keep else "w"):
            self.run.send(events.opened_for_writing(own, kind, self.outer_source or source, keep))

    def begin_child(self, name: str, **details) -> OwnedRun:
        """A run inside this thread's, such as a trial. Threads report to it after `work_for(child)`."""
        parent = self.run
        experiment = os.environ.get("TRIALBOOK_EXPERIMENT") or "default"
        child = OwnedRun(os.path.dirname(parent.dir), name, experiment, parent, **details)
        parent.send(events.child(child.id))
        self._children.append(child)
        return child

    def end_child(self, child: OwnedRun, status: str, message: "str | None" = None):
        """Says how a child ended: `finished`, `failed` or `cancelled`; this thread works for its parent again."""
        child.end(status, message)
        if child in self._children:
            self._children.remove(child)
        if self._here.run is child:
            self._here.run = child.parent

    @property
    def stands_for_run(self) -> bool:
        """Whether this process is set up as the run is: it is its first, or rank 0 of those that train together."""
        rank = processinfo.rank()
        if self.is_main_process or self._has_joined:
            return rank in (None, 0)
        return rank == 0 and not self._is_forked and not processinfo.is_multiprocessing_child()

    def join(self, rank: int, world: int):
        """This process is one of `world` that train together: it begins a file that says so, unless its file does."""
        self._has_joined = True
        if world > 1 and processinfo.join(rank, world):
            self.main_run.writer.begin_anew()

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
        self.is_main_process = self._has_joined = False
        self._is_forked = True
        for run in [self.main_run, *self._children]:
            run.after_fork()

    def work_for(self, run: "Run | None"):
        """Sends what this thread reports to a run; to the main one with None."""
        self._here.run = run

    def working_for(self, run: "Run | None") -> _WorkingFor:
        """`with session.working_for(run):` sends what this thread reports meanwhile to a run."""
        return _WorkingFor(self._here, run)

    def warn(self, source: str, code: str, message: str):
        """Says once per source and code what cannot be recorded."""
        if (source, code) not in self._warned:
            self._warned.add((source, code))
            self.main_run.warn(code, "%s: %s" % (source, message))

    def guard(self, source: str, work, /, *args, **kwargs):
        """Calls `work`; what it raises becomes one warning, and never the training's problem."""
        try:
            return work(*args, **kwargs)
        except Exception as error:
            try:
                self.warn(source, "tracker-error", "%s: %s" % (type(error).__name__, error))
            except Exception:  # its text may raise too
                pass
            return None

    def caller(self):
        """The frame that called the library's function which a hook is looking at."""
        frame = sys._getframe(1)
        while frame is not None and str(frame.f_globals.get("__name__")).startswith(_OURS):
            frame = frame.f_back
        return frame

    def is_users(self, thing) -> bool:
        """Whether a function or class is the user's own, by the module that it says it is from."""
        main = sys.modules.get("__main__")
        module = sys.modules.get(getattr(thing, "__module__", None) or "")
        file = getattr(module, "__file__", None) or ""
        if module is main:
            return not places.is_library(file)  # what lies outside the workspace too; `python -c` has no file
        return file != "" and self.workspace.is_own_source(file)

    def is_user_code(self, frame) -> bool:
        """Whether a frame runs a file of the user's: the main script, or one of the workspace that is not installed."""
        file = frame.f_code.co_filename
        if places.is_library(file):
            return False
        main = sys.modules.get("__main__")
        if frame.f_globals is getattr(main, "__dict__", None):
            return True
        # What has no file of its own, a wrapper of ours too, says so by such a name.
        return not file.startswith("<") and self.workspace.own_path(file) is not None


def _path_text(path) -> "str | None":
    if isinstance(path, (str, bytes, os.PathLike)):
        return os.fsdecode(path)
    return None


def _files_below(folder: str):
    """The files of a folder and of those in it, no more than a run tells of."""
    from itertools import islice  # here, since a start is spared what it does not need

    return islice(_walk(folder), MAX_FILES)


def _walk(folder: str):
    for parent, _, names in os.walk(folder):
        for name in sorted(names):
            yield os.path.join(parent, name)
