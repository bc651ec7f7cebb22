"""Stands in for the recorder where that cannot be started: waits for the training and says how it ended.

The rest of such a run is what the tracker says inside the training; nobody keeps its output, its code or the machine.
"""

import os
import shutil
import signal
import subprocess
from time import monotonic

from . import handover, notebook_run, places, redaction
from .run import OwnedRun

_CONTROL = "control.jsonl"
_POLL_SECONDS = 0.2
# How long a training that is asked to stop has for each answer, as the recorder gives it.
_GRACE_SECONDS = 5
_WARNING = "The recorder could not be started: output, code and machine of this run were not recorded."


def record(folder: str, script: str, words: list, off: list, environ: dict):
    """Has the training be a run of the workspace folder, and ends this process as it ends.

    `off`: what the tracker leaves alone. Raises `OSError` where no run can be made or nothing can be started.
    """
    runs_dir = notebook_run.make_runs_folder(folder)
    name = os.path.splitext(os.path.basename(script))[0]
    details = {
        "command": redaction.redact_arguments(words),
        "cwd": notebook_run.working_directory(folder),
        "script": places.Workspace(folder, runs_dir).relative_path(script),
    }
    run = OwnedRun(runs_dir, name, name, None, **details)
    run.warn("no-recorder", _WARNING)
    environ.update(TRIALBOOK_RUN_DIR=run.dir, TRIALBOOK_EXPERIMENT=name, TRIALBOOK_OFF=",".join(off))
    try:
        training = _Training(words, environ)
    except OSError:
        shutil.rmtree(run.dir, ignore_errors=True)
        raise
    try:
        code = training.wait(os.path.join(run.dir, _CONTROL))
        run.end(**_ending(code, training.was_stopped))
    finally:
        try:
            _end_as(training.process.wait())
        finally:  # a process that went on would train a second time
            os._exit(1)


class _Training:
    """The process of the training. It shares our terminal, which tells both of Ctrl-C, Ctrl-Z and its own end."""

    def __init__(self, words: list, environ: dict):
        self.process = subprocess.Popen(words, env=environ)
        self.was_stopped = False
        self._was_interrupted = False
        self._next_request_at = 0.0
        self._requests = [signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)]
        # What we ignore, the training ignores too, as without us.
        for name, handler in (("SIGINT", self._interrupted), ("SIGTERM", self._told), ("SIGHUP", self._told)):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, handler)

    def wait(self, control: str) -> int:
        """Its exit code, negative for a signal. Obeys what is written to the control file meanwhile."""
        while True:
            try:
                code = self.process.wait(_POLL_SECONDS)
            except subprocess.TimeoutExpired:
                self._look(control)
                continue
            self.was_stopped |= self._was_interrupted and code in (-signal.SIGINT, 128 + signal.SIGINT)
            return code

    def _look(self, control: str):
        """Asks for the end, more firmly each time, once anything was written to the control file."""
        if not self._requests or not os.path.isfile(control) or monotonic() < self._next_request_at:
            return
        self.was_stopped = True
        self._next_request_at = monotonic() + _GRACE_SECONDS
        self._send(self._requests.pop(0))

    def _interrupted(self, *_):
        self._was_interrupted = True

    def _told(self, number, _):
        self.was_stopped = True
        self._send(number)

    def _send(self, number: int):
        try:
            # Windows knows but one way to end another process.
            self.process.send_signal(number if os.name == "posix" else signal.SIGTERM)
        except OSError:  # it has just ended
            pass


def _ending(code: int, was_stopped: bool) -> dict:
    """The fields of the final `st` event."""
    how = {"signal": signal.Signals(-code).name} if code < 0 else {"code": code}
    if was_stopped:
        return {"status": "cancelled", **how}
    if code == 0:
        return {"status": "finished", **how}
    if code < 0:
        return {"status": "killed", "failure": "signal", "message": "killed by " + how["signal"], **how}
    return {"status": "failed", "failure": "exit-code", "message": "exit code %d" % code, **how}


def _end_as(code: int):
    """Ends this process as the training ended, so that the shell sees what it would have seen of it."""
    if code < 0:
        if -code != signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    handover.exit_with(code if code >= 0 else 128 - code)
