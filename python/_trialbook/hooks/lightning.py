"""Lightning, by both of its names: all that is logged, with and without loggers, hyperparameters and checkpoints."""

import threading

from .. import values
from ..patching import after, leave_traceback, require, wrap


class _Converted(threading.local):
    """What Lightning made of tensors in this thread's call of `log_metrics`."""

    scalars = None


def install_metrics(connector, session):
    """`_LoggerConnector.log_metrics`, to which all that is logged comes when it is due.

    For its loggers Lightning turns tensors into numbers, which are taken over. Without loggers it does not: then
    tensors on a device are left out, for reading them would wait for it.
    """
    converted = _Converted()
    require(connector, "convert_tensors_to_scalars")
    require(connector._LoggerConnector, "log_metrics")

    def keep(result, *_):
        if converted.scalars is None and isinstance(result, dict):
            converted.scalars = dict(result)

    def make(original):
        def log_metrics(self, metrics, *args, **kwargs):
            converted.scalars = None
            try:
                with session.inside("lightning"):
                    result = original(self, metrics, *args, **kwargs)
            except BaseException as error:
                leave_traceback(error)
                raise
            session.guard("lightning", report, self, converted.scalars or dict(metrics), *args, **kwargs)
            return result

        return log_metrics

    def report(connector, scalars, step=None):
        if step is None and scalars:
            step = _step(connector.trainer, scalars)
        session.metrics("lightning", scalars, step)

    after(connector, "convert_tensors_to_scalars", session, "lightning", keep)
    wrap(connector._LoggerConnector, "log_metrics", make)


def install_hyperparameters(utilities, session):
    """`_log_hyperparams`, which is called as training starts: what `save_hyperparameters` kept, without loggers too."""

    def report(_, trainer):
        for holder in (trainer.lightning_module, trainer.datamodule):
            if getattr(holder, "_log_hyperparams", False):
                # Their property `hparams_initial` would copy it deeply.
                kept = dict(getattr(holder, "_hparams_initial", {}))
                kept.pop("_class_path", None)  # LightningCLI's own
                session.params("lightning", kept)

    after(utilities, "_log_hyperparams", session, "lightning", report)


def install_csv_logger(module, session):
    """What a script itself hands to `log_hyperparams` of the logger."""
    _report_logger(module.CSVLogger, session)


def install_tensorboard_logger(module, session):
    """As `install_csv_logger`. Other loggers hand it on to their library, which has a hook of its own."""
    _report_logger(module.TensorBoardLogger, session)


def install_trainer(module, session):
    """`Trainer.save_checkpoint`, through which ModelCheckpoint goes too."""

    def report(_, trainer, filepath, *args, **kwargs):
        if trainer.is_global_zero:
            session.writes("lightning", filepath, "model")

    after(module.Trainer, "save_checkpoint", session, "lightning", report)


def _report_logger(kind, session):
    def report(_, logger, params=None, *args, **kwargs):
        if params is not None:
            session.params("lightning", params if isinstance(params, dict) else vars(params))

    after(kind, "log_hyperparams", session, "lightning", report)


def _step(trainer, scalars: dict) -> "int | None":
    """The step at which Lightning logs what was given none; adds the epoch to it as Lightning does."""
    if "step" in scalars:
        step = values.number(scalars.pop("step"))
        return None if step is None else int(step)
    scalars.setdefault("epoch", trainer.current_epoch)
    return trainer.fit_loop.epoch_loop._batches_that_stepped
