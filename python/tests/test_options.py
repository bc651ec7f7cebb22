"""What a script can be called with, as its own argparse parser declares it."""


def options(training):
    """The options that count: those of the last parser that told any."""
    told = [event for event in training.events() if event["e"] == "opt"]
    return told[-1]["options"] if told else None


def declare(training, *statements, arguments=(), setup="", before_parsing=""):
    """Runs a script whose parser `p` is made by these statements; gives its options by key."""
    lines = [setup, "p = argparse.ArgumentParser(prog='train')", *statements, before_parsing, "p.parse_args()"]
    training.write("train.py", "import argparse\n" + "\n".join(lines) + "\n")
    outcome = training.run("train.py", *arguments)
    assert (outcome.code, outcome.err) == (0, "")
    return {option["key"]: option for option in options(training)}


def test_flags_types_defaults_and_help(training):
    told = declare(
        training,
        "p.add_argument('-l', '--lr', type=float, default=0.1, help='rate\\n  (default: %(default)s, 100%%)')",
        "p.add_argument('--epochs', type=int, required=True)",
        "p.add_argument('--out', type=pathlib.Path, default=pathlib.PurePosixPath('models/a'))",
        "p.add_argument('--log', type=argparse.FileType('w'))",
        "p.add_argument('--name')",
        setup="import pathlib",
        arguments=["--epochs", "2"],
    )
    assert list(told.values()) == [
        {
            "key": "lr",
            "flags": ["--lr", "-l"],
            "type": "float",
            "default": 0.1,
            "help": "rate (default: 0.1, 100%)",
        },
        {"key": "epochs", "flags": ["--epochs"], "type": "int", "required": True},
        {"key": "out", "flags": ["--out"], "type": "path", "default": "models/a"},
        {"key": "log", "flags": ["--log"], "type": "path"},
        {"key": "name", "flags": ["--name"], "type": "text"},
    ]


def test_flags_of_every_kind(training):
    told = declare(
        training,
        "p.add_argument('--fast', action='store_true')",
        "p.add_argument('--no-cache', dest='cache', action='store_false')",
        "p.add_argument('--shuffle', action=argparse.BooleanOptionalAction, default=True)",
        "p.add_argument('-v', action='count', default=0)",
    )
    assert list(told.values()) == [
        {"key": "fast", "flags": ["--fast"], "type": "flag", "default": False},
        {"key": "cache", "flags": [], "type": "flag", "offFlags": ["--no-cache"], "default": True},
        {"key": "shuffle", "flags": ["--shuffle"], "type": "flag", "offFlags": ["--no-shuffle"], "default": True},
        {"key": "v", "flags": ["-v"], "type": "flag", "default": 0},
    ]


def test_several_words_choices_and_places(training):
    told = declare(
        training,
        "p.add_argument('data')",
        "p.add_argument('more', nargs='*')",
        "p.add_argument('--layers', type=int, nargs='+', default=[64, 32])",
        "p.add_argument('--crop', type=int, nargs=2)",
        "p.add_argument('--tag', action='append')",
        "p.add_argument('--extra', action='extend', nargs='+')",
        "p.add_argument('--optimizer', choices=['sgd', 'adam'], default='adam')",
        "p.add_argument('--size', type=int, choices=range(1, 4))",
        "p.add_argument('--pairs', nargs=2, action='append')",
        arguments=["birds.csv"],
    )
    assert list(told.values()) == [
        {"key": "data", "flags": [], "type": "text", "required": True},
        {"key": "more", "flags": [], "type": "text", "multiple": True},
        {"key": "layers", "flags": ["--layers"], "type": "int", "default": "64 32", "multiple": True},
        {"key": "crop", "flags": ["--crop"], "type": "int", "count": 2, "multiple": True},
        {"key": "tag", "flags": ["--tag"], "type": "text", "repeats": True},
        {"key": "extra", "flags": ["--extra"], "type": "text", "multiple": True, "repeats": True},
        {
            "key": "optimizer",
            "flags": ["--optimizer"],
            "type": "text",
            "choices": ["sgd", "adam"],
            "default": "adam",
        },
        {"key": "size", "flags": ["--size"], "type": "int", "choices": [1, 2, 3]},
    ]


def test_options_of_the_chosen_sub_command_stand_behind_its_word(training):
    told = declare(
        training,
        "p.add_argument('--verbose', action='store_true')",
        "s = p.add_subparsers()",
        "f = s.add_parser('fit', aliases=['f'])",
        "f.add_argument('--lr', type=float)",
        "d = f.add_subparsers(dest='how').add_parser('deep')",
        "d.add_argument('--layers', type=int)",
        "s.add_parser('score').add_argument('--top', type=int)",
        arguments=["--verbose", "f", "--lr", "0.5", "deep"],
    )
    assert list(told) == ["verbose", "command", "lr", "how", "layers"]
    assert told["command"] == {
        "key": "command",
        "flags": [],
        "type": "text",
        "choices": ["fit", "f"],
        "required": True,
        "subcommand": True,
    }


def test_secrets_have_no_default_and_no_choices(training):
    told = declare(
        training,
        "p.add_argument('--hf-token', default='hf-secret-1', help='as %(default)s')",
        "p.add_argument('--api-key', choices=['secret-2', 'secret-3'])",
        "p.add_argument('--proxy', default='https://kim:secret-4@host/')",
    )
    assert told["hf_token"] == {
        "key": "hf_token",
        "flags": ["--hf-token"],
        "type": "text",
        "secret": True,
        "help": "as",
    }
    assert told["api_key"] == {"key": "api_key", "flags": ["--api-key"], "type": "text", "secret": True}
    assert told["proxy"]["default"] == "https://***@host/"
    assert "secret-" not in "".join(file.read_text() for file in training.run_dir.glob("*.jsonl"))


def test_no_code_of_the_users_runs_for_it(training):
    told = declare(
        training,
        "p.add_argument('--a', default=Loud()).help = 'like %(default)s'",
        "p.add_argument('--b', choices=[Loud()], metavar='B').help = 'at 100%'",
        "p.add_argument('--c', default=argparse.SUPPRESS, help=argparse.SUPPRESS)",
        setup="class Loud:\n def __str__(self): raise AssertionError\n __repr__ = __format__ = __str__\n",
    )
    assert told["a"] == {"key": "a", "flags": ["--a"], "type": "text", "help": "like"}
    assert told["b"] == {"key": "b", "flags": ["--b"], "type": "text", "help": "at 100%"}
    assert told["c"] == {"key": "c", "flags": ["--c"], "type": "text"}
    assert [event for event in training.events() if event["e"] == "warn"] == []


def test_a_parse_of_other_words_than_the_command_lines_tells_none(training):
    training.write(
        "train.py",
        "import argparse, sys\np = argparse.ArgumentParser()\np.add_argument('--lr')\np.parse_args(['--lr', '1'])\n"
        "q = argparse.ArgumentParser()\nq.add_argument('--own')\nq.parse_args(sys.argv[1:])\n",
    )
    training.run("train.py", "--own", "x")
    assert [option["key"] for option in options(training)] == ["own"]


def test_a_parser_of_an_installed_package_tells_none(training, tmp_path):
    library = tmp_path / "site-packages"
    library.mkdir()
    (library / "tool.py").write_text(
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--theirs')\np.parse_known_args()\n"
    )
    training.write("train.py", "import tool\n")
    training.run("train.py", path=[library])
    assert options(training) is None


def test_a_script_that_parses_in_a_loop_tells_them_once(training):
    training.write(
        "train.py",
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr')\nfor _ in range(5): p.parse_args()\n",
    )
    training.run("train.py")
    assert [event["e"] for event in training.events()] == ["hello", "opt", "p", "bye"]


def test_a_parser_that_is_out_of_order_costs_one_warning(training):
    training.write(
        "train.py",
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr', type=float).help = 5\n"
        "print(p.parse_args().lr)\n",
    )
    assert training.run("train.py", "--lr", "2").out == "2.0\n"
    assert training.kinds() == [["hello", "warn", "p", "bye"]]


def test_a_process_below_the_training_tells_none(training):
    training.write(
        "child.py", "import argparse\np = argparse.ArgumentParser()\np.add_argument('--theirs')\np.parse_args()\n"
    )
    training.write("train.py", "import subprocess, sys\nsubprocess.check_call([sys.executable, 'child.py'])\n")
    training.run("train.py")
    assert [kinds for kinds in training.kinds() if "opt" in kinds] == []
    training.run("child.py", RANK="0", LOCAL_RANK="0", WORLD_SIZE="2")
    assert [kinds for kinds in training.kinds() if "opt" in kinds] == [["hello", "opt", "p", "bye"]]
