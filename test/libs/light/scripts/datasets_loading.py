"""Loads datasets with the datasets library: files, a folder, one saved before, one that the hub's cache holds."""

import pathlib
import shutil

import datasets

datasets.disable_progress_bars()
datasets.logging.set_verbosity_error()  # it tells the time
pathlib.Path("folder").mkdir(exist_ok=True)
shutil.copy("penguins.csv", "folder/train.csv")
one = datasets.load_dataset("csv", data_files="penguins.csv", split="train")
print(one.shape)
two = datasets.load_dataset("csv", data_files={"train": ["penguins.csv"], "test": "folder/*.csv"})
print(two.shape)
print(datasets.load_dataset("folder").shape)
print(datasets.load_dataset("csv", data_files="penguins.csv", split="train", streaming=True).take(1))
one.save_to_disk("saved")
print(datasets.load_from_disk("saved").shape)
# As the cache lies after a download.
cached = pathlib.Path(one.cache_files[0]["filename"]).parent
hub = cached.parents[3] / "someone___birds" / "default"
shutil.copytree(cached.parent, hub / "0.0.0", dirs_exist_ok=True)
(hub / "0.0.0" / cached.name / "csv-train.arrow").rename(hub / "0.0.0" / cached.name / "birds-train.arrow")
hub_birds = datasets.load_dataset("someone/birds", split="train")
print(hub_birds.shape, hub_birds._fingerprint, one._fingerprint)
print(one.map(lambda row: {"n": len(row["species"])})._fingerprint)
