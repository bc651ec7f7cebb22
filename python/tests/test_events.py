import json
from enum import IntEnum
from pathlib import Path

import pytest

from _trialbook import events, plots

GOLDEN_FILE = Path(__file__).resolve().parents[2] / "test" / "fixtures" / "events.jsonl"
START = 1767225600000000

HELLO = {
    "pid": 4242,
    "ppid": 4200,
    "host": "lab-7",
    "argv": ["train.py", "--name", "Müller 🐧", "--api-key=***"],
    "exe": "/usr/bin/python3",
    "cwd": "/home/kim/프로젝트",
    "mono": 987654321,
    "py": "3.11.7",
    "start": "177383",
}

OPTIONS = [
    {"key": "lr", "flags": ["--lr", "-l"], "type": "float", "default": 0.1, "help": "Lernrate 🐧"},
    {"key": "shuffle", "flags": ["--shuffle"], "type": "flag", "offFlags": ["--no-shuffle"], "default": True},
    {"key": "command", "flags": [], "type": "text", "choices": ["fit"], "required": True, "subcommand": True},
    {"key": "layers", "flags": ["--layers"], "type": "int", "choices": [32, 64], "multiple": True},
    {"key": "tag", "flags": ["--tag"], "type": "text", "repeats": True},
    {"key": "hf_token", "flags": ["--hf-token"], "type": "text", "secret": True},
]

GOLDEN = [
    (0, START, events.hello(HELLO)),
    (1, START + 100, events.param("lr", 1e-05, "argparse")),
    (2, START + 101, events.param("epochs", 40, "argparse")),
    (3, START + 102, events.param("bias", True, "argparse")),
    (4, START + 103, events.param("resume", None, "argparse")),
    (5, START + 104, events.param("limit", float("nan"), "argparse")),
    (6, START + 105, events.param("ceiling", float("-inf"), "argparse")),
    (7, START + 106, events.param("largest_safe", 2**53, "argparse")),
    (8, START + 107, events.param("beyond_safe", 2**53 + 1, "argparse")),
    (9, START + 108, events.param("title", '"quoted" \\ tab\t line\n del\x7f 🐧 lone \udc80', "argparse")),
    (10, START + 109, events.opened_for_reading("/home/kim/프로젝트/penguins.csv", 15241, 1767225599123.4568)),
    (11, START + 110, events.opened_for_writing("/home/kim/프로젝트/model.json")),
    (12, START + 111, events.warn("tracker-error", "TypeError: no such thing")),
    (33, START + 133, events.bye()),
    (34, START + 134, events.metric("loss", 0.1, 7, "keras")),
    (35, START + 135, events.metric("tokens", 2**53 + 1, None, "wandb")),
    (36, START + 136, events.tag("study", "왕펭귄")),
    (37, START + 137, events.opened_for_reading("/home/kim/train.parquet", 10, 1767225599123.5, "data", "pandas")),
    (38, START + 138, events.opened_for_writing("/home/kim/net.bin", "model", "torch", True)),
    (39, START + 139, events.input_of("https://kim:pw@host/a.csv?token=x", '"etag"', "pandas")),
    (40, START + 140, events.duplicate("train/loss", "tensorboard", "transformers")),
    (
        41,
        START + 141,
        events.interpreter("/usr/bin/python3", "3.11.7", ["/home/kim", "/usr/lib/python3/site-packages"]),
    ),
    (
        42,
        START + 142,
        events.exception("ValueError", "bad batch", [("src/train.py", 12, "main"), ("src/data.py", 3, "<lambda>")]),
    ),
    (43, START + 143, events.child("01JGFJJZ00ABCDEFGHJKMNPQRT")),
    (44, START + 144, events.cell(3, "model.fit(x, y)", 1.25, "ValueError: bad batch")),
    (
        45,
        START + 145,
        events.run(
            "01JGFJJZ00ABCDEFGHJKMNPQRT",
            "trial 3",
            "penguins",
            ["python3", "train.py"],
            "01JGFJJZ00ABCDEFGHJKMNPQRS",
            script="train.py",
        ),
    ),
    (46, START + 146, events.status("failed", message="ValueError: bad batch")),
    (49, START + 149, events.options("argparse", OPTIONS)),
    (
        50,
        START + 150,
        events.run(
            "01JGFJJZ00ABCDEFGHJKMNPQRW",
            "brisk-otter",
            "train",
            ["python3", "train.py", "--lr", "0.2"],
            basedOn="01JGFJJZ00ABCDEFGHJKMNPQRT",
            purpose="rerun",
            batch="01JGFJJZ00ABCDEFGHJKMNPQRV",
            script="train.py",
        ),
    ),
    (
        51,
        START + 151,
        events.plot("confusion", "val/confusion", plots.confusion([[8, 1], [0, 7.5]], ["cat", "한글"]), 3, "trialbook"),
    ),
    (
        52,
        START + 152,
        events.plot("roc", "roc_curve", plots.roc([0, 0, 1], [0, 0.75, 1], [float("inf"), 0.5, 0.25]), None, "sklearn"),
    ),
    (
        53,
        START + 153,
        events.plot("histogram", "weights", plots.binned([-1.0, 0.0, 1e300], [3, 4], 2), 2**53 + 1, "tensorboard"),
    ),
    (
        54,
        START + 154,
        events.plot(
            "table",
            "errors",
            plots.table([["a.png", 0.5], ["b.png", float("nan")]], ["file", "loss"])[0],
            None,
            "trialbook",
        ),
    ),
    (55, START + 155, events.plot("image", "samples", plots.image("figures/samples-3.png"), 3, "trialbook")),
]


@pytest.mark.parametrize("q, t, fields", GOLDEN, ids=[str(one[0]) for one in GOLDEN])
def test_writes_the_line_of_the_golden_file(q, t, fields):
    assert events.line(q, t, fields) == GOLDEN_FILE.read_bytes().splitlines(keepends=True)[q]


def test_fields_without_a_value_are_left_out_of_a_hello():
    line = events.line(0, 1, events.hello({"pid": 7, "cwd": None, "host": "h", "argv": []}))
    assert json.loads(line) == {
        "q": 0,
        "t": 1,
        "e": "hello",
        "v": 1,
        "role": "tracker",
        "pid": 7,
        "host": "h",
        "argv": [],
    }


class Level(IntEnum):
    HIGH = 3


class Loud(float):
    def __repr__(self):
        raise AssertionError("a value's own code ran")


@pytest.mark.parametrize(
    "value, text",
    [
        (Level.HIGH, "3"),
        (Loud(0.5), "0.5"),
        (-(2**53), "-9007199254740992"),
        (-(2**53) - 1, '"-9007199254740993"'),
        (10**5000, '"an integer of 16610 bits"'),
        (float("inf"), '"Infinity"'),
    ],
    ids=["IntEnum", "float subclass", "smallest safe", "below safe", "huge", "infinity"],
)
def test_scalar(value, text):
    assert events.scalar(value) == text


@pytest.mark.parametrize(
    "text, limit, expected",
    [
        ("short", 5, "short"),
        ("too long", 5, "too …"),
        ("🐧🐧", 4, "🐧🐧"),  # two UTF-16 units each, as JavaScript counts
        ("🐧🐧🐧", 5, "🐧🐧…"),
        ("🐧🐧🐧", 4, "🐧\ud83d…"),
    ],
)
def test_cut(text, limit, expected):
    assert events.cut(text, limit) == expected


def test_keys_and_texts_are_cut_to_the_protocols_limits():
    event = json.loads(events.line(0, 0, events.param("k" * 300, "v" * 20_000, "argparse")))
    assert (event["k"], event["v"]) == ("k" * 249 + "…", "v" * (16 * 1024 - 1) + "…")


def test_options_stay_below_the_limit_of_a_line_however_many_and_long_they_are():
    one = {"key": "프" * 300, "flags": ["--" + "프" * 20_000], "type": "text", "choices": ["프" * 500] * 100}
    line = events.line(0, 0, events.options("argparse", [one] * 500))
    assert len(line) < 1024 * 1024
    assert json.loads(line)["options"][0]["key"] == "프" * 249 + "…"
    many = [{"key": "a", "flags": ["-a"], "type": "int"}] * 500
    assert len(json.loads(events.line(0, 0, events.options("argparse", many)))["options"]) == 200


def test_a_hello_stays_below_the_limit_of_a_line_whatever_the_command_line():
    facts = {**HELLO, "argv": ["프" * 50_000] * 2000, "exe": "프" * 50_000, "cwd": "프" * 50_000}
    line = events.line(0, 0, events.hello(facts))
    assert len(line) < 1024 * 1024
    assert json.loads(line)["argv"][0] == "프" * (16 * 1024 - 1) + "…"
