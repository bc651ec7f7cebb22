"""Rules for loggers side by side: one series of what several are told, and libraries of another shape."""

import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent / "scripts"
# Loggers print times, and look for news over the network.
QUIET = {
    "WANDB_SILENT": "true",
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_LOGGING_LEVEL": "ERROR",
    "DO_NOT_TRACK": "1",
    "DVC_NO_ANALYTICS": "1",
}
LOGGERS = {"mlflow", "wandb", "tensorboard"}


@pytest.mark.parametrize("order", ["mlflow,wandb,tensorboard", "tensorboard,wandb,mlflow"])
def test_one_series_of_what_several_are_told(training, order):
    recorded = training.run_both_ways(
        SCRIPTS / "loggers_side_by_side.py",
        order,
        ignore=["wandb/*", "mlflow.db", "mlruns/*", "logs/*"],
        WANDB_MODE="offline",
        **QUIET,
    )
    first = next(name for name in order.split(",") if name != "tensorboard")
    assert recorded.metrics["loss"] == [(0, 1 / 5), (1, 1 / 6), (2, 1 / 7)]  # none of them is a 32-bit float
    assert recorded.sources["loss"] == first
    assert {entry for entry in recorded.duplicates if entry[1] == "loss"} == {
        (name, "loss", first) for name in LOGGERS - {first}
    }
    # What is not the same keeps its place: the second source's under its name, TensorBoard's in its own file.
    second = next(name for name in order.split(",") if name not in ("tensorboard", first))
    assert set(recorded.metrics) == {"loss", "other", f"{second}/other"}
    assert {entry[1] for entry in recorded.duplicates} == {"loss"}
    assert recorded.params == {"lr": 0.1}
    assert recorded.warnings == []


MISUSED = {
    "mlflow": "import mlflow\nmlflow.log_artifact('missing.txt')\n",
    "wandb": "import wandb\nwandb.init()\nwandb.log(3)\n",
    "wandb disabled": "import wandb\nwandb.init(mode='disabled')\nwandb.log(3)\n",
    "tensorboard": (
        "from tensorboard.summary.writer import event_file_writer\n"
        "event_file_writer.EventFileWriter('logs').add_event(3)\n"
    ),
    "dvclive": "from dvclive import Live\nLive(save_dvc_exp=False, dvcyaml=None).log_metric('loss', object)\n",
}


@pytest.mark.skipif(sys.version_info < (3, 11), reason="before Python 3.11 a frame of ours stays in such tracebacks")
@pytest.mark.parametrize("logger", MISUSED)
def test_errors_of_a_logger_look_as_without_us(training, logger):
    script = training.write("train.py", MISUSED[logger])
    recorded = training.run_both_ways(script, ignore=["mlflow.db", "wandb/*", "logs/*"], WANDB_MODE="offline", **QUIET)
    assert recorded.outcome.code == 1
    assert "Error" in recorded.outcome.err or "Exception" in recorded.outcome.err
    assert recorded.warnings == []


OTHER_SHAPES = {
    "click/core.py": "class Context:\n  pass\n",
    "typer/_click/core.py": "Context = None\n",
    "hydra/_internal/callbacks.py": "class Callbacks:\n  def on_job_start(self): pass\n",
    "hydra/_internal/hydra.py": "class Hydra: pass\n",
    "fire/core.py": "def _MakeParseFn(fn, metadata): pass\n",
    "mlflow/tracking/fluent.py": "class ActiveRun:\n  pass\n",
    "wandb/sdk/wandb_init.py": "class Run:\n  def log(self): pass\n",
    "wandb/sdk/artifacts/artifact.py": "class Artifact: pass\n",
    "tensorboard/summary/writer/event_file_writer.py": "class EventFileWriter: pass\n",
    "tensorboardX/event_file_writer.py": "",
    "tensorboardX/summary.py": "hparams = 1\n",
    "dvclive/live.py": "class Live: pass\n",
}


@pytest.mark.parametrize("module", OTHER_SHAPES)
def test_a_library_of_another_shape_is_left_alone_with_one_warning(training, tmp_path, module):
    name = make_package(tmp_path / "site-packages", module)
    training.write("train.py", f"import {name}\nprint('trained')\n")
    outcome = training.run("train.py", path=[tmp_path / "site-packages"])
    assert (outcome.out, outcome.err) == ("trained\n", "")
    (warning,) = [event for event in training.events() if event["e"] == "warn"]
    assert warning["code"] == "hook-unsupported"
    assert warning["message"].startswith(name.partition(".")[0] + ": ")


@pytest.mark.parametrize("module", OTHER_SHAPES)
def test_a_package_of_the_users_with_the_name_of_a_library_is_left_alone(training, module):
    name = make_package(training.workspace, module)
    training.write("train.py", f"import {name}\nprint('trained')\n")
    assert training.run("train.py").out == "trained\n"
    assert training.kinds() == [["hello", "bye"]]


def test_a_module_of_the_users_with_the_name_of_a_library_is_left_alone(training):
    training.write("click.py", "class Context: pass\n")
    training.write("train.py", "import click\nprint(click.Context.__name__)\n")
    assert training.run("train.py").out == "Context\n"
    assert training.kinds() == [["hello", "bye"]]


def make_package(folder: Path, module: str) -> str:
    """Writes a module and the packages around it, and gives its dotted name."""
    file = folder / module
    file.parent.mkdir(parents=True, exist_ok=True)
    for parent in Path(module).parents:
        if parent != Path("."):
            (folder / parent / "__init__.py").touch()
    file.write_text(OTHER_SHAPES[module])
    return module[: -len(".py")].replace("/", ".")
