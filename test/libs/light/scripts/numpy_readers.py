"""Reads arrays with numpy: its own formats, text from a file and from an address, memory maps."""

import sys

import numpy as np

np.save("weights.npy", np.arange(6.0))
np.savez("weights.npz", a=np.arange(3))
np.savetxt("numbers.txt", np.arange(4))
np.arange(5).tofile("raw.dat")
print(np.load("weights.npy").sum(), np.load("weights.npz")["a"], np.load("weights.npy", mmap_mode="r")[2])
print(np.loadtxt("numbers.txt"), np.genfromtxt(sys.argv[1], delimiter=",", skip_header=1, usecols=2)[:2])
print(np.memmap("raw.dat", dtype=int, mode="r")[3], np.fromfile("raw.dat", dtype=int)[4])
print(np.genfromtxt("penguins.csv", delimiter=",", skip_header=1, usecols=2)[:2])
