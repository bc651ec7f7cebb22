"""Sees which files of the workspace the training opens and imports, by Python's audit events."""

import os
import stat
from _frozen_importlib_external import source_from_cache
from time import time_ns

from . import events, places
from .writer import FLAGS

# Beyond this a training walks through a folder of samples, and its files one by one say nothing more.
MAX_FILES = 10_000
_CODE = (".py", ".pyc", ".pyi", ".so", ".pyd")
_WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC


class OpenWatcher:
    """Sends an `open` event for each file of the workspace, once for reading and once for writing."""

    def __init__(self, workspace, writer, sources: "Sources"):
        self._workspace = workspace
        self._writer = writer
        self._sources = sources
        self._seen = set()

    def hook(self):
        """The function for `sys.addaudithook`: it never raises, for that would stop what it was told of."""
        seen = self._opened

        def on_audit(event, arguments):
            # Called for everything that Python audits, even while it shuts down and names are gone.
            if event != "open":
                return
            try:
                path, mode, flags = arguments
                if not isinstance(path, int):
                    seen(path, mode, flags)
            except Exception:
                pass

        return on_audit

    def _opened(self, path, mode: "str | None", flags):
        path = os.fsdecode(path)
        if path.endswith(_CODE):
            if path.endswith((".py", ".pyc")) and not _writes(mode, flags):
                self._sources.opened(path)
            return
        own = self._workspace.own_path(path)
        if own is None:
            return
        writes = _writes(mode, flags)
        if (own, writes) in self._seen or len(self._seen) > MAX_FILES:
            return
        fields = _write_event(own) if writes else _read_event(own)
        if fields is None:
            return  # not noted as seen: it may exist the next time
        self._seen.add((own, writes))
        if len(self._seen) > MAX_FILES:
            fields = events.warn("opens-capped", "More than %d files were opened" % MAX_FILES)
        self._writer.send(fields)


class Sources:
    """Tells which source files of the workspace the training ran, each once for all processes of the run.

    They share one file, which a process reads before it adds to it: the many workers of a data loader import what the
    training has imported before, and shall neither tell it again nor begin files of their own for it.
    """

    NAME = "sources.jsonl"

    def __init__(self, workspace, run_dir: str):
        self._workspace = workspace
        self._file = os.path.join(run_dir, self.NAME)
        self._known = set()
        self._told = None

    def opened(self, path: str):
        """A source was opened, or what an import opens in its place: its bytecode in `__pycache__`."""
        source = source_from_cache(path) if path.endswith(".pyc") else path
        own = self._workspace.own_path(source)
        if own is None or own in self._known:
            return
        fields = _read_event(own)
        if fields is None:
            return
        self._known.add(own)
        self._tell(fields)

    def _tell(self, fields: str):
        if self._told is None:
            self._told = self._read()
        if fields in self._told:
            return
        # One write, as of any event; without `q`, which counts the lines of one writer.
        data = ('{"t":%d,%s}\n' % (time_ns() // 1000, fields)).encode("ascii")
        fd = os.open(self._file, FLAGS, 0o666)
        try:
            os.write(fd, data)
        finally:
            os.close(fd)

    def _read(self) -> set:
        """The fields of all that was told when this process first had something to tell."""
        try:
            with open(self._file, encoding="ascii") as lines:
                return {line.partition(",")[2][:-2] for line in lines}
        except OSError:  # there is none yet
            return set()


def _writes(mode: "str | None", flags) -> bool:
    if isinstance(mode, str):
        return not set("wax+").isdisjoint(mode)
    return bool(flags & _WRITING_FLAGS)


# The audit event comes before the file is opened: both look whether that can succeed.


def _read_event(path: str) -> "str | None":
    try:
        info = os.stat(path)
    except OSError:
        return None
    if not stat.S_ISREG(info.st_mode) or not os.access(path, os.R_OK):
        return None
    return events.opened_for_reading(path, info.st_size, places.mtime_ms(info))


def _write_event(path: str) -> "str | None":
    try:
        writable = stat.S_ISREG(os.stat(path).st_mode) and os.access(path, os.W_OK)
    except FileNotFoundError:
        writable = os.access(os.path.dirname(path), os.W_OK | os.X_OK)
    return events.opened_for_writing(path) if writable else None
