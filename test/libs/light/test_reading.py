"""The two lines of Python that the README and docs/storage.md promise, as they stand there."""

import re
import shutil
import sqlite3
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
DATABASE = ROOT / "test" / "unit" / "store" / "fixtures" / "v1.db"


@pytest.mark.parametrize("page", ["README.md", "docs/storage.md"])
def test_read_a_series_with_numpy(page, tmp_path, monkeypatch):
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    (tmp_path / ".trialbook").mkdir()
    shutil.copy(DATABASE, tmp_path / ".trialbook" / "trialbook.db")
    with sqlite3.connect(DATABASE) as database:
        ((run_id,),) = database.execute("SELECT uid FROM runs")
    monkeypatch.chdir(tmp_path)
    names = {"run_id": run_id}
    exec(code, names)
    assert (names["steps"].tolist(), names["values"].tolist()) == ([0, 1], [2, 1])
    assert names["times"][0] > 1.6e12
