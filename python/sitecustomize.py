"""Starts the tracker in a training process; loaded by Python itself because this folder leads PYTHONPATH.

PYTHONPATH leaks to every interpreter that the training starts, so this file must parse under Python 2.7 too, and does
nothing of ours below 3.9, or where neither a run folder is named nor notebooks are to be recorded. In every case it
first steps aside for the sitecustomize that would have been loaded without us.
"""

import os
import sys


def _is(folder, entry):
    return os.path.normcase(os.path.abspath(entry)) == os.path.normcase(folder)


def _start(folder):
    is_in_run = os.environ.get("TRIALBOOK_RUN_DIR")
    if sys.version_info < (3, 9) or not (is_in_run or os.environ.get("TRIALBOOK_NOTEBOOKS")):
        return
    try:
        sys.path.insert(0, folder)
        try:
            if is_in_run:
                from _trialbook.start import start
            else:
                from _trialbook.notebooks import await_kernel as start
        finally:
            sys.path.remove(folder)
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
