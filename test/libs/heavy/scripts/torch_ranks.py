"""Trains in two processes of torchrun; only rank 0 prints and saves, each logs a value of its own."""

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel

torch.set_num_threads(1)
dist.init_process_group("gloo")
rank = dist.get_rank()
torch.manual_seed(10 + rank)
model = DistributedDataParallel(torch.nn.Linear(2, 1))
loss = model(torch.randn(8, 2)).square().mean()
loss.backward()
total = model.module.weight.grad.clone()
dist.all_reduce(total)
if rank == 0:
    print(f"{total.sum().item():.5f}")
torch.save(model.module.state_dict(), f"rank{rank}.pt")
dist.destroy_process_group()
