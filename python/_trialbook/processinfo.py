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
        "argv": _arguments(),
        "exe": sys.executable or None,
        "cwd": _working_directory(),
        "mono": monotonic_ns() // 1000,
        "py": "%d.%d.%d" % sys.version_info[:3],
        "start": _start(),
        **_place(),
    }


def command() -> list:
    """The command line of this process, without secrets."""
    return [sys.executable or "python", *_arguments()]


def _arguments() -> list:
    return redaction.redact_arguments([text for text in getattr(sys, "argv", []) if isinstance(text, str)])


# How launchers name the place of a process: torchrun and its like, Open MPI, Slurm.
_RANKS = (
    ("RANK", "LOCAL_RANK", "WORLD_SIZE"),
    ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_LOCAL_RANK", "OMPI_COMM_WORLD_SIZE"),
    ("SLURM_PROCID", "SLURM_LOCALID", "SLURM_NTASKS"),
)


# What this process was told of its place by the call that made it one of several, instead of by its environment.
_joined = {}


def join(rank: int, world: int) -> bool:
    """Notes this process's place among those that train together; tells whether that is news."""
    known = _place()
    if (known.get("rank"), known.get("world")) == (rank, world):
        return False
    local_rank = _count(os.environ.get("LOCAL_RANK"))
    _joined.update(rank=rank, localRank=local_rank, world=world)
    return True


def rank() -> "int | None":
    """Its place among the processes that train together, from 0; None where it is the only one."""
    return _place().get("rank")


def is_multiprocessing_child() -> bool:
    """Whether Python's `multiprocessing` started this process, such as a worker of a data loader."""
    multiprocessing = sys.modules.get("multiprocessing.process")
    return multiprocessing is not None and multiprocessing.parent_process() is not None


def _place() -> dict:
    """The fields of a hello about this process's place; nothing where it is the only one."""
    if _joined:
        return _joined
    for names in _RANKS:
        rank, local_rank, world = (_count(os.environ.get(name)) for name in names)
        if rank is not None and world is not None and world > 1:
            return {"rank": rank, "localRank": local_rank, "world": world}
    return {}


def _count(text: "str | None") -> "int | None":
    return int(text) if text is not None and text.isdecimal() else None


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
