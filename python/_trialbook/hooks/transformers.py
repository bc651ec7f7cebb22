"""transformers: the arguments, series and weights of its Trainer."""

import sys

from ..patching import before, inside, require


def install_callbacks(trainer_callback, session):
    """`CallbackHandler`, which tells all callbacks what there is to log.

    Ours is told first, and nothing is marked as inside of it: what a callback of the user's logs elsewhere counts.
    """

    def report_arguments(self, args, state, *rest, **kwargs):
        if state.is_world_process_zero:
            session.params("transformers", _arguments(args), "transformers.")

    def report_logs(self, args, state, control, logs, *rest, **kwargs):
        if state.is_world_process_zero:
            session.metrics("transformers", logs, state.global_step)

    handler = trainer_callback.CallbackHandler
    require(handler, "on_train_begin", "on_log")
    before(handler, "on_train_begin", session, "transformers", report_arguments)
    before(handler, "on_log", session, "transformers", report_logs)


def install_integrations(integrations, session):
    """The callbacks to trackers that transformers has itself, to which Trainer's series and arguments are handed on."""
    base = integrations.TrainerCallback
    for kind in list(vars(integrations).values()):
        if isinstance(kind, type) and issubclass(kind, base) and kind.__module__ == integrations.__name__:
            for name in [name for name in vars(kind) if name.startswith("on_")]:
                inside(kind, name, session, "transformers")


def install_trainer(trainer, session):
    """What Trainer saves: the weights are reported by who writes them, here they get their source."""
    require(trainer.Trainer, "_save_checkpoint", "save_model")
    inside(trainer.Trainer, "_save_checkpoint", session, "transformers")
    inside(trainer.Trainer, "save_model", session, "transformers")


def install_models(modeling_utils, session):
    """`save_pretrained`, as `install_trainer`."""
    inside(modeling_utils.PreTrainedModel, "save_pretrained", session, "transformers")


def _arguments(args) -> dict:
    """The fields of TrainingArguments. Its own `to_dict` would change dictionaries that the user handed in."""
    given = vars(args)
    fields = args.__dataclass_fields__.items()
    return {name: _plain(given[name]) for name, field in fields if field.init and name in given}


def _plain(value):
    """Enumerations by their values, as the user writes them; nested groups of arguments as mappings."""
    enum = sys.modules["enum"].Enum
    if isinstance(value, enum):
        return value.value
    if hasattr(type(value), "__dataclass_fields__"):
        return dict(vars(value))
    return [_plain(item) for item in value] if type(value) is list else value
