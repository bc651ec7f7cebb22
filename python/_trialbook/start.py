"""Puts the tracker's parts together in a process."""

import atexit
import os
import sys

from . import events, imports, opens, places
from .writer import Writer

# Which process of a run is the first, for the processes below it: its pid and the run folder. In another run's
# processes, started from within this one, it means nothing.
_MAIN_PROCESS = "_TRIALBOOK_MAIN_PROCESS"

_started = False


def start(environ):
    """Begins to record this process in the run folder that `environ` names; a second call does nothing."""
    global _started
    if _started:
        return
    _started = True
    run_dir = environ["TRIALBOOK_RUN_DIR"]
    writer = Writer(run_dir)
    writer.on_first_event = lambda: _record_end(writer)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=writer.after_fork)
    # Children of the training are silent until there is something to say: a data loader's workers are many.
    if _is_main_process(environ, run_dir):
        writer.greet()
    _watch(places.Workspace(environ.get("TRIALBOOK_WORKSPACE") or os.getcwd(), run_dir), writer)


def _watch(workspace, writer):
    sys.addaudithook(opens.OpenWatcher(workspace, writer).hook())
    warned = []

    def warn_once(error):
        if not warned:
            warned.append(True)
            writer.send(events.warn("tracker-error", "%s: %s" % (type(error).__name__, error)))

    def hook_argparse(module):
        from .arguments import ArgumentsHook

        ArgumentsHook(workspace, writer, warn_once).install(module)

    imports.ImportHooks({"argparse": hook_argparse}, warn_once).install()


def _is_main_process(environ, run_dir: str) -> bool:
    ours = "%d %s" % (os.getpid(), run_dir)
    known = environ.get(_MAIN_PROCESS)
    if known is not None and known != ours and known.partition(" ")[2] == run_dir:
        return False
    environ[_MAIN_PROCESS] = ours
    return True


def _record_end(writer):
    atexit.register(writer.close)
    # Children of multiprocessing end in os._exit, past atexit.
    multiprocessing = sys.modules.get("multiprocessing.process")
    if multiprocessing is not None and multiprocessing.parent_process() is not None:
        from multiprocessing.util import Finalize

        Finalize(None, writer.close, exitpriority=-100)
