"""Reads a table with numpy and saves arrays in each of its formats."""

import pickle

import numpy as np

masses = np.genfromtxt("penguins.csv", delimiter=",", skip_header=1, usecols=5)
generator = np.random.default_rng(3)
np.random.seed(3)
weights = generator.normal(size=(4, 3)) + np.random.rand()
np.save("weights.npy", weights)
np.savez("weights.npz", weights=weights)
np.savetxt("masses.txt", masses[~np.isnan(masses)])
with open("weights.pkl", "wb") as file:
    pickle.dump(weights, file)
print(np.load("weights.npy").sum(), np.nanmean(masses))
