"""Makes the run of a notebook, which no recorder starts."""

import os

from . import places, start
from .run import OwnedRun
from .session import Session

_FOLDER = ".trialbook"


def begin(environ, names: dict):
    """Begins to record this kernel in a run of its own. `names`: those of the notebook. Raises `OSError`."""
    folder = environ.get("TRIALBOOK_WORKSPACE") or _find_workspace(os.getcwd())
    runs_dir = make_runs_folder(folder)
    workspace = places.Workspace(folder, runs_dir)
    file = _notebook_file(environ, names)
    name = "notebook" if file is None else os.path.splitext(os.path.basename(file))[0]
    script = None if file is None else workspace.relative_path(file)
    run = OwnedRun(runs_dir, name, name, None, cwd=working_directory(folder), script=script)
    # For the processes that the notebook starts: they are part of this run.
    environ.update(TRIALBOOK_RUN_DIR=run.dir, TRIALBOOK_WORKSPACE=folder, TRIALBOOK_EXPERIMENT=name)
    off = environ.get("TRIALBOOK_OFF", "").split(",")
    start.begin(Session(run, workspace, start.is_main_process(environ, run.dir), off))


def _notebook_file(environ, names: dict) -> "str | None":
    """Jupyter names it in the environment, VS Code among the notebook's own names; others do not tell."""
    for told in (names.get("__vsc_ipynb_file__"), environ.get("JPY_SESSION_NAME")):
        if isinstance(told, str) and told:
            return os.path.abspath(told)
    return None


def make_runs_folder(workspace: str) -> str:
    """As `makeRunsFolder` of src/common/runsFolder.ts."""
    runs_dir = os.path.join(workspace, _FOLDER, "runs")
    os.makedirs(runs_dir, exist_ok=True)
    try:
        with open(os.path.join(workspace, _FOLDER, ".gitignore"), "x", encoding="ascii", newline="") as file:
            file.write("*\n")
    except FileExistsError:
        pass
    return runs_dir


def _find_workspace(folder: str) -> str:
    """The nearest folder with ours, else with git's, else itself, as in src/recorder/workspaceSearch.ts."""
    for mark in (_FOLDER, ".git"):
        place = folder
        while not os.path.exists(os.path.join(place, mark)) and place != os.path.dirname(place):
            place = os.path.dirname(place)
        if os.path.exists(os.path.join(place, mark)):
            return place
    return folder


def working_directory(workspace: str) -> str:
    """As `run` events tell it: relative to the workspace folder, absolute outside of it."""
    relative = os.path.relpath(os.getcwd(), workspace).replace(os.sep, "/")
    return os.getcwd() if relative.startswith("..") else relative
