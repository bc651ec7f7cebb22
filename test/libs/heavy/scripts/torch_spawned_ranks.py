"""Starts two ranks itself and tells them their places as arguments, with nothing in the environment."""

import sys

import torch
import torch.distributed as dist
import torch.multiprocessing as mp


def train(rank, address):
    with open(f"settings{rank}.txt") as file:
        seed = int(file.read())
    dist.init_process_group("gloo", init_method=address, rank=rank, world_size=2)
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    total = torch.rand(1)
    dist.all_reduce(total)
    torch.save({"weight": total}, f"rank{rank}.pt")
    dist.destroy_process_group()


if __name__ == "__main__":
    mp.spawn(train, (f"file://{sys.argv[1]}",), nprocs=2)
    print(torch.load("rank0.pt"), torch.load("rank1.pt"))
