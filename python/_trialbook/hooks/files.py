"""What a logger is given to keep: a file, or a folder of them."""

import os

# A folder with more than this is data, and its files one by one say nothing more.
_MAX_FILES = 1_000


def writes(session, source: str, path, kind: "str | None" = None):
    """Reports a file, or those below a folder, as written by the training; without a `kind` names decide."""
    if not os.path.isdir(path):
        session.writes(source, path, kind)
        return
    left = _MAX_FILES
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names)[:left]:
            session.writes(source, os.path.join(folder, name), kind)
        left -= len(names)
        if left <= 0:
            return
