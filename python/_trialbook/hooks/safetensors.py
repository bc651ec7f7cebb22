"""safetensors: each file that it writes is a model's weights."""

from ..patching import after


def install(module, session):
    """`save_file` of `safetensors.torch` and `safetensors.numpy`; `save_model` goes through it."""

    def report(_, tensors, filename, *args, **kwargs):
        session.writes("safetensors", filename, "model")

    after(module, "save_file", session, "safetensors", report)
