"""What is written to TensorBoard that is no number: histograms, images and precision-recall curves."""

from .. import bins, events, figures, plots

_SOURCE = "tensorboard"
_PNG = b"\x89PNG"
# Rows of a precision-recall curve's tensor: true and false positives, true and false negatives, then these.
_PRECISION, _RECALL, _ROWS = 4, 5, 6


def report(session, value, step: int):
    """`value`: one of a summary. Whichever library had it written, no other reports it."""
    kind = value.WhichOneof("value")
    run = session.run
    if kind == "histo":
        run.plot(_SOURCE, "histogram", value.tag, lambda: _histogram(value.histo), step)
    elif kind == "image" and value.image.encoded_image_string.startswith(_PNG):
        run.plot(_SOURCE, "image", value.tag, lambda: _picture(run, value, step), step)
    elif kind == "tensor" and value.metadata.plugin_data.plugin_name == "pr_curves":
        run.plot(_SOURCE, "pr", value.tag, lambda: _precision_recall(value.tensor), step)


def _histogram(histogram) -> str:
    limits, counts = list(histogram.bucket_limit), list(histogram.bucket)
    return plots.binned(*bins.rebin(limits, counts, (histogram.min, histogram.max), plots.MAX_BINS))


def _picture(run, value, step: int) -> str:
    path = figures.save_png(value.image.encoded_image_string, run.dir, value.tag, step)
    if run.is_new_file(path, "w"):
        run.send(events.opened_for_writing(path, "figure", _SOURCE, keep=True))
    return plots.image(figures.below_artifacts(path, run.dir))


def _precision_recall(tensor) -> str:
    numbers = list(tensor.float_val)
    size = len(numbers) // _ROWS
    precision = numbers[_PRECISION * size : (_PRECISION + 1) * size]
    recall = numbers[_RECALL * size : (_RECALL + 1) * size]
    return plots.precision_recall(recall, precision, [place / (size - 1) for place in range(size)])
