"""fire: what functions and classes were called with."""

from pathlib import Path

SCRIPT = Path(__file__).resolve().parent / "scripts" / "fire_commands.py"


def test_a_class_and_its_method(training, matrix):
    recorded = training.run_both_ways(
        SCRIPT, "--lr", "0.5", "fit", "birds.csv", "1", "two", "--api_key", "secret-1", "--extra", "[1,2]"
    )
    assert recorded.outcome.out == "birds.csv (1, 'two') 3 secret-1 {'extra': [1, 2]} 0.5 (8, 8)\nfitted\n"
    assert recorded.params == {
        "lr": 0.5,
        "layers": "(8, 8)",
        "data": "birds.csv",
        "folds": "[1, 'two']",
        "epochs": 3,
        "api_key": "***",
        "extra": "[1, 2]",
    }
    assert {event["src"] for event in recorded.events if event["e"] == "p"} == {"fire"}
    matrix.arrives(
        "fire",
        params="arguments of the functions, classes and methods that it calls, with their defaults",
    )


def test_an_error_of_the_method_looks_as_without_us(training):
    recorded = training.run_both_ways(SCRIPT, "fit", "birds.csv", "--epochs", "0")
    assert recorded.outcome.err.endswith("ValueError: no epochs\n")
    assert recorded.params["epochs"] == 0


def test_help_and_wrong_calls_look_as_without_us(training):
    assert training.run_both_ways(SCRIPT, "fit", "--", "--help").outcome.code == 0
    recorded = training.run_both_ways(SCRIPT, "fit")
    assert recorded.outcome.code == 2
    assert recorded.warnings == []
