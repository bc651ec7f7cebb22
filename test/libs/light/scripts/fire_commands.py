"""Trains by a class and its method that fire made commands of."""

import fire


class Trainer:
    def __init__(self, lr=0.1, layers=(8, 8)):
        self.lr = lr
        self.layers = layers

    def fit(self, data, *folds, epochs: int = 3, api_key=None, **more):
        print(data, folds, epochs, api_key, more, self.lr, self.layers)
        if epochs == 0:
            raise ValueError("no epochs")
        return "fitted"


if __name__ == "__main__":
    fire.Fire(Trainer)
