"""Writes scalars, histograms and images with PyTorch's own writer for TensorBoard."""

import torch
from torch.utils.tensorboard import SummaryWriter

torch.set_num_threads(1)
with SummaryWriter("logs") as writer:
    for step in range(3):
        writer.add_scalar("loss", torch.tensor(1.0 / (step + 1)), step)
        writer.add_histogram("weights", torch.linspace(-1, 1, 100) * (step + 1), step)
    writer.add_image("samples", torch.zeros(3, 8, 8), 2)
    writer.add_pr_curve("val/pr", torch.tensor([0, 1, 1]), torch.tensor([0.1, 0.7, 0.9]), 2)
print("written")
