"""Libraries that read data: pandas, numpy, polars, pyarrow, datasets."""

import glob
import os
from itertools import islice
from types import FunctionType

from ..patching import Unsupported, after
from ..run import MAX_FILES


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

    names = [
        name
        for name, found in vars(module).items()
        if isinstance(found, FunctionType)
        and found.__module__ == module.__name__
        and name.startswith(("read_", "scan_"))
    ]
    if not names:
        raise Unsupported("%s has no readers" % module.__name__)
    for name in names:
        after(module, name, session, "polars", read)


def install_pyarrow_csv(csv, session):
    """Of `pyarrow._csv`, where pickle looks for these functions."""
    for name in ("read_csv", "open_csv"):
        _watch_reading(csv, name, session, "pyarrow")


def install_pyarrow_json(json, session):
    """Of `pyarrow._json`."""
    _watch_reading(json, "read_json", session, "pyarrow")


def install_pyarrow_parquet(core, session):
    """Of `pyarrow.parquet.core`."""
    _watch_reading(core, "read_table", session, "pyarrow")

    def opened(_, file, source, *args, **kwargs):
        session.reads("pyarrow", source)

    after(core.ParquetFile, "__init__", session, "pyarrow", opened)


def install_pyarrow_tables(module, session):
    """Of `pyarrow.feather` and `pyarrow.orc`."""
    _watch_reading(module, "read_table", session, "pyarrow")
    if "read_feather" in vars(module):
        _watch_reading(module, "read_feather", session, "pyarrow")


def install_pyarrow_dataset(dataset, session):
    """Of `pyarrow.dataset`."""
    _watch_reading(dataset, "dataset", session, "pyarrow")


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
