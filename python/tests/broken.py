"""A tracker that is broken wherever hooks touch it, as a sitecustomize that Python loads before ours starts it."""

from launching import TRACKER_DIR

BREAK_ALL = f"""
import sys
sys.path.insert(0, {str(TRACKER_DIR)!r})
from _trialbook import describe, places, session
sys.path.pop(0)

def broken(*args, **kwargs):
    raise RuntimeError("broken tracker")

# Too small to raise: what wrappers call outside of any guard.
OURS = {{"guard", "warn", "is_on", "end", "after_fork", "inside", "working_for"}}
for owner in (session.Session, places.Workspace):
    for name, found in list(vars(owner).items()):
        if callable(found) and not name.startswith("_") and name not in OURS:
            setattr(owner, name, broken)
describe.param_value = broken
"""
