"""hydra: the config that it composed; the jobs of a multirun as runs inside the run."""

import shutil
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent / "scripts"
CONFIG = {
    "seed": 3,
    "db_password": "***",
    "home": "${oc.env:SECRET_HOME}",
    "width": 16,
    "layers": "[16, 16]",
    "model.name": "mlp",
    "model.dim": 16,
    "model.depth": "???",
}


@pytest.fixture(autouse=True)
def script(training):
    shutil.copy(SCRIPTS / "hydra_job.py", training.workspace)
    shutil.copytree(SCRIPTS / "hydra_conf", training.workspace / "hydra_conf")
    return training.workspace / "hydra_job.py"


def run(training, script, *arguments):
    # The config that hydra writes tells the directory of its own process and of the sources of the config.
    return training.run_both_ways(script, *arguments, ignore=["*.pyc"], SECRET_HOME="secret-2")


def test_the_config_of_a_run(training, script, matrix):
    recorded = run(training, script, "lr=0.5", "+extra=true")
    assert recorded.outcome.err == "" and recorded.outcome.out == "INFO dim 16\n"
    assert recorded.params == {**CONFIG, "lr": 0.5, "extra": True}
    assert {event["src"] for event in recorded.events if event["e"] == "p"} == {"hydra"}
    assert recorded.children == [] and recorded.warnings == []
    matrix.arrives(
        "hydra",
        "hydra-core",
        params="the config as composed, references followed; resolvers as written",
    )


def test_an_error_of_the_job_looks_as_without_us(training, script):
    recorded = run(training, script, "lr=2")
    assert recorded.outcome.code == 1
    assert "ValueError: diverged" in recorded.outcome.err and "_trialbook" not in recorded.outcome.err
    assert recorded.params["lr"] == 2


def test_a_full_traceback_shows_nothing_of_us(training, script):
    outcome = training.run(str(script), "lr=2", SECRET_HOME="x", HYDRA_FULL_ERROR="1")
    assert "ValueError: diverged" in outcome.err and "_trialbook" not in outcome.err


def test_jobs_of_a_multirun_are_runs_inside_the_run(training, script, matrix):
    recorded = run(training, script, "-m", "lr=0.1,2", "seed=3", "+api_key=secret-3")
    children = recorded.children
    assert recorded.params == {}
    assert [child.name for child in children] == ["lr=0.1 seed=3 +api_key=***", "lr=2 seed=3 +api_key=***"]
    assert [child.params["lr"] for child in children] == [0.1, 2]
    assert [child.status for child in children] == ["finished", "failed"]
    assert children[0].params == {**CONFIG, "lr": 0.1, "api_key": "***"}
    ended = [event for event in children[1].events if event["e"] == "st"][-1]
    assert ended["message"] == "ValueError: diverged"
    matrix.arrives("hydra", "hydra-core", params="jobs of a multirun as runs inside the run")


def test_a_run_that_asks_only_for_its_config_has_no_params(training, script):
    recorded = run(training, script, "--cfg", "job")
    assert recorded.outcome.out.startswith("lr: 0.1\n")
    assert recorded.params == {}
