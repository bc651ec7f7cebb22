"""Which library is seen through which hook.

A hook is a function `install(module, session)` that is called once, right after its library's module was executed,
and that wraps functions there (see `patching`). It raises `patching.Unsupported` when the library is not shaped as it
knows: then it is left alone, and the run says so.
"""

import importlib

from ..patching import Unsupported

# The library's module: our module, and the function in it.
_HOOKS = {
    "accelerate.accelerator": ("accelerate", "install"),
    "argparse": ("arguments", "install"),
    "keras.src.callbacks.callback_list": ("keras", "install_callbacks"),
    "keras.src.optimizers.base_optimizer": ("keras", "install_optimizers"),
    "keras.src.saving.saving_api": ("keras", "install_saving"),
    "numpy.random": ("seeds", "install_numpy"),
    "random": ("seeds", "install_random"),
    "safetensors.numpy": ("safetensors", "install"),
    "safetensors.torch": ("safetensors", "install"),
    "torch.cuda.random": ("seeds", "install_cuda"),
    "torch.distributed.distributed_c10d": ("torch", "install_distributed"),
    "torch.export": ("torch", "install_export_save"),
    "torch.jit._script": ("torch", "install_script_save"),
    "torch.jit._serialization": ("torch", "install_jit_save"),
    "torch.random": ("seeds", "install_torch"),
    "torch.serialization": ("torch", "install_save"),
    "transformers.integrations.integration_utils": ("transformers", "install_integrations"),
    "transformers.modeling_utils": ("transformers", "install_models"),
    "transformers.trainer": ("transformers", "install_trainer"),
    "transformers.trainer_callback": ("transformers", "install_callbacks"),
}

# Lightning goes by two names.
for _name in ("lightning.pytorch", "pytorch_lightning"):
    for _module, _function in {
        "trainer.connectors.logger_connector.logger_connector": "install_metrics",
        "loggers.utilities": "install_hyperparameters",
        "loggers.csv_logs": "install_csv_logger",
        "loggers.tensorboard": "install_tensorboard_logger",
        "trainer.trainer": "install_trainer",
    }.items():
        _HOOKS["%s.%s" % (_name, _module)] = ("lightning", _function)


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
