"""Trains with Lightning by either of its names: arguments are that name, and `logger`, `many` or `none`."""

import importlib
import logging
import sys
import warnings

import torch

name, loggers = sys.argv[1:]
warnings.filterwarnings("ignore")
L = importlib.import_module(name)
logging.getLogger(name.removesuffix(".pytorch")).setLevel(logging.ERROR)
CSVLogger = importlib.import_module(name + ".loggers").CSVLogger
TensorBoardLogger = importlib.import_module(name + ".loggers").TensorBoardLogger
ModelCheckpoint = importlib.import_module(name + ".callbacks").ModelCheckpoint


class Regression(L.LightningModule):
    def __init__(self, width, lr=0.1, api_key="hush"):
        super().__init__()
        self.save_hyperparameters()
        self.layer = torch.nn.Linear(width, 1)

    def training_step(self, batch, index):
        loss = self.layer(batch[0]).square().mean()
        self.log("train_loss", loss, on_step=True, on_epoch=True)
        return loss

    def validation_step(self, batch, index):
        self.log_dict({"val_loss": self.layer(batch[0]).abs().mean(), "val_count": float(len(batch[0]))})

    def test_step(self, batch, index):
        self.log("test_loss", self.layer(batch[0]).abs().mean())

    def on_train_epoch_end(self):
        self.log("step", float(100 + self.current_epoch))
        self.log("own_step", 0.5)

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=self.hparams.lr)


class Data(L.LightningDataModule):
    def __init__(self, batch_size=8):
        super().__init__()
        self.save_hyperparameters()

    def loader(self):
        data = torch.utils.data.TensorDataset(torch.linspace(0, 1, 48).reshape(16, 3))
        return torch.utils.data.DataLoader(data, batch_size=self.hparams.batch_size)

    train_dataloader = val_dataloader = test_dataloader = loader


torch.set_num_threads(1)
L.seed_everything(5, verbose=False)
kinds = {"csv": [CSVLogger], "many": [CSVLogger, TensorBoardLogger], "none": []}[loggers]
made = [kind("logs", name=kind.__name__, version="only") for kind in kinds]
trainer = L.Trainer(
    max_epochs=2,
    accelerator="cpu",
    logger=made or False,
    callbacks=[ModelCheckpoint("checkpoints", filename="{epoch}", save_top_k=-1)],
    log_every_n_steps=1,
    enable_progress_bar=False,
    enable_model_summary=False,
)
model = Regression(3)
trainer.fit(model, Data())
print({key: round(value.item(), 6) for key, value in trainer.callback_metrics.items()})
trainer.test(model, Data(), verbose=False)
trainer.save_checkpoint("final.ckpt", weights_only=True)
if made:
    made[0].log_hyperparams({"note": "by hand"})
