"""Saves models and figures with libraries that have their own formats; reads a table with the csv module."""

import csv
import pathlib
import pickle

import joblib
import matplotlib.pyplot as plt
import numpy as np
import onnx
import safetensors.numpy
import skops.io
from onnx import TensorProto, helper
from sklearn.linear_model import LinearRegression

plt.switch_backend("agg")
plt.rcParams["svg.hashsalt"] = "birds"

with open("penguins.csv", newline="") as file:
    masses = [float(row["body_mass_g"]) for row in csv.DictReader(file) if row["body_mass_g"] not in ("", "NA")]
print(len(masses))
model = LinearRegression().fit(np.arange(5)[:, None], masses[:5])
print(joblib.dump(model, "model.joblib"), joblib.dump(model, pathlib.Path("model.gz"), compress=3))
with open("model-of-joblib.bin", "wb") as file:
    joblib.dump(model, file)
with open("model.pkl", "wb") as file:
    pickle.dump(model, file)
skops.io.dump(model, "model.skops")
safetensors.numpy.save_file({"weights": np.arange(3.0)}, "weights.safetensors")
identity = helper.make_node("Identity", ["x"], ["y"])
shape = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in "xy"]
graph = helper.make_model(helper.make_graph([identity], "one", shape[:1], shape[1:]))
onnx.save(graph, "identity.onnx")
onnx.save_model(graph, f="again.onnx")
print(onnx.save is onnx.save_model)
plt.plot(masses)
plt.savefig("masses", metadata={"Software": None})
plt.gcf().savefig(pathlib.Path("masses.svg"), metadata={"Date": None})
