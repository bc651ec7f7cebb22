"""What the tests of both groups share: a training with real libraries, and the table of what was seen to arrive."""

import sys
from pathlib import Path

import pytest

from matrix import Matrix
from recorded import RealTraining

GROUP = pytest.StashKey[str]()


def pytest_configure(config):
    config.stash[GROUP] = Path(config.args[0]).name


@pytest.fixture
def training(tmp_path):
    return RealTraining(tmp_path, sys.executable)


@pytest.fixture(scope="session")
def matrix(request):
    """Collects what arrives from each library; `docs/libraries.md` is made of it when all tests of the group passed."""
    collected = Matrix(request.config.stash[GROUP])
    yield collected
    if request.session.testsfailed == 0 and not request.config.option.keyword:
        collected.save()
