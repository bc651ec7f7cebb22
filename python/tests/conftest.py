"""Runs each test that trains on every interpreter that is asked for."""

import os
import subprocess
import sys

import pytest

from launching import Training, clean_environment


def _interpreters():
    """The interpreters to test, each with its version: TRIALBOOK_TEST_PYTHONS, else the one that runs the tests."""
    named = os.environ.get("TRIALBOOK_TEST_PYTHONS", "").replace(";", os.pathsep).split(os.pathsep)
    found = []
    for executable in [name for name in named if name] or [sys.executable]:
        command = [executable, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        version = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=True).stdout
        found.append((executable, tuple(int(part) for part in version.strip().split("."))))
    return found


def _ids(interpreter):
    return "python%d.%d" % interpreter[1]


def pytest_generate_tests(metafunc):
    found = _interpreters() if {"training", "old_python"} & set(metafunc.fixturenames) else []
    if "training" in metafunc.fixturenames:
        supported = [one for one in found if one[1] >= (3, 9)]
        metafunc.parametrize("training", supported, ids=_ids, indirect=True)
    if "old_python" in metafunc.fixturenames:
        old = [one for one in found if one[1] < (3, 9)]
        metafunc.parametrize("old_python", [one[0] for one in old], ids=[_ids(one) for one in old])


@pytest.fixture
def training(request, tmp_path):
    return Training(tmp_path, request.param[0])
