"""Writes tensors in the format of safetensors, from PyTorch and from NumPy."""

import numpy as np
import safetensors.numpy
import torch
from safetensors.torch import load_file, save_file, save_model

torch.set_num_threads(1)
torch.manual_seed(1)
model = torch.nn.Linear(2, 3)
save_file(model.state_dict(), "state.safetensors", metadata={"format": "pt"})
save_model(model, filename="model.safetensors")
safetensors.numpy.save_file({"weights": np.arange(3.0)}, filename="arrays.safetensors")
print(sorted(load_file("model.safetensors")))
