"""Which seed of Python's own generator is a run's, and that nobody notices who looks."""

import pytest


def seeds(training):
    return {event["k"]: (event["v"], event["src"]) for event in training.events() if event["e"] == "p"}


@pytest.mark.parametrize(
    "call, seed",
    [
        ("random.seed(7)", 7),
        ("random.seed(a=7, version=2)", 7),
        ("random.seed('seven')", "seven"),
        ("random.seed(True)", 1),
        ("random.seed(2.5)", 2.5),
        ("random.seed(2**80)", str(2**80)),
        ("random.seed(None); random.seed(); random.seed(3)", 3),
        ("random.seed(3); random.seed(4)", 3),
    ],
)
def test_the_first_seed_that_a_script_sets_is_recorded(training, call, seed):
    training.write("train.py", f"import random\n{call}\n")
    assert training.run("train.py").code == 0
    assert seeds(training) == {"seed.random": (seed, "seed")}


def test_what_sets_no_seed_of_the_run_is_left_out(training):
    training.write(
        "train.py",
        "import random\nrandom.Random(3).random()\nrandom.seed(version=2)\nrandom.setstate(random.getstate())",
    )
    training.run("train.py")
    assert seeds(training) == {}


def test_worker_processes_set_seeds_of_their_own(training):
    training.write(
        "train.py",
        "import multiprocessing, random, subprocess, sys\n"
        "def draw():\n"
        "  random.seed(5)\n"
        "  return random.random()\n"
        "if __name__ == '__main__':\n"
        "  for way in multiprocessing.get_all_start_methods():\n"
        "    with multiprocessing.get_context(way).Pool(1) as pool:\n"
        "      print(pool.apply(draw))\n"
        "  subprocess.run([sys.executable, '-c', 'import random; random.seed(6)'])\n"
        "  random.seed(7)\n",
    )
    without = training.run("train.py", tracked=False)
    assert training.run("train.py") == without
    assert without.code == 0
    assert seeds(training) == {"seed.random": (7, "seed")}


def test_a_module_that_was_imported_before_us_is_hooked_too(training, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "sitecustomize.py").write_text("import random\n")
    training.write("train.py", "import random; random.seed(7)")
    training.run("train.py", path=[theirs])
    assert seeds(training) == {"seed.random": (7, "seed")}


@pytest.mark.parametrize(
    "look",
    [
        "random.seed(3); print(random.random(), random.getstate()[1][:5])",
        "print(inspect.signature(random.seed), random.seed.__doc__, random.seed.__name__, random.seed.__module__)",
        "print(pickle.loads(pickle.dumps(random.seed))(3), copy.copy(random.seed)(3))",
        "random.seed(object())",
        "random.seed(1, 2, 3)",
        "random.seed(None); random.seed(3); print(random.Random.seed.__name__, random.seed(a=4))",
    ],
)
def test_seeding_is_the_same_with_us(training, look):
    training.write("train.py", f"import copy, inspect, pickle, random\n{look}\n")
    without, with_us = (training.run("-W", "always", "train.py", tracked=tracked) for tracked in (False, True))
    assert (with_us.out, with_us.code) == (without.out, without.code)
    assert without_our_frame(with_us.err) == without.err


def without_our_frame(text):
    """Before Python 3.11 a traceback shows the frame of a wrapper; it has no source line."""
    return "".join(line for line in text.splitlines(keepends=True) if "_trialbook" not in line)
