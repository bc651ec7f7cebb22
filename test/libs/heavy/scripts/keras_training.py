"""Trains with Keras on its PyTorch backend and saves in each of its formats."""

import sys

import keras
import numpy as np
import torch

torch.set_num_threads(1)
keras.utils.set_random_seed(8)
inputs = np.linspace(0, 1, 64, dtype="float32").reshape(16, 4)
targets = inputs.sum(axis=1, keepdims=True)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3, activation="relu"), keras.layers.Dense(1)])


class Noting(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(epoch, sorted(logs))


schedule = sys.argv[1] == "schedule"
rate = keras.optimizers.schedules.ExponentialDecay(0.05, decay_steps=10, decay_rate=0.5) if schedule else 0.05
model.compile(
    optimizer=keras.optimizers.Adam(rate, beta_1=0.8, clipnorm=1.0),
    loss=keras.losses.Huber() if schedule else "mse",
    metrics=["mae", keras.metrics.RootMeanSquaredError(name="rmse")],
)
history = model.fit(
    inputs,
    targets,
    batch_size=8,
    epochs=3,
    validation_data=(inputs[:8], targets[:8]),
    validation_freq=2,
    callbacks=[keras.callbacks.ModelCheckpoint("epoch{epoch}.weights.h5", save_weights_only=True), Noting()],
    verbose=0,
)
scores = model.evaluate(inputs, targets, verbose=0, return_dict=True)
model.save("model.keras")
model.save_weights("last.weights.h5")
print(repr({"history": history.history, "scores": scores}))
