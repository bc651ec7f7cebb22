"""What a library's function looks like to its users with ours around it."""

import pytest

LIBRARY = """
import warnings

def train(depth, fail=False):
    "Trains."
    warnings.warn("slow", UserWarning, stacklevel=2)
    if fail:
        raise ValueError("bad depth")
    return depth

class Booster:
    @staticmethod
    def make(depth):
        return train(depth)

    @classmethod
    def named(cls, depth):
        return cls.__name__, depth
"""
PATCHED = """
import sys
if "_trialbook.start" in sys.modules:
    from _trialbook import patching, start
    import library
    for owner, name in ((library, "train"), (library.Booster, "make"), (library.Booster, "named")):
        patching.after(owner, name, start.session, "library", lambda *_: None)
        patching.before(owner, name, start.session, "library", lambda *_: 1 / 0)
import inspect, library, pickle
"""


@pytest.fixture
def patched(training):
    training.write("library.py", LIBRARY)

    def run(script, *flags):
        training.write("train.py", PATCHED + script)
        return [training.run(*flags, "train.py", tracked=tracked) for tracked in (False, True)]

    return run


@pytest.mark.parametrize(
    "script",
    [
        "print(library.train(3), library.train(depth=4), library.Booster.make(5), library.Booster().named(6))",
        "print(inspect.signature(library.train), library.train.__doc__, library.Booster.make.__qualname__)",
        "print(pickle.loads(pickle.dumps(library.train))(3), pickle.loads(pickle.dumps(library.Booster.make))(3))",
        "print(inspect.getsource(library.train))",
    ],
)
def test_it_is_called_and_looked_at_as_ever_and_warnings_name_the_line_of_the_user(patched, script):
    without, with_us = patched(script)
    assert with_us == without
    assert without.code == 0


def test_a_traceback_does_not_show_us(patched, training):
    without, with_us = patched("library.train(3, fail=True)")
    assert "bad depth" in without.err
    if training.run("-c", "import sys; print(sys.version_info >= (3, 11))", tracked=False).out == "True\n":
        assert with_us == without
    else:
        assert [line for line in with_us.err.splitlines() if "trialbook" not in line] == without.err.splitlines()


def test_a_warning_is_raised_where_it_was_to_be(patched):
    without, with_us = patched("library.train(3)", "-W", "error")
    assert "UserWarning: slow" in without.err
    assert [line for line in with_us.err.splitlines() if "trialbook" not in line] == without.err.splitlines()
