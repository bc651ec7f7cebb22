"""IPython: the cells of a notebook whose kernel was started inside a run."""

from ..notebooks import install

__all__ = ["install"]
