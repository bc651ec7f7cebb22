"""Which library is seen through which hook.

A hook is a function `install(module, session)` that is called once, right after its library's module was executed,
and that wraps functions there (see `patching`). It raises `patching.Unsupported` when the library is not shaped as it
knows: then it is left alone, and the run says so.
"""

import importlib

from ..patching import Unsupported

# The library's module: our module, and the function in it.
_HOOKS = {
    "argparse": ("arguments", "install"),
    # Interfaces.
    "click.core": ("click", "install"),
    "typer._click.core": ("click", "install"),
    "hydra._internal.callbacks": ("hydra", "install"),
    "hydra._internal.hydra": ("hydra", "require_callbacks"),
    "fire.core": ("fire", "install"),
    # Loggers.
    "mlflow.tracking.fluent": ("mlflow", "install"),
    "wandb.sdk.wandb_init": ("wandb", "install"),
    "wandb.sdk.artifacts.artifact": ("wandb", "install_artifacts"),
    "tensorboard.summary.writer.event_file_writer": ("tensorboard", "install"),
    "tensorboardX.event_file_writer": ("tensorboard", "install"),
    "tensorboardX.summary": ("tensorboard", "install_hparams"),
    "torch.utils.tensorboard.summary": ("tensorboard", "install_hparams"),
    "tensorflow.python.ops.gen_summary_ops": ("tensorboard", "install_tensorflow"),
    "tensorboard.plugins.scalar.summary_v2": ("tensorboard", "install_tensorflow_scalars"),
    "dvclive.live": ("dvclive", "install"),
}


def import_hooks(session) -> dict:
    """A function of the module by the module's name, as `ImportHooks` takes them; our modules load with theirs."""
    return {name: _installer(name, ours, function, session) for name, (ours, function) in _HOOKS.items()}


def _installer(name: str, ours: str, function: str, session):
    def load_and_install(module):
        if session.workspace.is_own_source(getattr(module, "__file__", None) or ""):
            return  # a module of the user's that has the same name
        try:
            getattr(importlib.import_module("." + ours, __name__), function)(module, session)
        except (Unsupported, AttributeError) as problem:
            session.warn(name.partition(".")[0], "hook-unsupported", str(problem))

    return lambda module: session.guard(name, load_and_install, module)
