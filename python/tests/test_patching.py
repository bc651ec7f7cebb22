"""Wrapped functions of a library: seen neither in tracebacks, nor in warnings, nor by those who look at them."""

import sys

import pytest

LIBRARY = """
import warnings

def dump(value, filename, source="here", work=1):
    "Saves."
    warnings.warn("slow", stacklevel=2)
    if value is None:
        raise ValueError("nothing to save")
    return [filename, source]
"""

SCRIPT = """
import inspect, pickle, sys
from joblib import numpy_pickle

dump = numpy_pickle.dump
print(inspect.signature(dump), dump.__doc__, pickle.loads(pickle.dumps(dump)) is dump)
for _ in range(2):
    print(dump(1, "model.joblib", source="there", work=2))
dump(2, filename="model.joblib")
try:
    dump(None, "model.joblib")
except ValueError as error:
    print(error, error.__context__)
"""


@pytest.fixture
def library(tmp_path):
    package = tmp_path / "site-packages" / "joblib"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "numpy_pickle.py").write_text(LIBRARY)
    return package.parent


@pytest.mark.parametrize("flags", [[], ["-W", "error"], ["-W", "always"], ["-W", "error:slow:UserWarning:__main__:9"]])
def test_a_wrapped_function_is_what_it_was(training, library, flags):
    training.write("train.py", SCRIPT)
    without = training.run(*flags, "train.py", tracked=False, path=[library])
    assert training.run(*flags, "train.py", path=[library]) == without
    assert ("train.py:9: UserWarning" in without.err) == (flags in ([], ["-W", "always"]))
    reported = [event["src"] for event in training.events() if "src" in event]
    assert reported == ([] if flags == ["-W", "error"] else ["joblib"])


@pytest.mark.skipif(sys.version_info < (3, 11), reason="a frame cannot take itself off a traceback before Python 3.11")
def test_a_traceback_through_a_wrapped_function_has_nothing_of_us(training, library):
    training.write("train.py", "from joblib import numpy_pickle\nnumpy_pickle.dump(None, 'model.joblib')\n")
    without = training.run("train.py", tracked=False, path=[library])
    assert training.run("train.py", path=[library]) == without
    assert "nothing to save" in without.err


def test_a_hook_that_raises_is_one_warning(training, library):
    # `writes` cannot make a path of an object whose `__fspath__` raises only for us.
    training.write(
        "train.py",
        "import os, sys\nfrom joblib import numpy_pickle\n"
        "class Path(os.PathLike):\n def __fspath__(self): raise OSError('no')\n"
        "for _ in range(3): print(type(numpy_pickle.dump(1, Path())[0]).__name__)\n",
    )
    without = training.run("train.py", tracked=False, path=[library])
    assert training.run("train.py", path=[library]) == without
    warned = [(event["code"], event["message"]) for event in training.events() if event["e"] == "warn"]
    assert warned == [("tracker-error", "joblib: OSError: no")]
