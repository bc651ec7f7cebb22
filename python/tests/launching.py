"""Trains for real: scripts run in processes of their own, with and without the tracker."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

TRACKER_DIR = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Outcome:
    out: str
    err: str
    code: int


def clean_environment(**more):
    """Our environment without what would change the training's Python or be taken for a run."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "TRIALBOOK", "_TRIALBOOK"))}
    return {**inherited, **more}


def read_event_files(run_dir: Path):
    """The events of each process's file, that of the process that began first in front; without `py` events."""
    texts = [file.read_text("ascii") for file in run_dir.glob("events-*.jsonl")]
    files = [[json.loads(line) for line in text.splitlines() if '"e":"py"' not in line] for text in texts]
    return sorted(files, key=lambda file: file[0]["t"])


class Training:
    """A workspace with scripts in it, and a run folder outside of it."""

    def __init__(self, folder: Path, python: str):
        self.python = python
        self.workspace = folder / "workspace"
        self.run_dir = folder / "run"
        self.workspace.mkdir()
        self.run_dir.mkdir()

    def write(self, name: str, text: str) -> Path:
        file = self.workspace / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def environment(self, tracked=True, path=(), **more):
        ours = [str(TRACKER_DIR)] if tracked else []
        search = os.pathsep.join([*ours, *(str(folder) for folder in path)])
        recorded = {"TRIALBOOK_RUN_DIR": str(self.run_dir), "TRIALBOOK_WORKSPACE": str(self.workspace)}
        set_here = {**(recorded if tracked else {}), **({"PYTHONPATH": search} if search else {}), **more}
        return clean_environment(**set_here)

    def start(self, *arguments, **options) -> subprocess.Popen:
        return subprocess.Popen(
            [self.python, *arguments],
            cwd=self.workspace,
            env=self.environment(**options),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments, **options) -> Outcome:
        process = self.start(*arguments, **options)
        out, err = process.communicate(timeout=120)
        return Outcome(out, err, process.returncode)

    def files(self):
        return read_event_files(self.run_dir)

    def events(self):
        """The events of the only event file."""
        (events,) = self.files()
        return events

    def kinds(self):
        return [[event["e"] for event in file] for file in self.files()]

    def params(self):
        return {event["k"]: event["v"] for event in self.events() if event["e"] == "p"}

    def opened(self):
        """Files of the workspace that were reported, relative to it."""
        return [
            (Path(event["path"]).relative_to(self.workspace).as_posix(), event["mode"])
            for event in self.events()
            if event["e"] == "open"
        ]

    def sources(self):
        """Source files of the workspace that ran, relative to it, in the order in which they were told."""
        file = self.run_dir / "sources.jsonl"
        lines = file.read_text("ascii").splitlines() if file.exists() else []
        return [Path(json.loads(line)["path"]).relative_to(self.workspace).as_posix() for line in lines]
