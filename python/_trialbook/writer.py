"""Appends this process's events to a file of its own in the run folder."""

import os
from _thread import RLock
from time import time_ns

from . import events, processinfo

# How files of events are opened: every write goes to their end.
FLAGS = os.O_CREAT | os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)


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
        # Where our descriptor stands: at the end of what we wrote.
        self._position = 0
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
        self.send(None)

    def send(self, fields: "str | None"):
        """Appends one event, made by a function of `events`."""
        # `with` alone is safe against a KeyboardInterrupt between taking the lock and the block that frees it.
        with self._lock:
            if self._busy:
                # A signal handler or an audit hook interrupted this very method: the outer call goes on with it.
                self._waiting.append(fields)
                return
            self._busy = True
            try:
                self._write(fields)
            finally:
                self._busy = False
            if self._waiting:
                self._send_waiting()

    def close(self):
        """Records that this process ended in order, when it has recorded anything, and ignores what comes later."""
        if self._closed or not self.has_written:
            return
        if self.lost:
            self.send(events.warn("events-lost", "%d events could not be written" % self.lost))
        self.send(events.bye())
        self._closed = True

    def _send_waiting(self):
        while self._waiting:
            try:
                fields = self._waiting.pop(0)
            except IndexError:  # a handler that interrupted us here has sent it
                return
            self.send(fields)

    def _write(self, fields: "str | None"):
        if self._closed:
            return
        try:
            if not self._is_ours():
                self._open()
            if self._next == 0:
                self._append(events.hello(processinfo.facts(), self.role))
                self.on_first_event()
            if fields is not None:
                self._append(fields)
        except OSError:
            self.lost += 1

    def _open(self):
        if self._path is None:
            self._path = os.path.join(self._run_dir, "events-%d-%d.jsonl" % (os.getpid(), time_ns()))
        self._fd = os.open(self._path, FLAGS, 0o666)
        stat = os.fstat(self._fd)
        self._identity = (stat.st_dev, stat.st_ino)
        self._position = os.lseek(self._fd, 0, os.SEEK_END)

    def _is_ours(self) -> bool:
        """Whether our descriptor still is our file: a program may close descriptors that it does not know.

        Its number may then be another file's, into which nothing of ours may go. `fstat` tells, and costs as much as
        the write. `lseek` costs a quarter of it: a closed descriptor, a pipe and a terminal have no position, and
        another file would have to stand at the very byte where ours ends. Only where the position differs does `fstat`
        decide, as in a process that a library forked behind Python's back.
        """
        try:
            position = os.lseek(self._fd, 0, os.SEEK_CUR)
            if position == self._position:
                return True
            stat = os.fstat(self._fd)
        except OSError:
            return False
        self._position = position
        return (stat.st_dev, stat.st_ino) == self._identity

    def _append(self, fields: str):
        data = events.line(self._next, time_ns() // 1000, fields)
        if self._torn:
            data = b"\n" + data
        while data:
            written = os.write(self._fd, data)
            self._position += written
            data = data[written:]
            self._torn = bool(data)
        self._next += 1
