"""A small real training, with or without one scalar logged a step; prints what each epoch took as JSON.

    python epoch_training.py EPOCHS STEPS log|plain

Of each epoch: seconds by the clock and of the processor. Both ways do the same work, `loss.item()` included; `plain`
does not import the tracker's API. The first epoch warms up and is not printed.
"""

import json
import sys
import time

import torch
from torch import nn

BATCH = 256
FEATURES = 64
WIDTH = 256


def main(epochs: int, steps: int, logs: bool):
    torch.set_num_threads(1)
    torch.manual_seed(0)
    model = nn.Sequential(
        nn.Linear(FEATURES, WIDTH), nn.ReLU(), nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, 1)
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    batches = [(inputs, inputs.sum(dim=1, keepdim=True)) for inputs in torch.randn(steps, BATCH, FEATURES)]
    if logs:
        import trialbook

    took = []
    for epoch in range(epochs + 1):
        started = time.perf_counter(), time.process_time()
        for step, (inputs, targets) in enumerate(batches, epoch * steps):
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(inputs), targets)
            loss.backward()
            optimizer.step()
            value = loss.item()
            if logs:
                trialbook.log({"loss": value}, step=step)
        took.append((time.perf_counter() - started[0], time.process_time() - started[1]))
    print(json.dumps(took[1:]))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "log")
