"""What the tracker loads when Python starts."""

import os

# What a training's start pays for: a line more here is a module more to load in every process of every run.
LOADED_AT_START = """
_trialbook _trialbook.describe _trialbook.events _trialbook.hooks _trialbook.ids _trialbook.imports _trialbook.opens
_trialbook.patching _trialbook.places _trialbook.processinfo _trialbook.redaction _trialbook.run _trialbook.session
_trialbook.start _trialbook.values _trialbook.writer
"""
# Built into the interpreter, or loaded by Python itself sooner or later.
LOADED_FROM_PYTHON = {"_json", "atexit"}


def test_the_modules_that_a_start_loads(training):
    list_modules = "import sys; print(*sorted(sys.modules))"
    without = set(training.run("-c", list_modules, tracked=False).out.split())
    loaded = set(training.run("-c", list_modules).out.split()) - without
    assert {name for name in loaded if name.startswith("_trialbook")} == set(LOADED_AT_START.split())
    assert {name for name in loaded if not name.startswith("_trialbook")} <= LOADED_FROM_PYTHON


def test_an_environment_that_waits_for_a_notebook_loads_next_to_nothing(training):
    code = "import sys; print(*sorted(name for name in sys.modules if name.startswith('_trialbook')))"
    outcome = training.run("-c", code, TRIALBOOK_RUN_DIR="", TRIALBOOK_NOTEBOOKS="1")
    assert outcome.out.split() == ["_trialbook", "_trialbook.imports", "_trialbook.notebooks", "_trialbook.patching"]
    assert os.listdir(training.run_dir) == []
