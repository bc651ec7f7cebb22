"""Trains with PyTorch and saves in each of its formats, seeds set as scripts do."""

import io
import random
import warnings

import numpy as np
import torch

torch.set_num_threads(1)
random.seed(1)
np.random.seed(2)
torch.manual_seed(3)

model = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
inputs, targets = torch.randn(32, 4), torch.randn(32, 1)
compiled = torch.compile(model, backend="eager", fullgraph=True)
for _ in range(3):
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(compiled(inputs), targets)
    loss.backward()
    optimizer.step()
print(f"{loss.item():.6f}", random.random(), np.random.rand(), torch.rand(1).item())

state = {"epoch": 3, "model": model.state_dict(), "optimizer": optimizer.state_dict()}
torch.save(model.state_dict(), "weights.pt")
torch.save(model, "whole.pt")
torch.save(obj=state, f="checkpoint.pt")
torch.save(state, "checkpoint.pt")
torch.save(optimizer.state_dict(), "optimizer.pt")
torch.save(inputs, "inputs.pt")
torch.save(torch.get_rng_state(), io.BytesIO())
with open("opened.bin", "wb") as file:
    torch.save(targets, file)

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    scripted = torch.jit.script(model)
    torch.jit.save(scripted, "scripted.pt")
    scripted.save("method.pt")
    torch.jit.save(torch.jit.trace(lambda x: x * 2, inputs), "function.pt")
torch.export.save(torch.export.export(model, (inputs,)), "exported.pt2")
print(sorted(torch.load("checkpoint.pt")))
