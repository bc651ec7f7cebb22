"""Libraries that read and write tables and arrays: pandas, numpy, polars, pyarrow."""

import glob
import os
from itertools import islice
from types import FunctionType

from ..patching import Unsupported, after
from ..run import MAX_FILES

_POLARS_FILES = ("avro", "csv", "excel", "ipc", "json", "ndjson", "parquet")


def install_pandas(common, session):
    """Of `pandas.io.common`: every reader opens files and addresses through `get_handle`."""

    def opened(_, path_or_buf, mode="r", *args, **kwargs):
        _reads_or_writes(session, "pandas", path_or_buf, mode)

    after(common, "get_handle", session, "pandas", opened)


def install_pandas_parquet(parquet, session):
    """Of `pandas.io.parquet`, which leaves files to pyarrow and opens other file systems itself."""

    def opened(_, path, fs=None, storage_options=None, mode="rb", is_dir=False):
        if not is_dir:
            _reads_or_writes(session, "pandas", path, mode)

    after(parquet, "_get_path_or_handle", session, "pandas", opened)


def install_numpy(npyio, session):
    """Of `numpy.lib._npyio_impl`, which was `numpy.lib.npyio` before NumPy 2."""
    if "load" in vars(npyio):
        _watch_reading(npyio, "load", session, "numpy")


def install_numpy_text(datasource, session):
    """Of `numpy.lib._datasource`, by which `loadtxt` and `genfromtxt` open files and addresses."""

    def opened(_, path, mode="r", *args, **kwargs):
        _reads_or_writes(session, "numpy", path, mode)

    after(datasource, "open", session, "numpy", opened)


def install_polars(module, session):
    """Of the modules of `polars.io`: `read_…` and `scan_…`. Patterns such as `data/*.csv` name files, too."""

    def read(_, source=None, *args, **kwargs):
        for path in each_path(source):
            session.reads("polars", path)

    for name in _functions(module, ("read_", "scan_")):
        after(module, name, session, "polars", read)


def install_polars_frame(module, session):
    """Of `polars.dataframe.frame` and `polars.lazyframe.frame`: what writes a file."""

    def written(_, frame, target=None, *args, **kwargs):
        session.writes("polars", target if target is not None else kwargs.get("file", kwargs.get("path")))

    cls = getattr(module, "LazyFrame" if module.__name__ == "polars.lazyframe.frame" else "DataFrame")
    for name in _functions(cls, tuple(way + kind for way in ("write_", "sink_") for kind in _POLARS_FILES)):
        after(cls, name, session, "polars", written)


def install_pyarrow_csv(csv, session):
    """Of `pyarrow._csv`, where pickle looks for these functions."""
    for name in ("read_csv", "open_csv"):
        _watch_reading(csv, name, session, "pyarrow")
    _watch_writing(csv, "write_csv", session, "pyarrow")


def install_pyarrow_json(json, session):
    """Of `pyarrow._json`."""
    _watch_reading(json, "read_json", session, "pyarrow")


def install_pyarrow_parquet(core, session):
    """Of `pyarrow.parquet.core`."""
    _watch_reading(core, "read_table", session, "pyarrow")

    def opened(_, file, source, *args, **kwargs):
        session.reads("pyarrow", source)

    after(core.ParquetFile, "__init__", session, "pyarrow", opened)
    _watch_writing(core.ParquetWriter, "__init__", session, "pyarrow")


def install_pyarrow_tables(module, session):
    """Of `pyarrow.feather` and `pyarrow.orc`."""
    for name in _functions(module, ("read_table", "read_feather")):
        _watch_reading(module, name, session, "pyarrow")
    for name in _functions(module, ("write_",)):
        _watch_writing(module, name, session, "pyarrow")


def install_pyarrow_dataset(dataset, session):
    """Of `pyarrow.dataset`."""
    _watch_reading(dataset, "dataset", session, "pyarrow")


def _functions(owner, beginnings: tuple) -> list:
    """The names of the functions that a module or class itself defines. Raises `Unsupported` when there are none."""
    home = getattr(owner, "__module__", None) or owner.__name__
    names = [
        name
        for name, found in vars(owner).items()
        if isinstance(found, FunctionType) and found.__module__ == home and name.startswith(beginnings)
    ]
    if not names:
        raise Unsupported("%s has no function %s" % (owner.__name__, beginnings[0]))
    return names


def each_path(given):
    """The paths in an argument that is one or a list of them; patterns such as `data/*.csv` name files.

    Bytes are left out: to these libraries they are not a path but the content.
    """
    for path in given if isinstance(given, (list, tuple)) else [given]:
        if not isinstance(path, (str, os.PathLike)):
            continue
        text = os.fspath(path)
        if glob.has_magic(text) and "://" not in text:
            yield from islice(glob.iglob(text, recursive=True), MAX_FILES)
        else:
            yield text


def _reads_or_writes(session, source: str, path, mode: str):
    if "r" in mode:
        session.reads(source, path)
    else:
        session.writes(source, path)


def _watch_reading(module, name: str, session, source: str):
    """For functions whose first argument is a file, a folder or a list of them."""

    def read(_, *args, **kwargs):
        for path in each_path(args[0] if args else next(iter(kwargs.values()), None)):
            session.reads(source, path)

    after(module, name, session, source, read)


def _watch_writing(owner, name: str, session, source: str):
    """For functions whose second argument is the file."""

    def written(_, content, file=None, *args, **kwargs):
        session.writes(source, file)

    after(owner, name, session, source, written)
