"""What a script says itself, through `import trialbook`."""

import os

import pytest

from launching import Training


def recorded(training: Training, script: str, *flags: str) -> list:
    """The events of a script but its hello and bye, without numbers and dates; nothing may come on the screen."""
    training.write("train.py", "import trialbook\n" + script)
    outcome = training.run(*flags, "train.py")
    assert (outcome.out, outcome.err, outcome.code) == ("", "", 0)
    return [{k: v for k, v in event.items() if k not in "qt"} for event in training.events()[1:-1]]


def test_values_with_and_without_a_step(training):
    events = recorded(
        training, "trialbook.log({'loss': 0.1, 'n': 3, 'flag': True}, step=7)\ntrialbook.log({'loss': 1e-9})"
    )
    assert events == [
        {"e": "m", "k": "loss", "v": 0.1, "s": 7, "src": "trialbook"},
        {"e": "m", "k": "n", "v": 3, "s": 7, "src": "trialbook"},
        {"e": "m", "k": "flag", "v": 1, "s": 7, "src": "trialbook"},
        {"e": "m", "k": "loss", "v": 1e-9, "src": "trialbook"},
    ]


@pytest.mark.parametrize(
    "value, step, expected",
    [
        ("float('nan')", "1", {"v": "NaN", "s": 1}),
        ("float('-inf')", "2**53 + 1", {"v": "-Infinity", "s": "9007199254740993"}),
        ("2**53 + 1", "0.5", {"v": "9007199254740993", "s": 0.5}),
        ("10**5000", "float('inf')", {"v": "an integer of 16610 bits", "s": "Infinity"}),
        ("5e-324", "True", {"v": 5e-324, "s": 1}),
        ("type('F', (float,), {'__repr__': lambda self: 'nonsense'})(0.5)", "0", {"v": 0.5, "s": 0}),
    ],
)
def test_odd_numbers(training, value, step, expected):
    (event,) = recorded(training, f"trialbook.log({{'x': {value}}}, step={step})")
    assert event == {"e": "m", "k": "x", "src": "trialbook", **expected}


def test_odd_names(training):
    script = "trialbook.log({'k' * 10_000: 1, '\\udc80\"\\n': 2, '': 3, 4: 5, None: 6, ('a',): 7})"
    events = recorded(training, script)
    assert [(event["k"], event["v"]) for event in events if event["e"] == "m"] == [
        ("k" * 249 + "…", 1),
        ('\udc80"\n', 2),
    ]
    assert [event["message"] for event in events if event["e"] == "warn"] == [
        "trialbook: a name must be a text that is not empty, not ''",
        "trialbook: a name must be a text that is not empty, not int",
        "trialbook: a name must be a text that is not empty, not NoneType",
        "trialbook: a name must be a text that is not empty, not tuple",
    ]


BAD_CALLS = {
    "trialbook.log({'x': object()})": "x: object is no number that can be read here",
    "trialbook.log({'x': 'text'})": "x: str is no number that can be read here",
    "trialbook.log({'x': {'y': 1}})": "x: dict is no number that can be read here",
    "trialbook.log(3)": "log: AttributeError: 'int' object has no attribute 'items'",
    "trialbook.log({}, step='one')": "step: str is no number that can be read here",
    "trialbook.param(3, 4)": "a name must be a text that is not empty, not int",
    "trialbook.params(None)": "params: AttributeError: 'NoneType' object has no attribute 'items'",
    "trialbook.tag('k', [])": "a tag is two texts, not str and list",
    "trialbook.artifact('absent')": "artifact: there is no file WORKSPACE/absent",
    "trialbook.artifact(3)": "artifact: TypeError: expected str, bytes or os.PathLike object, not int",
    "trialbook.artifact('a\\0b')": "artifact: there is no file WORKSPACE/a\0b",
    "trialbook.figure(3, 'x')": "figure: cannot save int as a picture",
    "trialbook.figure('notes.txt', 'x')": "figure: cannot save str as a picture",
}


@pytest.mark.parametrize("call, message", BAD_CALLS.items(), ids=list(BAD_CALLS))
def test_what_cannot_be_recorded_is_a_warning_of_the_run(training, call, message):
    (event,) = recorded(training, call + "\n" + call, "-W", "error", "-X", "dev", "-bb")
    assert event["e"] == "warn"
    assert event["code"] == "bad-call"
    assert event["message"] == "trialbook: " + message.replace("WORKSPACE", str(training.workspace))


def test_a_value_whose_own_code_raises(training):
    script = "class M(dict):\n  def items(self): raise type('E', (Exception,), {'__str__': lambda self: 1 / 0})()\n"
    assert recorded(training, script + "trialbook.log(M())") == []


def test_warnings_end(training):
    events = recorded(training, "for n in range(100): trialbook.log({str(n): None})")
    assert [event["e"] for event in events] == ["warn"] * 20


def test_params_tags_and_the_run(training):
    script = (
        "trialbook.params({'model': {'layers': [1, 2], 'act': None}, 'password': 'hush'})\n"
        "trialbook.param('url', 'https://me:pw@host/')\n"
        "trialbook.tag('stage', 'baseline'); trialbook.tag('api_key', 'hush'); trialbook.tag('n', 3)\n"
        "run = trialbook.run()\n"
        f"assert (run.active, run.id, run.directory) == (True, 'run', {str(training.run_dir)!r})\n"
    )
    assert [(event["e"], event["k"], event["v"]) for event in recorded(training, script)] == [
        ("p", "model.layers", "[1, 2]"),
        ("p", "model.act", None),
        ("p", "password", "***"),
        ("p", "url", "https://***@host/"),
        ("tag", "stage", "baseline"),
        ("tag", "api_key", "***"),
        ("tag", "n", "3"),
    ]


def test_files_and_folders_are_kept(training):
    training.write("out/b/weights.bin", "2")
    training.write("out/a.bin", "1")
    script = "f = trialbook.artifact\nf('out/a.bin', kind='model')\nf(b'out')\nf('out/b', 'odd')\n"
    opened = [event for event in recorded(training, script) if event["e"] == "open"]
    assert [(os.path.relpath(e["path"], training.workspace), e["mode"], e.get("kind"), e["keep"]) for e in opened] == [
        ("out/a.bin", "w", "model", True),
        ("out/b/weights.bin", "w", None, True),
    ]
    assert {event["src"] for event in opened} == {"trialbook"}


def test_a_file_outside_the_workspace_is_named_in_a_warning(training, tmp_path):
    (tmp_path / "x.bin").write_text("x")
    (event,) = recorded(training, f"trialbook.artifact({str(tmp_path / 'x.bin')!r})")
    assert event["message"] == f"trialbook: artifact: {tmp_path / 'x.bin'} lies outside the workspace folder"


def test_pictures_lie_below_the_run_folder(training):
    training.write("plot.JPG", "jpeg")
    script = (
        "trialbook.figure('plot.JPG', 'plots/in: 한글')\ntrialbook.figure('plot.JPG', '../../x', step=3)\n"
        "trialbook.figure('plot.JPG', '')\ntrialbook.figure('plot.JPG', 'plots/in? 한글')\n"
    )
    shown = [event for event in recorded(training, script) if event.get("kind") == "figure"]
    folder = training.run_dir / "artifacts" / "figures"
    assert [os.path.relpath(event["path"], folder) for event in shown] == [
        os.path.join("plots", "in_ 한글-913a1ef0.jpg"),
        "x-422533a8-3.jpg",
        "figure.jpg",
        os.path.join("plots", "in_ 한글-d9da1094.jpg"),
    ]
    assert [(event["mode"], event["keep"], event["src"]) for event in shown] == [("w", True, "trialbook")] * 4
    assert (folder / "figure.jpg").read_text() == "jpeg"


def test_the_scripts_own_word_inside_a_librarys_call_is_no_copy(training):
    script = (
        "from _trialbook import start\nwith start.session.inside('keras'):\n  trialbook.log({'mine': 1.0}, step=1)\n"
        "  trialbook.param('p', 1)\n"
    )
    assert [event["e"] for event in recorded(training, script)] == ["m", "p"]


def test_the_same_value_from_another_source_is_a_copy_and_another_value_is_not(training):
    script = (
        "from _trialbook import start\ntrialbook.log({'loss': 0.5}, step=1)\n"
        "start.session.metric('wandb', 'loss', 0.5, 1)\nstart.session.metric('wandb', 'loss', 0.25, 1)\n"
    )
    assert [(event["e"], event["k"], event["src"]) for event in recorded(training, script)] == [
        ("m", "loss", "trialbook"),
        ("dup", "loss", "wandb"),
        ("m", "wandb/loss", "wandb"),
    ]
