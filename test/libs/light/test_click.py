"""click and typer: what a command was called with."""

from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent / "scripts"


@pytest.fixture(autouse=True)
def data(training):
    training.write("birds.csv", "a,b\n1,2\n")


def options_of(recorded):
    """What the command can be called with, of the parser that counts."""
    return [event["options"] for event in recorded.events if event["e"] == "opt"][-1]


def test_click(training, matrix):
    script = SCRIPTS / "click_commands.py"
    recorded = training.run_both_ways(
        script, "--verbose", "train", "birds.csv", "--lr", "0.5", "--tags", "a", "--tags", "b", "--access", "secret-1"
    )
    assert recorded.outcome.out == "8 0.5 ('a', 'b') adam secret-1 hf-secret-2\n"
    assert recorded.params == {
        "verbose": True,
        "data": "birds.csv",
        "lr": 0.5,
        "tags": "('a', 'b')",
        "optimizer": "adam",
        "access": "***",
        "hf_token": "***",
        "fail": False,
    }
    assert {event["src"] for event in recorded.events if event["e"] == "p"} == {"click"}
    assert recorded.warnings == []
    assert options_of(recorded) == [
        {
            "key": "verbose",
            "flags": ["--verbose"],
            "type": "flag",
            "offFlags": ["--quiet"],
            "default": False,
        },
        {
            "key": "command",
            "flags": [],
            "type": "text",
            "choices": ["train"],
            "required": True,
            "subcommand": True,
        },
        {"key": "data", "flags": [], "type": "path", "required": True},
        {"key": "lr", "flags": ["--lr"], "type": "float", "default": 0.1},
        {"key": "tags", "flags": ["--tags"], "type": "text", "repeats": True},
        {
            "key": "optimizer",
            "flags": ["--optimizer"],
            "type": "text",
            "choices": ["sgd", "adam"],
            "default": "adam",
        },
        {"key": "access", "flags": ["--access"], "type": "text", "secret": True},
        {"key": "hf_token", "flags": ["--hf-token"], "type": "text", "secret": True},
        {"key": "fail", "flags": ["--fail"], "type": "flag"},
    ]
    matrix.arrives("click", params="options and arguments of groups and commands, hidden ones masked")


def test_an_error_of_the_command_looks_as_without_us(training):
    recorded = training.run_both_ways(SCRIPTS / "click_commands.py", "train", "birds.csv", "--fail")
    assert recorded.outcome.code == 1
    assert recorded.outcome.err.endswith("ValueError: bad batch\n")
    assert recorded.params["fail"] is True


def test_a_command_that_is_called_wrongly_has_no_params(training):
    recorded = training.run_both_ways(SCRIPTS / "click_commands.py", "train", "birds.csv", "--lr", "x")
    assert recorded.outcome.code == 2
    assert recorded.params == {"verbose": False}


def test_typer(training, matrix):
    script = SCRIPTS / "typer_commands.py"
    recorded = training.run_both_ways(script, "birds.csv", "--lr", "0.5", "--access", "secret-1")
    assert recorded.outcome.out == "birds.csv 0.5 adam secret-1\n"
    assert recorded.params == {"data": "birds.csv", "lr": 0.5, "optimizer": "adam", "access": "***", "fail": False}
    assert {event["src"] for event in recorded.events if event["e"] == "p"} == {"typer"}
    assert options_of(recorded) == [
        {"key": "data", "flags": [], "type": "path", "required": True},
        {"key": "lr", "flags": ["--lr"], "type": "float", "default": 0.1},
        {
            "key": "optimizer",
            "flags": ["--optimizer"],
            "type": "text",
            "choices": ["sgd", "adam"],
            "default": "adam",
        },
        {"key": "access", "flags": ["--access"], "type": "text", "secret": True},
        {"key": "fail", "flags": ["--fail"], "type": "flag", "offFlags": ["--no-fail"], "default": False},
    ]
    matrix.arrives("typer", params="options and arguments, hidden ones masked")


def test_an_error_of_typers_command_looks_as_without_us(training):
    recorded = training.run_both_ways(SCRIPTS / "typer_commands.py", "birds.csv", "--fail")
    assert recorded.outcome.code == 1
    assert "bad batch" in recorded.outcome.err


def test_a_command_of_a_library_is_not_the_users(training, tmp_path):
    library = tmp_path / "site-packages"
    library.mkdir()
    command = "import click\n@click.command()\n@click.option('--theirs', default=1)\ndef main(theirs): print(theirs)\n"
    (library / "tool.py").write_text(command)
    training.write("train.py", "import tool\ntool.main()\n")
    assert training.run("train.py", path=[library]).out == "1\n"
    assert training.params() == {}
