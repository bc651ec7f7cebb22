"""Starts the tracker in a training process; loaded by Python itself because this folder leads PYTHONPATH.

PYTHONPATH leaks to every interpreter that the training starts, so this file must parse under Python 2.7 too, and does
nothing of ours below 3.9, or where the environment names no run folder and asks for nothing else. In every case it
first steps aside for the sitecustomize that would have been loaded without us.
"""

import os
import sys


def _is(folder, entry):
    return os.path.normcase(os.path.abspath(entry)) == os.path.normcase(folder)


def _starts(environ):
    """What the environment asks for: to record this process, to make it a run, or to wait for a notebook."""
    if environ.get("TRIALBOOK_RUN_DIR"):
        from _trialbook.start import start

        return [start]
    starts = []
    if environ.get("TRIALBOOK_HANDOVER"):
        from _trialbook.handover import hand_over

        starts.append(hand_over)
    if environ.get("TRIALBOOK_NOTEBOOKS"):
        from _trialbook.notebooks import await_kernel

        starts.append(await_kernel)
    return starts


def _start(folder):
    if sys.version_info < (3, 9):
        return
    try:
        sys.path.insert(0, folder)
        try:
            starts = _starts(os.environ)
        finally:
            sys.path.remove(folder)
        for start in starts:
            start(os.environ)
    except Exception:  # recording must never disturb a training
        pass


_folder = os.path.dirname(os.path.abspath(__file__))
# The training sees the path that it would have without us; `_trialbook` finds its modules by its own __path__.
sys.path[:] = [entry for entry in sys.path if not _is(_folder, entry)]
# Held by a name: Python 2 clears a module that nothing refers to, and this code still runs.
_ourselves = sys.modules.pop("sitecustomize", None)
try:
    # The user's own takes our place. Its errors pass through, so that Python reports them as without us.
    import sitecustomize  # noqa: F401
finally:
    _start(_folder)
