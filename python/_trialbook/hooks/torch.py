"""PyTorch: what it saves, and the place of a process among those that train together."""

import sys

from ..patching import after


def install_save(serialization, session):
    """`torch.save`: files of its own; what goes to an open file is that file's opening."""

    def report(_, obj, f, *args, **kwargs):
        session.writes("torch", f, "model" if _holds_model(obj) else "file")

    after(serialization, "save", session, "torch", report)


def install_jit_save(jit_serialization, session):
    """`torch.jit.save`, also of functions; for a module it calls the module's own `save`."""
    after(jit_serialization, "save", session, "torch", lambda _, m, f, *args, **kwargs: _writes_model(session, f))


def install_script_save(jit_script, session):
    """`ScriptModule.save`."""
    module = jit_script.RecursiveScriptModule
    after(module, "save", session, "torch", lambda _, self, f, **kwargs: _writes_model(session, f))


def install_export_save(export, session):
    """`torch.export.save`."""
    after(export, "save", session, "torch", lambda _, ep, f, **kwargs: _writes_model(session, f))


def install_distributed(distributed, session):
    """`init_process_group`, which knows the rank even where no launcher told it by the environment."""

    def report(*args, **kwargs):
        session.join(distributed.get_rank(), distributed.get_world_size())

    after(distributed, "init_process_group", session, "torch", report)


def _writes_model(session, f):
    session.writes("torch", f, "model")


def _holds_model(obj) -> bool:
    """Whether it is a module, a dictionary of its tensors, or a checkpoint with one of these in it.

    Not the state of an optimizer or a random generator, and not tensors by themselves.
    """
    if _is_model(obj):
        return True
    return isinstance(obj, dict) and any(map(_is_model, dict.values(obj)))


def _is_model(obj) -> bool:
    torch = sys.modules["torch"]
    if isinstance(obj, torch.nn.Module):
        return True
    return isinstance(obj, dict) and len(obj) > 0 and all(isinstance(v, torch.Tensor) for v in dict.values(obj))
