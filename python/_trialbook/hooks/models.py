"""Libraries that write a trained model: joblib, onnx, safetensors, skops."""

from ..patching import after


def install_joblib(numpy_pickle, session):
    """Of `joblib.numpy_pickle`."""
    _watch_writing(numpy_pickle, "dump", session, "joblib")


def install_onnx(onnx, session):
    """Of `onnx`, where `save` is another name of `save_model`."""
    replacement = _watch_writing(onnx, "save_model", session, "onnx")
    if getattr(onnx, "save", None) is replacement.__wrapped__:
        onnx.save = replacement


def install_safetensors(module, session):
    """Of the modules of `safetensors` for each kind of array; the file is written beneath Python."""
    _watch_writing(module, "save_file", session, "safetensors")


def install_skops(persist, session):
    """Of `skops.io._persist`."""
    _watch_writing(persist, "dump", session, "skops")


def _watch_writing(module, name: str, session, source: str):
    """For functions whose second argument is the file; they take open files too, which say nothing here."""

    def written(_, content, file=None, *args, **kwargs):
        session.writes(source, kwargs.get("filename", kwargs.get("f", file)), "model")

    return after(module, name, session, source, written)
