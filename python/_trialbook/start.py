"""Puts the tracker's parts together in a process."""

import atexit
import os
import sys

from . import events, hooks, imports, opens, places, processinfo
from .run import Run
from .session import Session
from .writer import Writer

# Which process of a run is the first, for the processes below it: its pid and the run folder. In another run's
# processes, started from within this one, it means nothing.
_MAIN_PROCESS = "_TRIALBOOK_MAIN_PROCESS"

# The tracker of this process, once it has started.
session = None


def start(environ):
    """Begins to record this process in the run folder that `environ` names; a second call does nothing."""
    global session
    if session is not None:
        return
    run_dir = environ["TRIALBOOK_RUN_DIR"]
    writer = Writer(run_dir)
    writer.on_first_event = lambda: _record_end(writer)
    workspace = places.Workspace(environ.get("TRIALBOOK_WORKSPACE") or os.getcwd(), run_dir)
    is_main = _is_main_process(environ, run_dir)
    off = environ.get("TRIALBOOK_OFF", "").split(",")
    session = Session(Run(run_dir, writer), workspace, is_main, off)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=session.after_fork)
    # Children of the training are silent until there is something to say: a data loader's workers are many.
    if is_main:
        writer.greet()
        writer.send(events.interpreter(sys.executable or "", "%d.%d.%d" % sys.version_info[:3], list(sys.path)))
    if session.is_on("opens"):
        sys.addaudithook(opens.OpenWatcher(workspace, writer).hook())
    imports.ImportHooks(hooks.import_hooks(session)).install()


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
    if processinfo.is_multiprocessing_child():
        from multiprocessing.util import Finalize

        Finalize(None, writer.close, exitpriority=-100)
