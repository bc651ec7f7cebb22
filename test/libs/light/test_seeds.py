"""Seeds of NumPy's generators."""

import pytest

SOURCE = "import numpy as np\n%s\nprint(np.random.rand())\n"


@pytest.mark.parametrize(
    "call, params",
    [
        ("np.random.seed(4)", {"seed.numpy": 4}),
        ("np.random.seed(seed=np.int64(4)); np.random.default_rng(5)", {"seed.numpy": 4}),
        ("np.random.seed(5); print(np.random.default_rng(seed=4).random())", {"seed.numpy": 5}),
        ("np.random.seed([1, 2])", {"seed.numpy": "[1, 2]"}),
    ],
)
def test_the_first_seed_of_a_script_is_recorded(training, call, params):
    script = training.write("train.py", SOURCE % call)
    recorded = training.run_both_ways(script)
    assert recorded.outcome.code == 0, recorded.outcome.err
    assert recorded.params == params


def test_generators_of_the_script_count_and_those_of_libraries_do_not(training, tmp_path):
    library = tmp_path / "site-packages"
    library.mkdir()
    (library / "sampler.py").write_text(
        "import numpy as np\ndef draw(seed): return np.random.default_rng(seed).random()\n"
    )
    script = "import numpy as np, sampler\nsampler.draw(1)\nnp.random.default_rng()\nnp.random.default_rng(2)\n"
    training.write("train.py", script)
    assert training.run("train.py", path=[library]).code == 0
    assert training.params() == {"seed.numpy": 2}


def test_functions_look_as_they_did(training):
    looks = "import inspect, pickle\nfor f in (np.random.seed, np.random.default_rng):\n"
    looks += (
        " print(f.__name__, f.__module__, inspect.signature(f), f.__doc__[:40], pickle.loads(pickle.dumps(f)) is f)\n"
    )
    looks += "np.random.seed('text')"
    recorded = training.run_both_ways(training.write("train.py", SOURCE % looks))
    assert recorded.outcome.code == 1
    assert "TypeError" in recorded.outcome.err or "ValueError" in recorded.outcome.err
