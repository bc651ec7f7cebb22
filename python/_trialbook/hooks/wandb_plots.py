"""What is logged to W&B that is no number: images, histograms, tables, and charts made of tables."""

import os

from .. import bins, events, figures, plots
from ..values import is_a

_SOURCE = "wandb"
# Of a list of images.
_MAX_IMAGES = 16
_MODULES = {
    "histogram": ("wandb.sdk.data_types.histogram", "Histogram"),
    "image": ("wandb.sdk.data_types.image", "Image"),
    "table": ("wandb.sdk.data_types.table", "Table"),
    "chart": ("wandb.plot.custom_chart", "CustomChart"),
}


def report(run, key: str, value, step):
    """Reports a value of a row that was logged, if it is one of these; `run` is ours."""
    if is_a(value, *_MODULES["histogram"]):
        run.plot(_SOURCE, "histogram", key, lambda: _histogram(value), step)
    elif is_a(value, *_MODULES["image"]):
        run.plot(_SOURCE, "image", key, lambda: _picture(run, key, value, step), step)
    elif is_a(value, *_MODULES["table"]):
        run.plot(_SOURCE, "table", key, lambda: plots.table(value.data, value.columns)[0], step)
    elif is_a(value, *_MODULES["chart"]):
        _report_chart(run, key, value, step)
    elif isinstance(value, (list, tuple)) and value and is_a(value[0], *_MODULES["image"]):
        for place, image in enumerate(value[:_MAX_IMAGES]):
            report(run, "%s/%d" % (key, place), image, step)


def _histogram(histogram) -> str:
    edges, counts = list(map(float, histogram.bins)), list(map(float, histogram.histogram))
    if len(counts) <= plots.MAX_BINS:
        return plots.binned(edges, counts)
    return plots.binned(*bins.rebin(edges[1:], counts, (edges[0], edges[-1]), plots.MAX_BINS))


def _picture(run, key: str, image, step) -> str:
    path = getattr(image, "_path", None)
    given = path if path and os.path.isfile(path) else image._image  # a disabled run writes no file
    saved = figures.save(given, run.dir, key, step if type(step) is int else None)
    if saved is None:
        raise TypeError("cannot save %s as a picture" % type(given).__name__)
    if run.is_new_file(saved, "w"):
        run.send(events.opened_for_writing(saved, "figure", _SOURCE, keep=True))
    return plots.image(figures.below_artifacts(saved, run.dir))


def _report_chart(run, key: str, chart, step):
    """Those of `wandb.plot` that we know as what they show, the others as their table."""
    table, fields = chart.table, chart.spec.fields
    names = {role: table.columns.index(column) for role, column in fields.items() if column in table.columns}
    if "confusion_matrix" in chart.spec.spec_name:
        run.plot(_SOURCE, "confusion", key, lambda: _confusion(table.data, names), step)
    elif fields.get("x") == "fpr" or fields.get("x") == "recall":
        curves = _by_class(table.data, names)
        for label, rows in curves.items():
            _report_curve(run, key if len(curves) == 1 else "%s/%s" % (key, label), fields["x"], rows, step)
    else:
        report(run, key, table, step)


def _report_curve(run, key: str, x: str, rows: list, step):
    xs, ys = [float(row[0]) for row in rows], [float(row[1]) for row in rows]
    if x == "fpr":
        run.plot(_SOURCE, "roc", key, lambda: plots.roc(xs, ys), step)
    else:
        run.plot(_SOURCE, "pr", key, lambda: plots.precision_recall(xs, ys), step)


def _confusion(rows: list, names: dict) -> str:
    true, predicted, count = names["Actual"], names["Predicted"], names["nPredictions"]
    labels = list(dict.fromkeys(row[true] for row in rows))
    counts = {(row[true], row[predicted]): row[count] for row in rows}
    return plots.confusion([[counts.get((one, other), 0) for other in labels] for one in labels], labels)


def _by_class(rows: list, names: dict) -> dict:
    curves = {}
    for row in rows:
        label = row[names["class"]] if "class" in names else ""
        curves.setdefault(label, []).append((row[names["x"]], row[names["y"]]))
    return curves
