"""TensorBoard: where its event files are, which the recorder reads, and which of their series others have given too."""

import os

from .. import events
from ..patching import after, require
from . import tensorboard_plots

_SOURCE = "tensorboard"


def install(module, session):
    """Wraps the `EventFileWriter` of TensorBoard itself, which torch uses, or that of tensorboardX."""
    writer = module.EventFileWriter
    require(writer, "__init__", "add_event")

    def opened(_, writer, *__, **___):
        inner = getattr(writer, "_ev_writer", writer)
        _send_opened(session, inner._file_name)

    def added(_, writer, event, *__, **___):
        for value in event.summary.value:
            number = _scalar(value)
            if number is not None:
                _report_scalar(session, value.tag, number)
            elif value.WhichOneof("value") != "simple_value":
                tensorboard_plots.report(session, value, event.step)

    after(writer, "__init__", session, _SOURCE, opened)
    after(writer, "add_event", session, _SOURCE, added)


def install_hparams(summary, session):
    """Wraps the function behind `add_hparams`."""
    require(summary, "hparams")
    after(summary, "hparams", session, _SOURCE, lambda _, hparam_dict, *__, **___: session.params(_SOURCE, hparam_dict))


def install_tensorflow(ops, session):
    """Wraps the operation behind `tf.summary.create_file_writer`, which knows the folder alone."""
    require(ops, "create_summary_file_writer")

    def opened(_, writer, logdir, *__, **___):
        folder = os.fsdecode(logdir.numpy() if hasattr(logdir, "numpy") else logdir)
        ours = ".%d." % os.getpid()
        files = [name for name in os.listdir(folder) if name.startswith("events.out.tfevents.") and ours in name]
        for name in files:
            _send_opened(session, os.path.join(folder, name))

    after(ops, "create_summary_file_writer", session, _SOURCE, opened)


def install_tensorflow_scalars(summary, session):
    """Wraps `tf.summary.scalar`, whose value may not be known yet: only whose call it is counts."""
    require(summary, "scalar")

    def written(_, name, *__, **___):
        outer = session.outer_source
        if outer is not None:
            session.run.duplicate(_SOURCE, name, outer)

    after(summary, "scalar", session, _SOURCE, written)


def _send_opened(session, path: str):
    # Wherever it lies: the points in it are the run's, even if the file is on another disk.
    if "://" not in path:
        session.run.send(events.opened_for_writing(os.path.abspath(path), "file", _SOURCE))


def _report_scalar(session, tag: str, value: float):
    outer = session.outer_source
    if outer is None or outer == _SOURCE:
        session.run.metric_elsewhere(_SOURCE, tag, value)
    else:
        session.run.duplicate(_SOURCE, tag, outer)


def _scalar(value) -> "float | None":
    """The number of a summary's value; None for histograms, images and the like."""
    kind = value.WhichOneof("value")
    if kind == "simple_value":
        return value.simple_value
    if kind == "tensor" and value.metadata.plugin_data.plugin_name == "scalars" and value.tensor.float_val:
        return value.tensor.float_val[0]
    return None
