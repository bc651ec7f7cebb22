"""What a script logs that is neither number nor file: matrices, curves, histograms, tables and pictures."""

import json
import math
import random

import pytest

from _trialbook import bins, curves, plots
from launching import Training


def recorded(training: Training, script: str) -> list:
    """The plots and warnings of a script; nothing may come on the screen."""
    training.write("train.py", "import trialbook\n" + script)
    outcome = training.run("-W", "error", "-X", "dev", "train.py")
    assert (outcome.out, outcome.err, outcome.code) == ("", "", 0)
    kept = ("kind", "k", "s", "data", "message")
    events = [event for event in training.events() if event["e"] in ("plot", "warn")]
    return [{name: event[name] for name in kept if name in event} for event in events]


def test_a_confusion_matrix_as_it_is_and_of_classes(training):
    script = (
        "trialbook.confusion_matrix('given', [[3, 1], [0.5, 2]], ['cat', 'dog'], step=4)\n"
        "trialbook.confusion_matrix('counted', true=['b', 'a', 'b'], predicted=('b', 'b', 'a'))\n"
        "trialbook.confusion_matrix('chosen', labels=[2, 1], true=[1, 2, 3], predicted=[1, 2, 3])\n"
    )
    assert recorded(training, script) == [
        {
            "kind": "confusion",
            "k": "given",
            "s": 4,
            "data": {"labels": ["cat", "dog"], "counts": [[3, 1], [0.5, 2]]},
        },
        {"kind": "confusion", "k": "counted", "data": {"labels": ["a", "b"], "counts": [[0, 1], [1, 1]]}},
        {"kind": "confusion", "k": "chosen", "data": {"labels": ["2", "1"], "counts": [[1, 0], [0, 1]]}},
    ]


def test_curves_have_the_area_that_they_are_known_by(training):
    script = (
        "true, scores = [0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]\n"
        "trialbook.roc_curve('roc', true, scores, step=1)\ntrialbook.pr_curve('pr', true, scores)\n"
    )
    roc, pr = recorded(training, script)
    # As scikit-learn's documentation has them for these numbers.
    assert (roc["data"]["x"], roc["data"]["y"], roc["data"]["area"]) == ([0, 0, 0.5, 0.5, 1], [0, 0.5, 0.5, 1, 1], 0.75)
    assert roc["data"]["thresholds"] == ["Infinity", 0.8, 0.4, 0.35, 0.1]
    assert pr["data"]["x"] == [1, 1, 0.5, 0.5, 0]
    assert pr["data"]["y"] == [0.5, 0.666667, 0.5, 1, 1]
    assert pr["data"]["area"] == 0.833333


def test_histograms_count_what_is_not_finite_apart(training):
    (event,) = recorded(training, "trialbook.histogram('w', [[0, 1], [2.0, float('nan')], [float('-inf'), 2]])")
    data = event["data"]
    assert (data["edges"][0], data["edges"][-1], len(data["counts"])) == (0, 2, 64)
    assert (data["counts"][0], data["counts"][32], data["counts"][63], data["notFinite"]) == (1, 1, 2, 2)


def test_tables_of_rows_mappings_and_columns(training):
    script = (
        "trialbook.table('rows', [(1, 'x'), (2,)], columns=['n', 'name'])\n"
        "trialbook.table('mappings', [{'n': 1, 'password': 'hush'}, {'m': None}])\n"
        "trialbook.table('columns', {'n': [1, 2], 'ok': [True, float('nan')]})\n"
    )
    assert [event["data"] for event in recorded(training, script)] == [
        {"columns": ["n", "name"], "rows": [[1, "x"], [2, None]], "total": 2},
        {"columns": ["n", "password", "m"], "rows": [[1, "***", None], [None, None, None]], "total": 2},
        {"columns": ["n", "ok"], "rows": [[1, True], [2, "NaN"]], "total": 2},
    ]


def test_a_table_is_cut_and_the_run_says_so(training):
    script = (
        "trialbook.table('long', [[n] for n in range(5000)])\n"
        "trialbook.table('wide', [['x' * 5000] * 10 for _ in range(100)])\n"
    )
    warned, long, also_warned, wide = recorded(training, script)
    assert (len(long["data"]["rows"]), long["data"]["total"]) == (1000, 5000)
    assert warned["message"] == "trialbook: table: only 1000 of 5000 rows of long are kept"
    assert len(json.dumps(wide["data"])) < 80 * 1024
    assert {len(cell) for row in wide["data"]["rows"] for cell in row} == {1000}
    assert also_warned["message"].endswith("of 100 rows of wide are kept")


def test_pictures_are_named_by_step(training):
    training.write("plot.png", "png")
    script = "trialbook.figure('plot.png', 'val/samples', step=3)\ntrialbook.figure('plot.png', 'one')\n"
    assert recorded(training, script) == [
        {"kind": "image", "k": "val/samples", "s": 3, "data": {"path": "figures/val/samples-3.png"}},
        {"kind": "image", "k": "one", "data": {"path": "figures/one.png"}},
    ]


BAD_CALLS = {
    "confusion_matrix('x', [[1, 2]])": "ValueError: a confusion matrix has as many rows as columns",
    "confusion_matrix('x', [[float('nan')]])": "ValueError: a count is a number of 0 or more",
    "confusion_matrix('x', [[1]], ['a', 'b'])": "ValueError: there are 2 labels for 1 classes",
    "confusion_matrix('x', true=range(101), predicted=range(101))": (
        "ValueError: a confusion matrix has 100 classes at most, not 101"
    ),
    "confusion_matrix('x', true=[1], predicted=[1, 2])": "ValueError: there are 1 true values and 2 others",
    "confusion_matrix('x')": "TypeError: 'NoneType' object is not iterable",
    "roc_curve('x', [1, 1], [0.5, 0.6])": "ValueError: a ROC curve needs both classes",
    "roc_curve('x', [0, 2], [0.5, 0.6])": "ValueError: true values are 0 or 1, and scores are finite numbers",
    "pr_curve('x', [0, 1], [0.5, float('nan')])": "ValueError: true values are 0 or 1, and scores are finite numbers",
    "histogram('x', [])": "ValueError: a histogram needs finite numbers",
    "histogram('x', ['a'])": "TypeError: a histogram needs numbers, not str",
    "table('x', 3)": "TypeError: 'int' object is not iterable",
}


@pytest.mark.parametrize("call, message", BAD_CALLS.items(), ids=list(BAD_CALLS))
def test_what_cannot_be_taken_is_a_warning_of_the_run(training, call, message):
    (event,) = recorded(training, "trialbook." + call)
    assert event["message"] == "trialbook: %s: %s" % (call.partition("(")[0], message)


def test_what_is_logged_ever_on_is_kept_ever_less(training):
    script = "for step in range(4000): trialbook.confusion_matrix('x', [[step]], step=step)"
    events = recorded(training, script)
    steps = [event["s"] for event in events if "s" in event]
    assert steps[:500] == list(range(500)) and steps[500:502] == [500, 502] and steps[-1] == 3992
    assert len(steps) == 500 + 3 * 250
    assert [event["message"] for event in events if "message" in event] == [
        "x is logged so often that from here on only a part is kept"
    ]


def test_a_long_curve_keeps_its_shape_and_its_area():
    random.seed(1)
    true = [random.random() < 0.3 for _ in range(50_000)]
    scores = [random.random() + 0.5 * one for one in true]
    data = json.loads(plots.roc(*curves.roc(true, scores)))
    assert len(data["x"]) <= curves.MAX_POINTS and len(plots.roc(*curves.roc(true, scores))) < 32 * 1024
    assert (data["x"][0], data["y"][0], data["x"][-1], data["y"][-1]) == (0, 0, 1, 1)
    assert curves.trapezoids(data["x"], data["y"]) == pytest.approx(data["area"], abs=1e-3)
    data = json.loads(plots.precision_recall(*curves.precision_recall(true, scores)))
    assert len(data["x"]) == len(data["thresholds"]) <= curves.MAX_POINTS


@pytest.mark.parametrize("numbers", [[5, 5], [1e300, -1e308, 1e308], [1.0, math.nextafter(1.0, 2)], [0], [-3e-320, 0]])
def test_bins_of_odd_numbers_hold_them_all(numbers):
    edges, counts, _ = bins.count(numbers, 64)
    assert sum(counts) == len(numbers) and all(a < b < math.inf for a, b in zip(edges, edges[1:]))
    told = json.loads(plots.binned(edges, counts))
    assert all(a < b for a, b in zip(told["edges"], told["edges"][1:]))


def test_bins_of_any_width_become_equal_ones():
    edges, counts = bins.rebin([0, 1, 4, 1e308], [0, 3, 3, 6], (0.0, 10.0), 10)
    assert (edges[0], edges[-1], len(counts)) == (0, 10, 10)
    assert counts == pytest.approx([3, 1, 1, 1, 1, 1, 1, 1, 1, 1])
