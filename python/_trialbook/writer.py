"""Appends this process's events to a file of its own in the run folder."""

import os
from _thread import RLock
from time import time_ns

from . import events, processinfo

_FLAGS = os.O_CREAT | os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Writer:
    """One `os.write` per event and no buffer: what a killed process had sent is in the file.

    The file is made with its first event, a hello in front of it. Nothing here raises `OSError`: an event that cannot
    be written is counted in `lost`, and readers see a half-written one as a bad line.
    """

    def __init__(self, run_dir: str, role: str = "tracker"):
        self._run_dir = run_dir
        self.role = role
        self.lost = 0
        # Called once when a file is made, so that its end can be recorded too.
        self.on_first_event = lambda: None
        self._reset()

    def _reset(self):
        self._path = None
        self._fd = -1
        self._identity = None
        self._next = 0
        self._torn = False
        self._closed = False
        self._lock = RLock()
        self._busy = False
        self._waiting = []

    @property
    def has_written(self) -> bool:
        return self._next > 0

    def after_fork(self):
        """Begins anew in a forked child: its own file, no inherited lock that a lost thread holds."""
        if self._fd >= 0 and self._is_ours():
            os.close(self._fd)
        self.lost = 0
        self._reset()

    def begin_anew(self):
        """Goes on in another file, when there is one already: what its hello says has changed."""
        with self._lock:
            if self.has_written and not self._closed:
                self.close()
                self.after_fork()
                self.greet()

    def greet(self):
        """Makes the file at once, with nothing but its hello."""
        self._send(None)

    def send(self, fields: str):
        """Appends one event, made by a function of `events`."""
        self._send(fields)

    def close(self):
        """Records that this process ended in order, when it has recorded anything, and ignores what comes later."""
        if self._closed or not self.has_written:
            return
        if self.lost:
            self._send(events.warn("events-lost", "%d events could not be written" % self.lost))
        self._send(events.bye())
        self._closed = True

    def _send(self, fields: "str | None"):
        # `with` alone is safe against a KeyboardInterrupt between taking the lock and the block that frees it.
        with self._lock:
            self._waiting.append(fields)
            if self._busy:
                return  # a signal handler or an audit hook interrupted this very method: the outer call goes on with it
            self._busy = True
            try:
                while self._waiting:
                    self._write(self._waiting.pop(0))
            finally:
                self._busy = False

    def _write(self, fields: "str | None"):
        if self._closed:
            return
        try:
            self._ensure_open()
            if self._next == 0:
                self._append(events.hello(processinfo.facts(), self.role))
                self.on_first_event()
            if fields is not None:
                self._append(fields)
        except OSError:
            self.lost += 1

    def _ensure_open(self):
        if self._fd >= 0 and self._is_ours():
            return
        if self._path is None:
            self._path = os.path.join(self._run_dir, "events-%d-%d.jsonl" % (os.getpid(), time_ns()))
        self._fd = os.open(self._path, _FLAGS, 0o666)
        stat = os.fstat(self._fd)
        self._identity = (stat.st_dev, stat.st_ino)

    def _is_ours(self) -> bool:
        """Whether our descriptor still is our file: a program may close descriptors that it does not know."""
        try:
            stat = os.fstat(self._fd)
        except OSError:
            return False
        return (stat.st_dev, stat.st_ino) == self._identity

    def _append(self, fields: str):
        data = events.line(self._next, time_ns() // 1000, fields)
        if self._torn:
            data = b"\n" + data
        written = 0
        try:
            while written < len(data):
                written += os.write(self._fd, data[written:])
        except OSError:
            self._torn = self._torn or written > 0
            raise
        self._torn = False
        self._next += 1
