"""Reads a table with polars in many formats, at once and lazily."""

import io
import pathlib

import polars as pl

birds = pl.read_csv("penguins.csv")
birds.lazy().sink_parquet("birds.parquet")
birds.write_ipc("birds.arrow")
birds.write_ndjson("birds.ndjson")
birds.write_json(file="birds.json")
print(len(birds.write_json()))
pathlib.Path("parts").mkdir(exist_ok=True)
for number, part in enumerate([birds.head(3), birds.tail(4)]):
    part.write_csv(f"parts/{number}.csv")
for table in (
    pl.read_parquet("birds.parquet"),
    pl.read_ipc("birds.arrow"),
    pl.read_ndjson("birds.ndjson"),
    pl.read_json("birds.json"),
    pl.read_csv(b"a,b\n1,2"),
    pl.read_csv(io.BytesIO(b"a,b\n1,2")),
    pl.scan_csv(["penguins.csv"]).collect(),
    pl.scan_csv(pathlib.Path("parts") / "*.csv").collect(),
    pl.scan_parquet(source="birds.parquet").filter(pl.col("year") > 2007).collect(),
):
    print(table.shape)
try:
    pl.read_csv("absent.csv")
except FileNotFoundError as error:
    print(str(error)[:20])
pl.read_csv("penguins.csv", sep=";")
