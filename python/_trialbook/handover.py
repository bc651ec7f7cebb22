"""Makes a run of a script that is typed in a tracked terminal: the process becomes `trialbook run` of the same command.

Every interpreter of such a terminal comes by here when it starts. What is no script of the workspace goes on as it is,
and has paid for little more than this file.
"""

import os
import sys

from . import places

_VARIABLE = "TRIALBOOK_HANDOVER"
# They start scripts of the workspace for purposes of their own: what runs below them is no run either.
_TOOLS = frozenset("coverage nox pip pre-commit pre_commit pytest py.test tox unittest".split())
# Programs that run a script of the workspace in several processes.
_LAUNCHERS = frozenset("accelerate deepspeed horovodrun torchrun".split())
# The same as modules: `python -m torch.distributed.run`.
_LAUNCHER_MODULES = frozenset(
    "accelerate.commands.launch deepspeed.launcher.runner horovod.runner.launch torch.distributed.launch"
    " torch.distributed.run torchrun".split()
)
# What MPI and Slurm call the number of a process among those that they started together.
_RANKS = "OMPI_COMM_WORLD_RANK PMI_RANK PMIX_RANK SLURM_PROCID".split()
# As NO_SCRIPT of src/training/entryPoints.ts.
_NO_TRAININGS = frozenset("conftest.py noxfile.py setup.py tasks.py".split())
# What shells and editors are told to ignore, and what runs in the background of a script.
_IGNORABLE = ("SIGHUP", "SIGINT")


def hand_over(environ):
    """Returns in a process that is to go on as it is; in any other, never."""
    argv = getattr(sys, "argv", None) or [""]
    if argv[0] in ("", "-", "-c") or sys.flags.inspect:
        return
    folder = environ["TRIALBOOK_WORKSPACE"]
    script, words = _command(argv, places.Workspace(folder, os.path.join(folder, ".trialbook")))
    if script is None:
        if os.path.basename(argv[0]) in _TOOLS or (argv[0] == "-m" and _module_name(argv) in _TOOLS):
            del environ[_VARIABLE]
    elif not _is_completing(environ) and all(environ.get(name, "0") == "0" for name in _RANKS):
        _become(environ, folder, script, words)


def _is_completing(environ) -> bool:
    """Whether a shell asks a script what may stand behind it on its command line."""
    return any(name.startswith("_") and name.endswith(("_COMPLETE", "_ARGCOMPLETE")) for name in environ)


def _command(argv: list, workspace: places.Workspace) -> tuple:
    """The user's own script that is run, and the words that run the same again; None for anything else."""
    if argv[0] == "-m":
        name = _module_name(argv)
        if name in _LAUNCHER_MODULES:
            return _launched(argv, workspace), _typed_words()
        file = _module_file(name)
        return (file if file is not None and workspace.is_own_source(file) else None), _typed_words()
    if _is_training(argv[0], workspace):
        return argv[0], _typed_words()
    is_launcher = os.path.basename(argv[0]) in _LAUNCHERS and os.access(argv[0], os.X_OK)
    return (_launched(argv, workspace) if is_launcher else None), list(argv)


def _is_training(file: str, workspace: places.Workspace) -> bool:
    name = os.path.basename(file).lower()
    if name in _NO_TRAININGS or name.startswith("test_") or name.endswith("_test.py"):
        return False
    return workspace.is_own_source(file) and os.path.isfile(file)


def _launched(argv: list, workspace: places.Workspace) -> "str | None":
    """`torchrun … train.py`: the launcher is a script too, of an environment."""
    return next((word for word in argv[1:] if word.endswith(".py") and _is_training(word, workspace)), None)


def _typed_words() -> list:
    """This interpreter, and the words that were typed behind it."""
    return [sys.executable, *_original_argv()[1:]]


def _original_argv() -> list:
    if hasattr(sys, "orig_argv"):
        return sys.orig_argv
    import ctypes  # Python 3.9

    count, words = ctypes.c_int(), ctypes.POINTER(ctypes.c_wchar_p)()
    ctypes.pythonapi.Py_GetArgcArgv(ctypes.byref(count), ctypes.byref(words))
    return words[: count.value]


def _module_name(argv: list) -> str:
    """What stands behind `-m`; Python has put `-m` in its place in `sys.argv`."""
    original = _original_argv()
    at = len(original) - len(argv)
    word = original[at]
    # `-m name`, or in one word with it and other letters: `-mname`, `-Bmname`.
    return word[word.index("m") + 1 :] if word.startswith("-") else word


def _module_file(name: str) -> "str | None":
    """The file that `-m` runs, found without an import; None where it is none."""
    parts = name.split(".")
    if not getattr(sys.flags, "safe_path", False):
        file = _program_file(os.path.join(os.getcwd(), *parts))
        if file is not None:
            return file
    spec = _find_top(parts[0])
    if spec is None:
        return None
    bases = [os.path.join(folder, *parts[1:]) for folder in spec.submodule_search_locations or ()]
    found = [spec.origin] if spec.submodule_search_locations is None else map(_program_file, bases)
    return next((file for file in found if file is not None and os.path.isfile(file)), None)


def _find_top(name: str):
    for finder in sys.meta_path:
        find = getattr(finder, "find_spec", None)
        spec = find(name, None) if find is not None else None
        if spec is not None:
            return spec
    return None


def _program_file(base: str) -> "str | None":
    """The file of a module, or of a package that can be run."""
    return next((file for file in (base + ".py", os.path.join(base, "__main__.py")) if os.path.isfile(file)), None)


def _become(environ, folder: str, script: str, words: list):
    import json

    start = json.loads(environ[_VARIABLE])
    child = dict(environ)
    del child[_VARIABLE]
    if not sys.executable:
        return
    # An editor that was updated has left its terminals behind with the names of files that are gone.
    if all(os.path.isfile(file) for file in start[:2]):
        try:
            _start_recorder(start, words, child)
        except OSError:  # Node cannot be run
            pass
    from . import stand_in

    off = [word[len("--no-") :] for word in start if word.startswith("--no-")]
    stand_in.record(folder, script, words, off, child)


def _start_recorder(start: list, words: list, environ: dict):
    import signal

    # What is ignored stays ignored in the programs that one starts, but for Node.
    signals = [one for one in signal.valid_signals() if getattr(one, "name", None) in _IGNORABLE]
    ignored = ["--ignore-signal=" + one.name for one in signals if signal.getsignal(one) == signal.SIG_IGN]
    command = [*start, *ignored, "--", *words]
    # The editor's Node may be Electron, which is Node only when told so.
    told = dict(environ, ELECTRON_RUN_AS_NODE="1")
    if os.name == "posix":
        os.execve(command[0], command, told)
    _wait_for(command, told)


def _wait_for(command: list, environ: dict):
    """Windows has no exec: this process stands by, and ends as the other does."""
    import subprocess

    process = subprocess.Popen(command, env=environ)
    try:
        while True:
            try:
                code = process.wait()
            except KeyboardInterrupt:  # the other heard it as well
                continue
            exit_with(code)
    finally:  # whatever goes wrong: a process that went on would train a second time
        os._exit(1)


def exit_with(code: int):
    """Ends this process at once, with an exit code of `Popen`: that of Windows may be too large for `os._exit`."""
    os._exit(code - 2**32 if code > 0x7FFFFFFF else code)
