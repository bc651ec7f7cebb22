"""The table of what arrives from which library, made by the tests that saw it arrive: `docs/libraries.md`."""

import json
import platform
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SEEN = ROOT / "test" / "libs" / "seen.json"
PAGE = ROOT / "docs" / "libraries.md"
COLUMNS = ("params", "metrics", "models and files", "data")
_HEAD = """# What arrives from which library

Each row was written by a test that ran a real script with the real library, with and without Trialbook: what is listed
arrived with exact names, values and steps, and output, exit code, warnings and written files were the same
(`npm run test:libs`). "Oldest" is the oldest version that the same test passed with when it was tried by hand. Nothing
is edited in the scripts. The light group runs with every change, the heavy group before each release of the tracker and
whenever it changes.
"""


class Matrix:
    """What the tests of one group (`light`, `heavy`) saw."""

    def __init__(self, group: str):
        self.group = group
        self.rows = {}

    def arrives(self, library: str, package: "str | None" = None, oldest: str = "", **columns: str):
        """Notes what a test saw arrive: `params`, `metrics`, `files`, `data`, each a few words.

        `package` is the name on PyPI where it differs, `oldest` the oldest version that was tried by hand. Call it at
        the end of the test, when all is asserted.
        """
        row = self.rows.setdefault(library, {"version": metadata.version(package or library)})
        if oldest:
            row["oldest"] = oldest
        for column, text in columns.items():
            row[column] = text if column not in row else f"{row[column]}; {text}"

    def save(self):
        """Replaces this group's part of the page; rows of the other group stay as its last run left them."""
        seen = json.loads(SEEN.read_text("utf-8")) if SEEN.exists() else {}
        seen[self.group] = {"python": platform.python_version(), "rows": dict(sorted(self.rows.items()))}
        SEEN.write_text(json.dumps(seen, indent=2, sort_keys=True, ensure_ascii=False) + "\n", "utf-8")
        PAGE.write_text(_page(seen), "utf-8")


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
        cells = [row.get("files" if column == "models and files" else column, "") for column in COLUMNS]
        lines.append("| " + " | ".join([library, row["version"], row.get("oldest", ""), *cells]) + " |")
    return "\n".join(lines) + "\n"
