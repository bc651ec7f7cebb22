"""Writes scalars with PyTorch's own writer for TensorBoard."""

import torch
from torch.utils.tensorboard import SummaryWriter

torch.set_num_threads(1)
with SummaryWriter("logs") as writer:
    for step in range(3):
        writer.add_scalar("loss", torch.tensor(1.0 / (step + 1)), step)
print("written")
