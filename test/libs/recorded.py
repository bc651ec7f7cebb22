"""Runs a script with real libraries without and with the tracker, and reads what was recorded."""

import re
import sys
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

import launching
from launching import Outcome, Training


class RealTraining(Training):
    """A workspace for scripts with real libraries; the run folder has the place that it has in the product."""

    def __init__(self, folder: Path, python: str):
        super().__init__(folder, python)
        self.run_dir = self.workspace / ".trialbook" / "runs" / "01JGFJJZ00ABCDEFGHJKMNPQRS"
        self.run_dir.mkdir(parents=True)

    def run_both_ways(self, script: Path, *arguments: str, ignore=(), **options) -> "Recorded":
        """Holds output, errors, exit code and written files of both ways equal, but for files that `ignore` names.

        A pattern there is of a name (`*.log`) or of a path from the workspace folder (`wandb/*`, at any depth below).

        `options` are environment variables. A script that prints a time or a random number must not: seed it.
        """
        before = self._files()
        without = self.run(str(script), *arguments, tracked=False, **options)
        written = self._take_new(before)
        with_us = self.run(str(script), *arguments, **options)
        again = self._take_new(before)
        assert _as_unwrapped(with_us) == without
        kept = {name for name in written if not _matches(name, ignore)}
        assert {name for name in again if not _matches(name, ignore)} == kept
        changed = [name for name in sorted(kept) if written[name] != again[name]]
        assert changed == []
        return Recorded(with_us, self, again)

    def _files(self) -> set:
        """Files and folders of the workspace."""
        return {file for file in self.workspace.rglob("*") if ".trialbook" not in file.parts}

    def _take_new(self, before: set) -> dict:
        """Bytes of the files that are new since `before`, by their path; they and new folders are removed."""
        contents = {}
        for file in sorted(self._files() - before, reverse=True):  # what lies in a folder before the folder itself
            if file.is_dir() and not file.is_symlink():
                file.rmdir()
                continue
            if file.is_file():
                contents[file.relative_to(self.workspace).as_posix()] = file.read_bytes()
            file.unlink()
        return contents


def _as_unwrapped(outcome: Outcome) -> Outcome:
    """Before Python 3.11 a traceback has a line of ours for each wrapped function: without them."""
    if sys.version_info >= (3, 11):
        return outcome
    ours = r'  File "<frozen importlib\._bootstrap> of trialbook", .*\n(    .*\n)?'
    return replace(outcome, err=re.sub(ours, "", outcome.err))


@dataclass
class Recorded:
    """What the tracker wrote about a run."""

    outcome: Outcome
    training: RealTraining
    # Bytes of the files that the script wrote, by their path in the workspace.
    written: dict

    @property
    def events(self) -> list:
        """Of all processes of the run, those of the process that began first in front."""
        return [event for file in self.training.files() for event in file]

    @property
    def params(self) -> dict:
        return {event["k"]: event["v"] for event in self.events if event["e"] == "p"}

    @property
    def metrics(self) -> dict:
        """By key: a list of (step, value)."""
        return points(self.events)

    @property
    def sources(self) -> dict:
        """By key of a metric: its source."""
        return {event["k"]: event["src"] for event in self.events if event["e"] == "m"}

    @property
    def plots(self) -> list:
        """Events of what is neither number nor file."""
        return [event for event in self.events if event["e"] == "plot"]

    @property
    def duplicates(self) -> set:
        """(source left out, its key, source kept)"""
        return {(event["src"], event["k"], event["of"]) for event in self.events if event["e"] == "dup"}

    @property
    def tags(self) -> dict:
        return {event["k"]: event["v"] for event in self.events if event["e"] == "tag"}

    @property
    def reported(self) -> list:
        """Files that a library's own call reported: (path, mode, kind, source); no kind where the name decides."""
        return [
            (self._relative(event["path"]), event["mode"], event.get("kind"), event["src"])
            for event in self.events
            if event["e"] == "open" and "src" in event
        ]

    @property
    def inputs(self) -> list:
        """(uri, source)"""
        return [(event["uri"], event["src"]) for event in self.events if event["e"] == "in"]

    @property
    def warnings(self) -> list:
        return [(event["code"], event["message"]) for event in self.events if event["e"] == "warn"]

    @property
    def children(self) -> "list[Child]":
        """The runs inside this one, in the order of their beginning."""
        ids = [event["id"] for event in self.events if event["e"] == "child"]
        return [Child(self.training.run_dir.parent / run_id) for run_id in ids]

    def _relative(self, path: str) -> str:
        return Path(path).relative_to(self.training.workspace).as_posix()


class Child:
    """A run inside a run, such as a trial of a study."""

    def __init__(self, folder: Path):
        self.events = [event for file in launching.read_event_files(folder) for event in file]
        (self.run,) = [event for event in self.events if event["e"] == "run"]
        self.name = self.run["name"]
        self.params = {event["k"]: event["v"] for event in self.events if event["e"] == "p"}
        self.metrics = points(self.events)
        self.tags = {event["k"]: event["v"] for event in self.events if event["e"] == "tag"}
        self.status = [event["status"] for event in self.events if event["e"] == "st"][-1]


def _matches(path: str, patterns) -> bool:
    return any(Path(path).match(pattern) or fnmatch(path, pattern) for pattern in patterns)


def points(events: list) -> dict:
    """By key: a list of (step, value)."""
    found = {}
    for event in events:
        if event["e"] == "m":
            found.setdefault(event["k"], []).append((event.get("s"), event["v"]))
    return found
