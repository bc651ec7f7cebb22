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
_explicit = None


def start(environ):
    """Begins to record this process in the run folder that `environ` names; a second call does nothing."""
    if session is not None:
        return
    run_dir = environ["TRIALBOOK_RUN_DIR"]
    workspace = places.Workspace(environ.get("TRIALBOOK_WORKSPACE") or os.getcwd(), run_dir)
    off = environ.get("TRIALBOOK_OFF", "").split(",")
    begin(Session(Run(run_dir, Writer(run_dir)), workspace, is_main_process(environ, run_dir), off))


def begin(started: Session):
    """Records this process with a session; once in a process."""
    global session
    session = started
    writer = started.main_run.writer
    writer.on_first_event = lambda: _record_end(writer)
    # The first that is registered is the last that runs: what the training does at its end is recorded too.
    atexit.register(started.end)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=started.after_fork)
    # Children of the training are silent until there is something to say: a data loader's workers are many.
    if started.is_main_process:
        writer.greet()
        writer.send(events.interpreter(sys.executable or "", "%d.%d.%d" % sys.version_info[:3], list(sys.path)))
    if started.is_on("opens"):
        sources = opens.Sources(started.workspace, started.main_run.dir)
        sys.addaudithook(opens.OpenWatcher(started.workspace, writer, sources).hook())
    imports.OwnPackage().install()
    imports.ImportHooks(hooks.import_hooks(started)).install()


def explicit():
    """What `import trialbook` hands its calls to; None when this process is not recorded."""
    global _explicit
    if _explicit is None and session is not None:
        from .explicit import Explicit

        _explicit = Explicit(session)
    return _explicit


def is_main_process(environ, run_dir: str) -> bool:
    """Whether this process is the first of a run; notes it for the processes below."""
    ours = "%d %s" % (os.getpid(), run_dir)
    known = environ.get(_MAIN_PROCESS)
    if known is not None and known != ours and known.partition(" ")[2] == run_dir:
        return False
    environ[_MAIN_PROCESS] = ours
    return True


def _record_end(writer):
    # Children of multiprocessing end in os._exit, past atexit.
    if processinfo.is_multiprocessing_child():
        from multiprocessing.util import Finalize

        Finalize(None, writer.close, exitpriority=-100)
