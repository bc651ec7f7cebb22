"""What an event file's first line says about the process that writes it."""

import os
import sys
from time import monotonic_ns

from . import redaction


def facts() -> dict:
    """The fields of a hello beyond its version and role, by the protocol's names."""
    return {
        "pid": os.getpid(),
        "ppid": os.getppid(),
        "host": _host(),
        "argv": redaction.redact_arguments([text for text in getattr(sys, "argv", []) if isinstance(text, str)]),
        "exe": sys.executable or None,
        "cwd": _working_directory(),
        "mono": monotonic_ns() // 1000,
        "py": "%d.%d.%d" % sys.version_info[:3],
        "start": _start(),
    }


def _host() -> str:
    # socket.gethostname would import socket, which costs more than all the rest of the tracker.
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def _working_directory() -> "str | None":
    try:
        return os.getcwd()
    except OSError:  # it was deleted
        return None


def _start() -> "str | None":
    """What tells this process from a later one with its pid: field 22 of `/proc/self/stat`, see proc(5); Linux only."""
    try:
        fd = os.open("/proc/self/stat", os.O_RDONLY)
    except OSError:
        return None
    try:
        stat = os.read(fd, 4096)
    finally:
        os.close(fd)
    # The second field is the program's name in brackets and may hold anything, brackets and blanks included.
    return stat[stat.rindex(b")") + 2 :].split()[19].decode("ascii")
