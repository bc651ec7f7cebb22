"""Keras 3, on any backend: series of each epoch, how training was set up, saved models."""

import inspect
import math
import weakref

from .. import values
from ..patching import after, before, require

# What optimizers were made with: by the time of training the learning rate may lie on a device, where it is not read.
_learning_rates = weakref.WeakKeyDictionary()


def install_callbacks(callback_list, session):
    """`CallbackList`, which tells all callbacks; a callback of ours might switch off asynchronous dispatch.

    We are told first, and nothing is marked as inside of Keras: what a callback of the user's logs elsewhere counts.
    """

    # What the methods do with their logs first of all. On the torch backend these are numbers already.
    plain = callback_list.python_utils.pythonify_logs

    def report_setup(self, *args, **kwargs):
        session.params("keras", _setup(self._model, self.params or {}), "keras.")

    def report_epoch(self, epoch, logs=None, *args, **kwargs):
        session.metrics("keras", plain(logs), epoch)

    def report_test(self, logs=None, *args, **kwargs):
        if self._in_begin_end_block_count == 1:  # else it validates an epoch of training, which has it as val_…
            session.metrics("keras", {"test_" + key: value for key, value in plain(logs).items()})

    kind = callback_list.CallbackList
    require(kind, "on_train_begin", "on_epoch_end", "on_test_end")
    before(kind, "on_train_begin", session, "keras", report_setup)
    before(kind, "on_epoch_end", session, "keras", report_epoch)
    before(kind, "on_test_end", session, "keras", report_test)


def install_optimizers(base_optimizer, session):
    """Remembers the learning rate that an optimizer was made with."""

    def remember(_, self, learning_rate, *args, **kwargs):
        _learning_rates[self] = learning_rate

    after(base_optimizer.BaseOptimizer, "__init__", session, "keras", remember)


def install_saving(saving_api, session):
    """`save_model` and `save_weights`, through which a model's own methods and ModelCheckpoint go."""

    def report(_, model, filepath, *args, **kwargs):
        session.writes("keras", filepath, "model")

    require(saving_api, "save_model", "save_weights")
    after(saving_api, "save_model", session, "keras", report)
    after(saving_api, "save_weights", session, "keras", report)


def _setup(model, params: dict) -> dict:
    """What `compile` and `fit` were told; `params` are what callbacks get to know of `fit`."""
    setup = {name: params[name] for name in ("epochs", "steps") if params.get(name) is not None}
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None:
        optimizer = getattr(optimizer, "inner_optimizer", optimizer)
        setup["optimizer"] = type(optimizer).__name__
        setup.update(("optimizer." + name, value) for name, value in _options(optimizer).items())
    for name, given in (
        ("loss", getattr(model, "loss", None)),
        ("metrics", getattr(getattr(model, "_compile_metrics", None), "_user_metrics", None)),
    ):
        if given is not None:
            setup[name] = _named(given)
    return setup


def _options(optimizer) -> dict:
    """The arguments of an optimizer's class that it keeps, and its learning rate or the options of its schedule."""
    own = vars(optimizer)
    options = {"learning_rate": _learning_rate(optimizer)}
    for name in inspect.signature(type(optimizer)).parameters:
        if name != "name" and own.get(name) is not None:
            options[name] = own[name]
    return options


def _learning_rate(optimizer):
    rate = getattr(optimizer, "_learning_rate", None)
    if hasattr(rate, "get_config"):  # a schedule, all in plain Python
        return {"schedule": type(rate).__name__, **rate.get_config()}
    given = _learning_rates.get(optimizer)
    now = values.number(getattr(rate, "_value", rate))
    if now is None or (isinstance(given, float) and math.isclose(now, given, rel_tol=1e-6)):
        return given  # the variable has it with 32 bits
    return now


def _named(given):
    """What was given to `compile` as a name, a function, an object, or several of them."""
    if isinstance(given, dict):
        return {key: _named(item) for key, item in given.items()}
    if isinstance(given, (list, tuple)):
        return [_named(item) for item in given]
    return given if isinstance(given, str) else getattr(given, "__name__", type(given).__name__)
