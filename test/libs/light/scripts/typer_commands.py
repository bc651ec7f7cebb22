"""Trains by a function that typer made a command of."""

from enum import Enum
from pathlib import Path

import typer


class Optimizer(str, Enum):
    sgd = "sgd"
    adam = "adam"


def train(
    data: Path,
    lr: float = 0.1,
    optimizer: Optimizer = Optimizer.adam,
    access: str = typer.Option("x", hide_input=True),
    fail: bool = False,
):
    print(data, lr, optimizer.value, access)
    if fail:
        raise ValueError("bad batch")


if __name__ == "__main__":
    typer.run(train)
