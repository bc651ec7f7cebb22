"""Ids of runs: ULIDs (https://github.com/ulid/spec), which sort by the time they were made."""

import os
from time import time_ns

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_run_id() -> str:
    """26 letters: 48 bits of milliseconds since 1970, then 80 random bits, not taken from `random`."""
    value = (time_ns() // 1_000_000) << 80 | int.from_bytes(os.urandom(10), "big")
    letters = []
    for _ in range(26):
        letters.append(_LETTERS[value & 31])
        value >>= 5
    return "".join(reversed(letters))
