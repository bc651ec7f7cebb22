"""Which files belong to the user's own work."""

import os
import sys

# As SKIPPED_FOLDERS of src/common/fileKinds.ts.
_SKIPPED_FOLDERS = frozenset(
    ".trialbook .git .hg .svn .venv venv node_modules site-packages dist-packages __pycache__ .ipynb_checkpoints "
    ".mypy_cache .pytest_cache .ruff_cache .tox .vscode .idea .dvc".split()
)


class Workspace:
    """The workspace folder, and the ways in which a path can name it."""

    def __init__(self, folder: str, run_dir: str):
        self._folder = os.path.abspath(folder)
        # The working directory names the real folder even where the workspace was opened through a link.
        self._prefixes = tuple({_prefix(self._folder), _prefix(os.path.realpath(self._folder))})
        places = [_prefix(place) for place in (sys.prefix, run_dir)]
        # Only what lies inside: the workspace itself may lie in the folder of an environment.
        self._skipped = tuple(
            place for place in places if place.startswith(self._prefixes) and place not in self._prefixes
        )

    def own_path(self, path: str) -> "str | None":
        """The absolute path below the workspace folder as it was given to us; None for what is not the user's work."""
        absolute = os.path.abspath(path)
        compared = os.path.normcase(absolute)
        if not compared.startswith(self._prefixes) or compared.startswith(self._skipped):
            return None
        prefix = next(prefix for prefix in self._prefixes if compared.startswith(prefix))
        relative = absolute[len(prefix) :]
        parts = relative.split(os.sep)
        if not _SKIPPED_FOLDERS.isdisjoint(parts) or _is_loggers_own(parts):
            return None
        return os.path.join(self._folder, relative)

    def is_own_source(self, file: str) -> bool:
        """Whether a source file is the user's work, and no package that is installed inside the workspace."""
        return not is_library(file) and self.own_path(file) is not None

    def relative_path(self, path: str) -> "str | None":
        """The path of a file of the user's work as events tell it: relative to the workspace folder, with `/`."""
        own = self.own_path(path)
        return None if own is None else os.path.relpath(own, self._folder).replace(os.sep, "/")


def _is_loggers_own(parts: list) -> bool:
    """Whether a path is where a logger keeps its books: W&B's run folders, MLflow's but for a run's artifacts."""
    if "wandb" in parts:
        below = parts[parts.index("wandb") + 1 :]
        return bool(below) and below[0].startswith(("run-", "offline-run-", "latest-run", "debug"))
    return "mlruns" in parts and "artifacts" not in parts


def is_library(file: str) -> bool:
    """Whether a source file belongs to an installed package or to Python itself."""
    parts = os.path.normcase(file).split(os.sep)
    if "site-packages" in parts or "dist-packages" in parts:
        return True
    return os.path.normcase(file).startswith(_prefix(os.path.dirname(os.__file__)))


def mtime_ms(info: os.stat_result) -> float:
    """When a file changed, as Node computes `mtimeMs`, to the last bit: the recorder compares it with its own look."""
    seconds, nanoseconds = divmod(info.st_mtime_ns, 10**9)
    return seconds * 1000 + nanoseconds / 1e6


def _prefix(folder: str) -> str:
    return os.path.join(os.path.normcase(os.path.abspath(folder)), "")
