"""Reads batches with worker processes; says which way they start."""

import sys

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Squares(Dataset):
    def __len__(self):
        return 12

    def __getitem__(self, index):
        np.random.seed(index)
        return torch.tensor(float(index) ** 2)


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.manual_seed(4)
    for batch in DataLoader(Squares(), batch_size=4, shuffle=True, num_workers=2, multiprocessing_context=sys.argv[1]):
        print(batch.tolist())
