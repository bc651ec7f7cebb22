"""Reads numbers that libraries hold, without making a device wait and without running code of the user's classes."""

import sys

# Whose arrays may lie on a device, by the first name of the module of their class.
_DEVICE_LIBRARIES = frozenset("torch jax jaxlib tensorflow cupy mlx tinygrad".split())


def number(value) -> "int | float | None":
    """A Python number for what is one: numbers, NumPy's scalars, arrays and CPU tensors of one element; else None.

    A tensor on another device gives None: reading it would wait for the device.
    """
    kind = type(value)
    if kind is float or kind is int:
        return value
    if kind is bool:
        return int(value)
    if isinstance(value, (int, float)):
        return float(value) if isinstance(value, float) else int(value)
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(value, (numpy.generic, numpy.ndarray)):
        return _of_array(value)
    torch = sys.modules.get("torch")
    tensor = getattr(torch, "Tensor", None)
    if tensor is not None and isinstance(value, tensor):
        return _plain(value.item()) if value.device.type == "cpu" and value.numel() == 1 else None
    return None


def number_from_device(value) -> "int | float | None":
    """As :func:`number`, for what lies on a device too: the device is waited for. For what the script itself logs."""
    plain = number(value)
    if plain is not None or type(value).__module__.partition(".")[0] not in _DEVICE_LIBRARIES:
        return plain
    read = getattr(value, "item", None) or value.numpy  # TensorFlow's tensors have the second alone
    try:
        return number(read())
    except Exception:  # more than one element
        return None


def listed(value) -> list:
    """The items of a sequence, an array, a series or a tensor, nested as they are; a device is waited for."""
    if hasattr(value, "detach"):  # a tensor, through which gradients may flow
        value = value.detach().cpu()
    for name in ("tolist", "to_list", "to_pylist"):  # NumPy, pandas and torch; polars; pyarrow
        if hasattr(value, name):
            return getattr(value, name)()
    return value.numpy().tolist() if hasattr(value, "numpy") else list(value)


def is_a(value, module: str, name: str) -> bool:
    """Whether a value is of a class, without importing it: whoever has an instance has imported its module."""
    return isinstance(value, getattr(sys.modules.get(module), name, ()))


def _of_array(value):
    return _plain(value.item()) if value.size == 1 and value.dtype.kind in "biuf" else None


def _plain(value):
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, (int, float)) else None
