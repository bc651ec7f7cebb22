import datetime
import decimal
import enum
import io
import pathlib

import pytest

from _trialbook.describe import param_value


class Colour(enum.Enum):
    RED = 1


class Hostile:
    def __getattr__(self, name):
        raise AssertionError("a value's own code ran")

    __repr__ = __str__ = __iter__ = __len__ = __eq__ = __hash__ = __getattr__


@pytest.mark.parametrize(
    "value, expected",
    [
        (None, None),
        (True, True),
        (3, 3),
        (0.5, 0.5),
        ("text", "text"),
        (pathlib.PurePosixPath("data/x.csv"), "data/x.csv"),
        ([1, "a", None], "[1, 'a', None]"),
        ((1,), "(1,)"),
        ({"b", "a"}, "{'a', 'b'}"),
        ({"lr": 0.1, "password": "hush"}, "{'lr': 0.1, 'password': ***}"),
        (Colour.RED, "Colour.RED"),
        (datetime.date(2026, 1, 2), "2026-01-02"),
        (decimal.Decimal("0.10"), "0.10"),
        (len, "len"),
        (Colour, "Colour"),
        (Hostile(), "<Hostile>"),
        ([Hostile()], "[<Hostile>]"),
        (io.StringIO(), "<StringIO>"),
        (["https://me:pw@host/"], "['https://***@host/']"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_param_value(value, expected):
    assert param_value("key", value) == expected


def test_secrets_are_hidden_whatever_they_are():
    assert [param_value("api_key", value) for value in ("s", 7, ["s"], None)] == ["***", "***", "***", None]


def test_long_and_deep_values_end_somewhere():
    deep = []
    deep.append(deep)
    assert param_value("k", deep) == "[[[[<list>]]]]"
    assert param_value("k", list(range(101))).endswith("99, …]")
