"""Saves pictures that a script hands us below the run folder."""

import os
import shutil
import zlib

from .values import is_a

_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
_MAX_PART = 100
_MAX_PARTS = 5


def save(figure, run_dir: str, name: str, step: "int | None") -> "str | None":
    """Absolute path of the saved picture; None when `figure` is none that we know. Raises as its own saving does."""
    base = _base(run_dir, name, step)
    if isinstance(figure, (str, bytes, os.PathLike)):
        return _copy(os.fsdecode(figure), base)
    path = base + ".png"
    if is_a(figure, "matplotlib.figure", "Figure"):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        figure.savefig(path, format="png")
    elif is_a(figure, "PIL.Image", "Image"):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        figure.save(path, "PNG")
    else:
        return None
    return path


def save_png(picture: bytes, run_dir: str, name: str, step: "int | None") -> str:
    """The same for the bytes of a picture in PNG."""
    path = _base(run_dir, name, step) + ".png"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(picture)
    return path


def below_artifacts(path: str, run_dir: str) -> str:
    """Path of a saved picture from the folder of the run's artifacts, with `/`."""
    return os.path.relpath(path, os.path.join(run_dir, "artifacts")).replace(os.sep, "/")


def _base(run_dir: str, name: str, step: "int | None") -> str:
    return os.path.join(run_dir, "artifacts", "figures", *_parts(name)) + ("" if step is None else "-%d" % step)


def _copy(picture: str, base: str) -> "str | None":
    suffix = os.path.splitext(picture)[1].lower()
    if suffix not in _SUFFIXES:
        return None
    os.makedirs(os.path.dirname(base), exist_ok=True)
    shutil.copyfile(picture, base + suffix)
    return base + suffix


def _parts(name: str) -> list:
    """The name as folders and a file that every file system takes; letters that some do not take become `_`.

    One that had to be changed has a number behind it that tells it from the others: `a:b` and `a?b` are two pictures.
    """
    given = str(name).removesuffix(".png")
    plain = (
        "".join(letter if letter.isalnum() or letter in "-_. " else "_" for letter in part).strip(". ")[:_MAX_PART]
        for part in given.split("/")[:_MAX_PARTS]
    )
    parts = [part for part in plain if part] or ["figure"]
    if given and "/".join(parts) != given:
        parts[-1] += "-%08x" % zlib.crc32(given.encode("utf-8", "surrogatepass"))
    return parts
