"""Reads a table with pandas in many formats, from files and from an address."""

import io
import pathlib
import sys
import warnings

import pandas as pd

birds = pd.read_csv("penguins.csv")
birds.to_csv("birds.csv.gz", index=False)
birds.to_json("birds.json")
birds.to_json("birds.jsonl", orient="records", lines=True)
birds.to_parquet("birds.parquet")
birds.to_parquet("parts", partition_cols=["island"], basename_template="part-{i}.parquet")
birds.to_feather("birds.feather")
birds.to_excel("birds.xlsx", index=False)
birds.to_pickle("birds.pkl")
for table in (
    pd.read_csv("birds.csv.gz"),
    pd.read_csv(pathlib.Path("penguins.csv"), engine="pyarrow"),
    pd.read_table("penguins.csv", sep=","),
    pd.read_json("birds.json"),
    pd.read_json("birds.jsonl", lines=True),
    pd.read_parquet("birds.parquet"),
    pd.read_parquet("parts"),
    pd.read_feather("birds.feather"),
    pd.read_excel("birds.xlsx"),
    pd.read_pickle("birds.pkl"),
    pd.read_csv(io.StringIO("a,b\n1,2")),
    pd.read_csv(sys.argv[1]),
    *pd.read_csv("penguins.csv", chunksize=300),
):
    print(table.shape)
print(pd.read_csv("penguins.csv", sep="::").shape)  # warns, at this line
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        pd.read_csv("penguins.csv", sep="::")
    except pd.errors.ParserWarning as warning:
        print(warning)
try:
    pd.read_csv("absent.csv")
except FileNotFoundError as error:
    print(error)
pd.read_csv("absent.csv")
