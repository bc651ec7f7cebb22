"""Counts numbers in bins: of arrays with the library that they are of, of anything else one by one."""

import sys
from math import isfinite

from . import values


def count(given, most: int) -> "tuple[list, list, int]":
    """Edges of bins of equal width, the numbers in each, and how many were not finite. Raises without finite ones."""
    array = _array(given)
    if array is not None:
        finite, not_finite = array
        least, largest = float(finite.min()), float(finite.max())
    else:
        numbers = [_number(value) for value in _flat(values.listed(given))]
        finite = [number for number in numbers if isfinite(number)]
        not_finite = len(numbers) - len(finite)
        if not finite:
            raise ValueError("a histogram needs finite numbers")
        least, largest = float(min(finite)), float(max(finite))
    edges = _edges(least, largest, most)
    if array is not None:
        return edges, sys.modules["numpy"].histogram(finite, edges)[0].tolist(), not_finite
    return edges, _counts(finite, edges), not_finite


def rebin(limits: list, counts: list, ends: "tuple[float, float]", most: int) -> "tuple[list, list]":
    """Bins of any width, told by their upper limits, as at most so many of equal width.

    `ends`: the least and the largest number; the outermost bins may be wider than the numbers are. What lies in a bin
    is taken to lie evenly in it, as TensorBoard does.
    """
    filled = [place for place, number in enumerate(counts) if number > 0]
    if not filled:
        raise ValueError("a histogram needs finite numbers")
    least, largest = ends
    lower = [max(least, limits[place - 1]) if place else least for place in filled]
    upper = [min(largest, limits[place]) for place in filled]
    edges = _edges(lower[0], upper[-1], most)
    sums = [0.0] * (len(edges) - 1)
    width = edges[1] - edges[0]
    for low, high, number in zip(lower, upper, (counts[place] for place in filled)):
        first = _place(low, edges[0], width, len(sums))
        last = max(first, _place(high, edges[0], width, len(sums)))
        for place in range(first, last + 1):
            shared = min(high, edges[place + 1]) - max(low, edges[place])
            sums[place] += number * (shared / (high - low) if high > low else 1 / (last - first + 1))
    return edges, sums


def _array(given):
    """The finite numbers of an array or tensor, and how many others it has; None of anything else."""
    numpy = sys.modules.get("numpy")
    if numpy is None or not hasattr(given, "__array__"):
        return None
    if hasattr(given, "detach"):
        given = given.detach().cpu()
        given = given.float() if str(given.dtype) == "torch.bfloat16" else given
    with numpy.errstate(all="ignore"):
        flat = numpy.asarray(given).ravel()
        if flat.dtype.kind not in "biuf":
            raise TypeError("a histogram needs numbers, not %s" % flat.dtype)
        flat = flat.astype(numpy.float64, copy=False)
        finite = flat[numpy.isfinite(flat)]
    if finite.size == 0:
        raise ValueError("a histogram needs finite numbers")
    return finite, int(flat.size - finite.size)


def _edges(least: float, largest: float, most: int) -> list:
    if least == largest:
        half = max(0.5, abs(least) * 1e-6)
        return [least - half, least + half]
    # Not from their difference, which may pass what a float holds.
    edges = [least * (1 - place / most) + largest * (place / most) for place in range(most + 1)]
    # Numbers that lie closer than floats can part have fewer bins.
    return [edge for place, edge in enumerate(edges) if place == 0 or edge > edges[place - 1]]


def _counts(finite: list, edges: list) -> list:
    from bisect import bisect_right

    counts = [0] * (len(edges) - 1)
    for number in finite:
        counts[max(0, min(bisect_right(edges, number) - 1, len(counts) - 1))] += 1
    return counts


def _place(value: float, start: float, width: float, size: int) -> int:
    return max(0, min(int((value - start) / width), size - 1))


def _number(value) -> "int | float":
    number = values.number_from_device(value)
    if number is None:
        raise TypeError("a histogram needs numbers, not %s" % type(value).__name__)
    return number


def _flat(items: list):
    for item in items:
        if isinstance(item, (list, tuple)):
            yield from _flat(item)
        else:
            yield item
