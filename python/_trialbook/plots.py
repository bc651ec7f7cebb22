"""What a run logs that is neither number nor file: matrices, curves, histograms and tables, as `plot` events hold them.

Functions here give the `data` of an event as JSON text, within the limits of `src/protocol/plots.ts`. They raise
`ValueError` and `TypeError` for what they cannot take.
"""

import sys
from math import isfinite

from . import curves, describe, events, values

MAX_CLASSES = 100
MAX_BINS = 64
MAX_ROWS = 1_000
MAX_COLUMNS = 100
MAX_TABLE_LENGTH = 64 * 1024
_MAX_LABEL = 100
_MAX_CELL = 1_000


def confusion(matrix, labels=None) -> str:
    """`matrix`: a row for each true class, a column for each predicted one, in the order of `labels`."""
    rows = [[_count(value) for value in values.listed(row)] for row in values.listed(matrix)]
    size = len(rows)
    if size == 0 or any(len(row) != size for row in rows):
        raise ValueError("a confusion matrix has as many rows as columns")
    if size > MAX_CLASSES:
        raise ValueError("a confusion matrix has %d classes at most, not %d" % (MAX_CLASSES, size))
    names = [_label(label) for label in (range(size) if labels is None else values.listed(labels))]
    if len(names) != size:
        raise ValueError("there are %d labels for %d classes" % (len(names), size))
    told = ",".join("[%s]" % ",".join(map(_short, row)) for row in rows)
    return '{"labels":[%s],"counts":[%s]}' % (",".join(map(events.scalar, names)), told)


def confusion_of(true, predicted, labels=None) -> str:
    """Counts the pairs of true and predicted classes. `labels`: the classes to count, in their order; all if None."""
    pairs = curves.pairs(true, predicted)
    classes = _classes(pairs) if labels is None else values.listed(labels)
    places = {label: place for place, label in enumerate(classes)}
    if len(places) > MAX_CLASSES:
        raise ValueError("a confusion matrix has %d classes at most, not %d" % (MAX_CLASSES, len(places)))
    counts = [[0] * len(classes) for _ in classes]
    for right, told in pairs:
        if right in places and told in places:
            counts[places[right]][places[told]] += 1
    return confusion(counts, classes)


def roc(x, y, thresholds=None) -> str:
    """A receiver operating characteristic: true positive rates `y` over false positive rates `x`."""
    return _curve(curves.thin(x, y, thresholds, curves.trapezoids))


def precision_recall(recall, precision, thresholds=None) -> str:
    """The area is the average precision, as scikit-learn defines it."""
    return _curve(curves.thin(recall, precision, thresholds, curves.steps))


def histogram(given) -> str:
    """Bins of equal width from the least to the largest finite number; what is not finite is counted apart."""
    from . import bins

    return binned(*bins.count(given, MAX_BINS))


def binned(edges: list, counts: list, not_finite: int = 0) -> str:
    """A histogram of bins that are known: `edges` is one longer than `counts`."""
    told = '{"edges":[%s],"counts":[%s]' % (",".join(_ascending(edges)), ",".join(map(_short, counts)))
    return told + (',"notFinite":%d}' % not_finite if not_finite else "}")


def table(given, columns=None) -> "tuple[str, int, int]":
    """The data, how many of its rows are kept, and how many there were.

    `given`: a data frame, rows that are sequences or mappings, or a mapping of columns. Secrets are masked.
    """
    names, rows = _rows(given, columns)
    names = [events.cut(str(name), _MAX_LABEL) for name in names[:MAX_COLUMNS]]
    told = []
    left = MAX_TABLE_LENGTH
    for row in rows[:MAX_ROWS]:
        cells = [_cell(name, value) for name, value in zip(names, row)]
        cells += ["null"] * (len(names) - len(cells))
        line = "[%s]" % ",".join(cells)
        left -= len(line) + 1
        if left < 0:
            break
        told.append(line)
    head = ",".join(map(events.scalar, names))
    return '{"columns":[%s],"rows":[%s],"total":%d}' % (head, ",".join(told), len(rows)), len(told), len(rows)


def image(path: str) -> str:
    """A picture below the folder of the run's artifacts; `path` relative to that, with `/`."""
    return '{"path":%s}' % events.scalar(path)


def _curve(thinned) -> str:
    xs, ys, thresholds, area = thinned
    told = '{"x":[%s],"y":[%s],"area":%s' % (",".join(map(_short, xs)), ",".join(map(_short, ys)), _short(area))
    if thresholds is not None:
        told += ',"thresholds":[%s]' % ",".join(_exact(value) for value in thresholds)
    return told + "}"


def _rows(given, columns) -> "tuple[list, list]":
    if hasattr(given, "columns") and hasattr(given, "head"):
        return _rows_of_frame(given, columns)
    if isinstance(given, dict):
        names = list(given) if columns is None else list(columns)
        return names, list(zip(*(values.listed(given[name]) for name in names)))
    rows = values.listed(given)
    if rows and all(isinstance(row, dict) for row in rows):
        names = list(dict.fromkeys(key for row in rows for key in row)) if columns is None else list(columns)
        return names, [[row.get(name) for name in names] for row in rows]
    rows = [values.listed(row) if not isinstance(row, (str, bytes)) else [row] for row in rows]
    widest = max(map(len, rows), default=0)
    return list(range(widest)) if columns is None else values.listed(columns), rows


def _rows_of_frame(frame, columns) -> "tuple[list, list]":
    """Of pandas or polars. Rows behind those that are kept are only counted."""
    if columns is not None:
        frame = frame[list(columns)]
    start = frame.head(MAX_ROWS)
    rows = start.rows() if hasattr(start, "rows") else start.values.tolist()
    return list(frame.columns), [*rows, *[()] * (len(frame) - len(rows))]


def _classes(pairs) -> list:
    found = {label for pair in pairs for label in pair}
    try:
        return sorted(found)
    except TypeError:  # of several types
        return sorted(found, key=str)


def _count(value) -> "int | float":
    number = values.number(value)
    if number is None or not isfinite(number) or number < 0:
        raise ValueError("a count is a number of 0 or more")
    return number


def _label(label) -> str:
    told = describe.param_value("", label)
    return events.cut(told if isinstance(told, str) else str(told), _MAX_LABEL)


def _cell(column: str, value) -> str:
    if values.is_a(value, "datetime", "datetime"):  # pandas' too
        value = value.isoformat(" ")
    told = describe.param_value(column, value)
    return events.scalar(events.cut(told, _MAX_CELL) if isinstance(told, str) else told)


def _short(number: "int | float") -> str:
    """Six digits are more than a chart shows; whole numbers are exact."""
    if number == int(number) and abs(number) < sys.maxsize:
        return "%d" % number
    return "%.6g" % number


def _ascending(edges: list) -> list:
    """Nine digits each, unless some that lie close together need more to be told apart."""
    short = ["%.9g" % edge for edge in edges]
    read = list(map(float, short))
    if all(read[i] < read[i + 1] < float("inf") for i in range(len(read) - 1)):
        return short
    return list(map(_exact, edges))


def _exact(number: "int | float") -> str:
    return events.scalar(float(number))
