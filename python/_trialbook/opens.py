"""Sees which files of the workspace the training opens, by Python's audit events."""

import os
import stat

from . import events, places

# Beyond this a training walks through a folder of samples, and its files one by one say nothing more.
MAX_FILES = 10_000
_CODE = (".py", ".pyc", ".pyi", ".so", ".pyd")
_WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC


class OpenWatcher:
    """Sends an `open` event for each file of the workspace, once for reading and once for writing."""

    def __init__(self, workspace, writer):
        self._workspace = workspace
        self._writer = writer
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
