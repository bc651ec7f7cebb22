"""What the tests of the light group share: a table to train on."""

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
EXAMPLE = HERE.parents[2] / "examples" / "penguins"


@pytest.fixture
def scripts():
    return HERE / "scripts"


@pytest.fixture
def penguins(training):
    """A table of 344 penguins in the workspace."""
    shutil.copy(EXAMPLE / "penguins.csv", training.workspace)
