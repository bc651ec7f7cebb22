"""datasets: what was loaded from a hub or from files."""

import os

from ..patching import after
from .tables import each_path


def install(load, session):
    """Of `datasets.load`. Files are read beneath Python, or found in the cache and not read again."""
    formats = getattr(load, "_PACKAGED_DATASETS_MODULES", ())

    def loaded(dataset, path, name=None, data_dir=None, data_files=None, *args, **kwargs):
        path = os.fspath(path)
        if path not in formats and not os.path.exists(path):
            session.input("datasets", "hf://datasets/" + path, _fingerprint(dataset))
            return
        folder = path if os.path.isdir(path) else ""
        given = [os.path.join(folder, one) if "://" not in one else one for one in _paths_in(data_files, data_dir)]
        for one in each_path(given or path):
            session.reads("datasets", one)

    def loaded_from_disk(_, dataset_path, *args, **kwargs):
        session.reads("datasets", dataset_path)

    after(load, "load_dataset", session, "datasets", loaded)
    after(load, "load_from_disk", session, "datasets", loaded_from_disk)


def _paths_in(*given):
    """Paths in lists, in mappings of a split to its files, and on their own."""
    for one in given:
        if isinstance(one, dict):
            yield from _paths_in(*one.values())
        elif isinstance(one, (list, tuple)):
            yield from _paths_in(*one)
        elif one is not None:
            yield os.fspath(one)


def _fingerprint(dataset) -> "str | None":
    """What names the content, of the first split."""
    first = next(iter(dataset.values()), None) if isinstance(dataset, dict) else dataset
    return getattr(first, "_fingerprint", None)
