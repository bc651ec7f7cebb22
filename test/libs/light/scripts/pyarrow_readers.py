"""Reads a table with pyarrow in many formats, whole and as datasets."""

import pickle

import pyarrow as pa
import pyarrow.csv
import pyarrow.dataset
import pyarrow.feather
import pyarrow.json
import pyarrow.orc
import pyarrow.parquet

birds = pa.csv.read_csv("penguins.csv")
pa.parquet.write_table(birds, "birds.parquet")
pa.parquet.write_to_dataset(birds, "parts", partition_cols=["island"], basename_template="part-{i}.parquet")
pa.feather.write_feather(birds, "birds.feather")
pa.orc.write_table(birds, "birds.orc")
pa.csv.write_csv(birds, "birds.csv")
with open("birds.ndjson", "w") as file:
    file.write('{"a": 1}\n{"a": 2}\n')
for table in (
    pa.parquet.read_table("birds.parquet"),
    pa.parquet.ParquetFile("birds.parquet").read(),
    pa.parquet.read_table("parts"),
    pa.dataset.dataset("parts", partitioning="hive").to_table(),
    pa.dataset.dataset(["birds.parquet"]).to_table(),
    pa.feather.read_table("birds.feather"),
    pa.orc.read_table("birds.orc"),
    pa.json.read_json("birds.ndjson"),
    pa.csv.open_csv("penguins.csv").read_all(),
):
    print(table.shape)
print(pickle.loads(pickle.dumps(pa.csv.read_csv)) is pa.csv.read_csv)
