"""Curves of classifiers: made of classes and scores, thinned to what a chart shows, and the area below them."""

from math import isfinite

from . import values

MAX_POINTS = 500
# Longer ones are first cut down by taking every so many points: their area is that of what is left.
_MAX_READ = 20_000


def roc(true, scores) -> "tuple[list, list, list]":
    """False positive rates, true positive rates and thresholds, from (0, 0) on; as scikit-learn has them."""
    steps = _cumulated(true, scores)
    positives, negatives = steps[-1][1], steps[-1][2]
    if positives == 0 or negatives == 0:
        raise ValueError("a ROC curve needs both classes")
    points = [(float("inf"), 0, 0), *steps]
    return [n / negatives for _, _, n in points], [p / positives for _, p, _ in points], [t for t, _, _ in points]


def precision_recall(true, scores) -> "tuple[list, list, list]":
    """Recall, precision and thresholds, from the lowest threshold to recall 0; as scikit-learn has them."""
    steps = _cumulated(true, scores)
    positives = steps[-1][1]
    if positives == 0:
        raise ValueError("a precision-recall curve needs a positive class")
    steps.reverse()
    recall = [p / positives for _, p, _ in steps]
    precision = [p / (p + n) for _, p, n in steps]
    return [*recall, 0.0], [*precision, 1.0], [t for t, _, _ in steps]


def pairs(one, other) -> list:
    """The items of two sequences of the same length, together."""
    left, right = values.listed(one), values.listed(other)
    if len(left) != len(right):
        raise ValueError("there are %d true values and %d others" % (len(left), len(right)))
    if not left:
        raise ValueError("there are no values")
    return list(zip(left, right))


def thin(x, y, thresholds, area_of) -> "tuple[list, list, list | None, float]":
    """No more points than a chart shows, which lie evenly along the curve; and its area by `area_of`."""
    stride = max(1, -(-len(x) // _MAX_READ))
    xs, ys = _every(x, stride), _every(y, stride)
    if len(xs) != len(ys) or not xs or not all(0 <= value <= 1 for value in [*xs, *ys]):
        raise ValueError("a curve has rates from 0 to 1, as many for x as for y")
    kept = _evenly(xs, ys)
    told = None
    if thresholds is not None and 0 <= len(x) - len(thresholds) <= 1:
        all_told = _every(thresholds, stride)
        # The last point of precision and recall has none.
        told = [all_told[at] if at < len(all_told) else float("inf") for at in kept]
    return [xs[at] for at in kept], [ys[at] for at in kept], told, area_of(xs, ys)


def trapezoids(xs: list, ys: list) -> float:
    return abs(sum((xs[i + 1] - xs[i]) * (ys[i + 1] + ys[i]) / 2 for i in range(len(xs) - 1)))


def steps(xs: list, ys: list) -> float:
    """The height of each step is that of its end with the larger x."""
    parts = range(len(xs) - 1)
    return sum(abs(xs[i] - xs[i + 1]) * (ys[i] if xs[i] > xs[i + 1] else ys[i + 1]) for i in parts)


def _every(given, stride: int) -> list:
    """Every so many items, and the last."""
    short = values.listed(given[::stride])
    if (len(given) - 1) % stride:
        short += values.listed(given[-1:])
    return short


def _evenly(xs: list, ys: list) -> list:
    """Places of points about equally far from one another, the ends among them."""
    if len(xs) <= MAX_POINTS:
        return list(range(len(xs)))
    lengths = [abs(xs[i] - xs[i - 1]) + abs(ys[i] - ys[i - 1]) for i in range(1, len(xs))]
    gap = sum(lengths) / (MAX_POINTS - 2)
    kept, since = [0], 0.0
    for at, length in enumerate(lengths[:-1], 1):
        since += length
        if since >= gap:
            kept.append(at)
            since = 0.0
    return [*kept, len(xs) - 1]


def _cumulated(true, scores) -> list:
    """For each threshold from the highest on: it, and how many positives and negatives have at least that score."""
    known = []
    for label, score in pairs(true, scores):
        number, positive = values.number(score), values.number(label)
        if number is None or not isfinite(number) or positive not in (0, 1, -1):
            raise ValueError("true values are 0 or 1, and scores are finite numbers")
        known.append((number, positive == 1))
    known.sort(key=lambda one: -one[0])
    found, counts = [], [0, 0]
    for at, (score, positive) in enumerate(known):
        counts[0 if positive else 1] += 1
        if at + 1 == len(known) or known[at + 1][0] != score:
            found.append((score, counts[0], counts[1]))
    return found
