"""Each script of the light group with a tracker of which every part that hooks talk to raises."""

import shutil
from pathlib import Path

import pytest
from test_loggers import QUIET

from broken import BREAK_ALL

HERE = Path(__file__).resolve().parent
SCRIPTS = sorted((HERE / "scripts").glob("*.py"))
EXAMPLE = HERE.parents[2] / "examples" / "penguins"


@pytest.mark.parametrize("script", SCRIPTS, ids=[script.stem for script in SCRIPTS])
def test_hooks_that_raise_leave_the_training_alone(training, tmp_path, script):
    shutil.copy(EXAMPLE / "penguins.csv", training.workspace)
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "sitecustomize.py").write_text(BREAK_ALL)
    # What they write may hold times and random ids: their own tests compare it.
    training.run_both_ways(script, path=[theirs], ignore=["*"], **QUIET)
    kinds = {kind for kinds in training.kinds() for kind in kinds}
    assert kinds <= {"hello", "warn", "exc", "bye"}
