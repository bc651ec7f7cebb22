"""The table of what arrives from which library, made by the tests that saw it arrive: `docs/libraries.md`."""

import json
import platform
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEEN = ROOT / "test" / "libs" / "seen.json"
PAGE = ROOT / "docs" / "libraries.md"
README = ROOT / "README.md"
_MARK = "<!-- made by npm run test:libs -->\n"
# The oldest versions that passed these tests as they stood when that was tried, by hand.
_OLDEST = {
    "catboost": "1.2.2",
    "click": "7.1.2",
    "datasets": "4.5.0",
    "fire": "0.4.0",
    "hydra": "1.2.0",
    "joblib": "1.2.0",
    "lightgbm": "4.0.0",
    "matplotlib": "3.7.5",
    "numpy": "1.24.4",
    "onnx": "1.15.0",
    "optuna": "3.6.2",
    "pandas": "1.5.3",
    "polars": "1.0.0",
    "pyarrow": "14.0.2",
    "safetensors": "0.4.0",
    "sklearn": "1.3.2",
    "skops": "0.9.0",
    "tensorboard": "2.8.0",
    "tensorboardX": "2.5",
    "typer": "0.4.0",
    "xgboost": "2.1.1",
}
COLUMNS = ("params", "metrics", "models and files", "data")
_HEAD = """# What arrives from which library

Each row was written by a test that ran a real script with the real library, with and without Trialbook: what is listed
arrived with exact names, values and steps, and output, exit code, warnings and written files were the same
(`npm run test:libs`), but for files that hold times or random ids. "Oldest" is the oldest version that passed the
library's test when it was tried by hand, with the test as it stood then. Nothing is edited in the scripts. The light
group runs with every change, the heavy group before each release of the tracker and whenever it changes.
"""


class Matrix:
    """What the tests of one group (`light`, `heavy`) saw."""

    def __init__(self, group: str):
        self.group = group
        self.rows = {}

    def arrives(self, library: str, package: "str | None" = None, **columns: str):
        """Notes what a test saw arrive: `params`, `metrics`, `files`, `data`, each a few words.

        `package` is the name on PyPI where it differs. Call it at the end of the test, when all is asserted.
        """
        row = self.rows.setdefault(library, {"version": metadata.version(package or library)})
        for column, text in columns.items():
            said = row.get(column, "").split("; ")
            if text not in said:
                row[column] = "; ".join([*filter(None, said), text])

    def save(self):
        """Replaces this group's part of the tables; rows of the other group stay as its last run left them."""
        seen = json.loads(SEEN.read_text("utf-8")) if SEEN.exists() else {}
        seen[self.group] = {"python": platform.python_version(), "rows": dict(sorted(self.rows.items()))}
        SEEN.write_text(json.dumps(seen, indent=2, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
        PAGE.write_text(_page(seen), "utf-8")
        before, _, after = README.read_text("utf-8").split(_MARK)
        README.write_text(before + _MARK + _overview(seen) + _MARK + after, "utf-8")


def _page(seen: dict) -> str:
    parts = [_HEAD]
    for group in ("light", "heavy"):
        if group in seen:
            parts.append(f"## {group.capitalize()} group, seen with Python {seen[group]['python']}\n")
            parts.append(_table(seen[group]["rows"]))
    return "\n".join(parts)


def _table(rows: dict) -> str:
    lines = ["| library | version | oldest | " + " | ".join(COLUMNS) + " |", "| --- " * (len(COLUMNS) + 3) + "|"]
    for library, row in rows.items():
        lines.append("| " + " | ".join([library, row["version"], _OLDEST.get(library, ""), *_cells(row)]) + " |")
    return "\n".join(lines) + "\n"


def _overview(seen: dict) -> str:
    """Of each library that it is seen, without what exactly."""
    lines = ["| | " + " | ".join(COLUMNS) + " |", "| --- " * (len(COLUMNS) + 1) + "|"]
    rows = {library: row for group in seen.values() for library, row in group["rows"].items()}
    for library, row in sorted(rows.items(), key=lambda item: item[0].lower()):
        marks = ["✓" if cell else "" for cell in _cells(row)]
        lines.append("| " + " | ".join(["%s %s" % (library, row["version"]), *marks]) + " |")
    return "\n".join(lines) + "\n"


def _cells(row: dict) -> list:
    return [row.get("files" if column == "models and files" else column, "") for column in COLUMNS]
