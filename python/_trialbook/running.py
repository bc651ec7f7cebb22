"""Runs a script, module or code as the interpreter itself would, behind the start of the tracker.

The way for `-I`, `-E` and `-S`, where Python does not load our sitecustomize. What the training runs in is the real
`__main__` module: pickling, multiprocessing and threads that outlive the script find it.
"""

import os
import sys
from _frozen_importlib_external import SourceFileLoader

_IS_SAFE_PATH = bool(getattr(sys.flags, "safe_path", False) or sys.flags.isolated)


def run(runner: str):
    """Takes the words behind our own in `sys.argv` and does what Python does with them. Called by `runner.py` alone."""
    _forget(runner)
    _start_tracker()
    try:
        _run(sys.argv)
    except SystemExit:
        raise
    except BaseException:
        _hide_frames_of({runner, __file__})
        raise


def _start_tracker():
    if not os.environ.get("TRIALBOOK_RUN_DIR") or sys.version_info < (3, 9):
        return
    try:
        from . import start

        start.start(os.environ)
    except Exception:  # recording must never disturb a training
        pass


def _forget(runner: str):
    """Takes ourselves off the command line and the path."""
    del sys.argv[0]
    original = getattr(sys, "orig_argv", [])
    if runner in original:
        original.remove(runner)
    if not _IS_SAFE_PATH:
        del sys.path[0]  # our folder, as that of the script that Python was told to run
    # With `-S` alone, PYTHONPATH counts.
    folder = os.path.normcase(os.path.dirname(os.path.abspath(runner)))
    sys.path[:] = [entry for entry in sys.path if os.path.normcase(os.path.abspath(entry)) != folder]


def _run(argv: list):
    if argv[0] == "-m":
        _run_module(argv)
    elif argv[0] == "-c":
        _run_code(argv)
    elif os.path.isfile(argv[0]) and not _is_archive(argv[0]):
        _run_script(argv[0])
    else:
        _run_folder_or_archive(argv[0])


def _run_module(argv: list):
    import runpy

    _first_on_path(os.getcwd)
    name = argv.pop(1)
    _main_namespace()
    runpy._run_module_as_main(name)


def _run_code(argv: list):
    _first_on_path(lambda: "")
    source = argv.pop(1)
    namespace = _main_namespace()
    if sys.version_info >= (3, 13):
        import linecache

        # As the interpreter does: its tracebacks show the lines of such code.
        linecache.cache["<string>"] = (len(source), None, source.splitlines(keepends=True), "<string>")
    exec(compile(source, "<string>", "exec", dont_inherit=True), namespace)


def _run_script(script: str):
    _first_on_path(lambda: os.path.dirname(os.path.realpath(script)))
    file = _absolute(script)
    with open(script, "rb") as opened:
        source = opened.read()
    namespace = _main_namespace()
    namespace.update(__file__=file, __cached__=None, __loader__=SourceFileLoader("__main__", file))
    exec(compile(source, file, "exec", dont_inherit=True), namespace)


def _run_folder_or_archive(path: str):
    """A folder or zip file with a `__main__.py`; anything else is reported as Python does."""
    import runpy

    if not os.path.exists(path):
        program = getattr(sys, "orig_argv", [sys.executable])[0]
        text = "%s: can't open file %r: [Errno 2] No such file or directory\n" % (program, _absolute(path))
        sys.stderr.write(text)
        sys.exit(2)
    sys.path.insert(0, _absolute(path))
    _main_namespace()
    runpy._run_module_as_main("__main__", False)


def _is_archive(path: str) -> bool:
    import zipimport

    try:
        zipimport.zipimporter(path)
    except zipimport.ZipImportError:
        return False
    return True


def _main_namespace() -> dict:
    """The `__main__` module's own, as new."""
    import builtins

    namespace = sys.modules["__main__"].__dict__
    namespace.clear()
    fresh = {"__name__": "__main__", "__doc__": None, "__package__": None, "__loader__": None, "__spec__": None}
    namespace.update(fresh, __builtins__=builtins)
    if sys.version_info < (3, 14):
        namespace["__annotations__"] = {}
    return namespace


def _first_on_path(folder):
    if not _IS_SAFE_PATH:
        sys.path.insert(0, folder())


def _absolute(path: str) -> str:
    """As Python makes the name of the script absolute: without tidying it."""
    return os.path.join(os.getcwd(), path)


def _hide_frames_of(files: set):
    """Has the traceback that Python prints next begin with the script's own frames, as without us."""
    theirs = sys.excepthook

    def report(kind, error, trace):
        sys.excepthook = theirs
        while trace is not None and trace.tb_frame.f_code.co_filename in files:
            trace = trace.tb_next
        sys.last_traceback = error.__traceback__ = trace
        theirs(kind, error, trace)

    sys.excepthook = report
