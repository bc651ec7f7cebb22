"""Which library is seen through which hook.

A hook is a function `install(module, session)` that is called once, right after its library's module was executed,
and that wraps functions there (see `patching`). It raises `patching.Unsupported` when the library is not shaped as it
knows: then it is left alone, and the run says so.
"""

import sys

from ..patching import Unsupported

# The library's module: our module, and the function in it.
_HOOKS = {
    "IPython.core.interactiveshell": ("kernels", "install"),
    "accelerate.accelerator": ("accelerate", "install"),
    "argparse": ("arguments", "install"),
    # Classic machine learning.
    "sklearn.base": ("estimators", "install"),
    "sklearn.utils.parallel": ("estimators", "install_parallel"),
    "sklearn.model_selection._validation": ("estimators", "install_validation"),
    "sklearn.metrics._classification": ("scores", "install"),
    "sklearn.metrics._ranking": ("scores", "install"),
    "sklearn.metrics._regression": ("scores", "install"),
    "sklearn.metrics._plot.confusion_matrix": ("plots", "install_displays"),
    "sklearn.metrics._plot.precision_recall_curve": ("plots", "install_displays"),
    "sklearn.metrics._plot.roc_curve": ("plots", "install_displays"),
    "sklearn.metrics.cluster._supervised": ("scores", "install"),
    "sklearn.metrics.cluster._unsupervised": ("scores", "install"),
    "xgboost.callback": ("xgboost", "install_callback"),
    "xgboost.core": ("xgboost", "install_core"),
    "xgboost.training": ("xgboost", "install_training"),
    "lightgbm.basic": ("lightgbm", "install_basic"),
    "lightgbm.engine": ("lightgbm", "install_engine"),
    "catboost.core": ("catboost", "install"),
    "optuna.study._optimize": ("studies", "install_optimize"),
    "optuna.study._tell": ("studies", "install_tell"),
    "optuna.study.study": ("studies", "install_study"),
    "optuna.trial._trial": ("studies", "install_trial"),
    # Models and figures that are written.
    "joblib.numpy_pickle": ("models", "install_joblib"),
    "onnx": ("models", "install_onnx"),
    "safetensors.numpy": ("models", "install_safetensors"),
    "safetensors.torch": ("models", "install_safetensors"),
    "skops.io._persist": ("models", "install_skops"),
    "matplotlib.figure": ("figures", "install"),
    # Data that is read.
    "pandas.io.common": ("tables", "install_pandas"),
    "pandas.io.parquet": ("tables", "install_pandas_parquet"),
    "numpy.lib._datasource": ("tables", "install_numpy_text"),
    "numpy.lib._npyio_impl": ("tables", "install_numpy"),
    "numpy.lib.npyio": ("tables", "install_numpy"),
    "polars.dataframe.frame": ("tables", "install_polars_frame"),
    "polars.lazyframe.frame": ("tables", "install_polars_frame"),
    "polars.io.avro": ("tables", "install_polars"),
    "polars.io.csv.functions": ("tables", "install_polars"),
    "polars.io.ipc.functions": ("tables", "install_polars"),
    "polars.io.json.read": ("tables", "install_polars"),
    "polars.io.lines": ("tables", "install_polars"),
    "polars.io.ndjson": ("tables", "install_polars"),
    "polars.io.parquet.functions": ("tables", "install_polars"),
    "polars.io.spreadsheet.functions": ("tables", "install_polars"),
    "pyarrow._csv": ("tables", "install_pyarrow_csv"),
    "pyarrow._json": ("tables", "install_pyarrow_json"),
    "pyarrow.dataset": ("tables", "install_pyarrow_dataset"),
    "pyarrow.feather": ("tables", "install_pyarrow_tables"),
    "pyarrow.orc": ("tables", "install_pyarrow_tables"),
    "pyarrow.parquet.core": ("tables", "install_pyarrow_parquet"),
    "datasets.load": ("hub", "install"),
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
    # Deep learning, and seeds.
    "keras.src.callbacks.callback_list": ("keras", "install_callbacks"),
    "keras.src.optimizers.base_optimizer": ("keras", "install_optimizers"),
    "keras.src.saving.saving_api": ("keras", "install_saving"),
    "numpy.random": ("seeds", "install_numpy"),
    "random": ("seeds", "install_random"),
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
            getattr(_load(ours), function)(module, session)
        except (Unsupported, AttributeError) as problem:
            session.warn(name.partition(".")[0], "hook-unsupported", str(problem))

    return lambda module: session.guard(name, load_and_install, module)


def _load(ours: str):
    # `importlib` is a package that plain scripts never load; the statement's own function is there anyway.
    name = "%s.%s" % (__name__, ours)
    __import__(name)
    return sys.modules[name]
