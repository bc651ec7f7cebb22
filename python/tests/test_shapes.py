"""Libraries for deep learning that are not shaped as their hooks know them."""

import pytest

SHAPES = {
    "accelerate.accelerator": "class Accelerator:\n  def log(self): pass\n",
    "keras.src.callbacks.callback_list": "class CallbackList: pass\n",
    "keras.src.optimizers.base_optimizer": "",
    "keras.src.saving.saving_api": "save_model = None\n",
    "lightning.pytorch.trainer.connectors.logger_connector.logger_connector": "class LoggerConnector: pass\n",
    "lightning.pytorch.loggers.utilities": "",
    "lightning.pytorch.loggers.csv_logs": "",
    "pytorch_lightning.trainer.trainer": "class Trainer: pass\n",
    "safetensors.torch": "",
    "torch.distributed.distributed_c10d": "",
    "torch.export": "",
    "torch.jit._script": "",
    "torch.random": "manual_seed = 3\n",
    "torch.serialization": "def store(): pass\n",
    "transformers.integrations.integration_utils": "",
    "transformers.modeling_utils": "class PreTrainedModel: pass\n",
    "transformers.trainer": "class Trainer: pass\n",
    "transformers.trainer_callback": "class CallbackHandler:\n  def on_log(self): pass\n",
}


def write_package(folder, name, text):
    path = folder.joinpath(*name.split("."))
    path.parent.mkdir(parents=True)
    for parent in path.relative_to(folder).parents:
        (folder / parent / "__init__.py").touch()
    path.with_suffix(".py").write_text(text)


@pytest.mark.parametrize("name", SHAPES)
def test_one_of_another_shape_is_left_alone_with_one_warning(training, tmp_path, name):
    write_package(tmp_path / "site-packages", name, SHAPES[name])
    training.write("train.py", f"import {name} as library\nprint('trained')\n")
    outcome = training.run("train.py", path=[tmp_path / "site-packages"])
    assert (outcome.out, outcome.err) == ("trained\n", "")
    (warning,) = [event for event in training.events() if event["e"] == "warn"]
    assert warning["code"] == "hook-unsupported"
    assert warning["message"].startswith(name.partition(".")[0] + ": ")


@pytest.mark.parametrize("name", SHAPES)
def test_a_package_of_the_users_by_that_name_is_left_alone(training, name):
    write_package(training.workspace, name, SHAPES[name])
    training.write("train.py", f"import {name}\nprint('trained')\n")
    assert training.run("train.py").out == "trained\n"
    assert training.kinds() == [["hello", "bye"]]
