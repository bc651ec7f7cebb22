import json
import os

import pytest

from _trialbook import redaction

_FIXTURE = os.path.join(os.path.dirname(__file__), "..", "..", "test", "fixtures", "redaction.json")
with open(_FIXTURE, encoding="utf-8") as file:
    CASES = json.load(file)


@pytest.mark.parametrize("name", CASES["secretNames"])
def test_names_of_secrets(name):
    assert redaction.is_secret_name(name)


@pytest.mark.parametrize("name", CASES["otherNames"])
def test_names_that_are_no_secrets(name):
    assert not redaction.is_secret_name(name)


@pytest.mark.parametrize("text, expected", CASES["texts"])
def test_text(text, expected):
    assert redaction.redact_text(text) == expected


@pytest.mark.parametrize("arguments, expected", CASES["arguments"])
def test_arguments(arguments, expected):
    assert redaction.redact_arguments(arguments) == expected
