"""Records the cells that a notebook's kernel executes, in the run that it is in or in one of its own.

A kernel that Jupyter or VS Code starts with our environment has no run folder: its first cell makes one. Nothing but
IPython's own events tells us of cells.
"""

import os
import sys
from time import perf_counter

from .imports import ImportHooks
from .patching import wrap

_SHELL = "IPython.core.interactiveshell"
# Of this process's shell; it has but one.
_cells = None


class Cells:
    """Sends a `cell` event for each cell that a shell executed."""

    def __init__(self, begin):
        """`begin`: gives the session of this process, and makes its run with the first cell if there is none."""
        self._begin = begin
        self._session = None
        self._running = None
        self._count = 0

    def watch(self, shell):
        shell.events.register("pre_run_cell", self._started)
        shell.events.register("post_run_cell", self._ended)

    # IPython prints what its events' listeners raise: these two may not.

    def _started(self, info):
        # Editors execute code of their own meanwhile, without a place in the history.
        if not getattr(info, "store_history", False):
            return
        try:
            self._session = self._session or self._begin()
            self._running = (info, perf_counter())
        except Exception:
            self._running = None

    def _ended(self, result):
        if self._running is None or result.info is not self._running[0]:
            return
        began = self._running[1]
        self._running = None
        self._session.guard("ipython", self._tell, result, perf_counter() - began)

    def _tell(self, result, seconds: float):
        from . import events, failures, free_text

        self._count += 1
        error = result.error_before_exec or result.error_in_exec
        source = free_text.redact(result.info.raw_cell)
        told = None if error is None else failures.summary(error)
        self._session.main_run.send(events.cell(self._count, source, round(seconds, 6), told))


def await_kernel(environ):
    """Records this process if it turns out to be a notebook's kernel that executes a cell."""

    def install(module):
        try:
            _watch_kernels(module, lambda shell: _begin_run(environ, shell))
        except Exception:  # a shell of another shape
            pass

    ImportHooks({_SHELL: install}).install()


def install(interactiveshell, session):
    """A kernel in a run, such as that of `papermill`: its cells are told to the run."""
    _watch_kernels(interactiveshell, lambda shell: session)


def record(shell):
    """`%load_ext trialbook`: from here on, whatever shell it is. Never raises."""
    global _cells
    if _cells is not None:
        return
    try:
        session = _begin_run(os.environ, shell)
        _cells = Cells(lambda: session)
        _cells.watch(shell)
    except Exception:  # such as a folder that may not be written to
        pass


def _watch_kernels(interactiveshell, begin):
    def make(original):
        def init_events(self):
            global _cells
            original(self)
            kernels = getattr(sys.modules.get("ipykernel.zmqshell"), "ZMQInteractiveShell", ())
            if isinstance(self, kernels):
                _cells = Cells(lambda: begin(self))
                _cells.watch(self)

        return init_events

    wrap(interactiveshell.InteractiveShell, "init_events", make)


def _begin_run(environ, shell):
    from . import start

    if start.session is None:
        from . import notebook_run

        notebook_run.begin(environ, shell.user_ns)
    return start.session
