"""Whose parser counts: that of the user's own code, the outermost call, once."""


def test_a_parser_of_an_installed_package_is_not_the_runs(training, tmp_path):
    library = tmp_path / "site-packages"
    library.mkdir()
    (library / "tool.py").write_text(
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--theirs', default=1)\np.parse_args([])\n"
    )
    training.write(
        "train.py",
        "import argparse, tool\np = argparse.ArgumentParser()\np.add_argument('--ours', default=2)\np.parse_args()\n",
    )
    training.run("train.py", path=[library])
    assert training.params() == {"ours": 2}


def test_a_package_that_runs_as_the_main_script_is_not_the_users(training, tmp_path):
    library = tmp_path / "site-packages"
    library.mkdir()
    (library / "tool.py").write_text(
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--theirs', default=1)\np.parse_args([])\n"
    )
    training.run("-m", "tool", path=[library])
    assert training.params() == {}


def test_a_module_of_the_workspace_may_parse_for_the_script(training):
    training.write("pkg/__init__.py", "")
    training.write(
        "pkg/options.py",
        "import argparse\ndef read():\n p = argparse.ArgumentParser()\n p.add_argument('--lr', type=float)\n"
        " return p.parse_args()\n",
    )
    training.write("pkg/train.py", "from pkg import options\noptions.read()\n")
    training.run("-m", "pkg.train", "--lr", "0.2")
    assert training.params() == {"lr": 0.2}


def test_the_main_script_may_lie_outside_the_workspace(training, tmp_path):
    script = tmp_path / "train.py"
    script.write_text("import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr')\np.parse_args()\n")
    training.run(str(script), "--lr", "x")
    assert training.params() == {"lr": "x"}


def test_sub_commands_are_reported_once_and_functions_by_name(training):
    training.write(
        "train.py",
        "import argparse\ndef fit(args): pass\np = argparse.ArgumentParser()\ns = p.add_subparsers(dest='command')\n"
        "f = s.add_parser('fit')\nf.add_argument('--lr', type=float)\nf.set_defaults(func=fit)\n"
        "args = p.parse_args()\nargs.func(args)\n",
    )
    assert training.run("train.py", "fit", "--lr", "0.5").code == 0
    events = [(event["k"], event["v"]) for event in training.events() if event["e"] == "p"]
    assert events == [("command", "fit"), ("lr", 0.5), ("func", "fit")]


def test_what_a_second_parse_leaves_the_same_is_sent_once(training):
    training.write(
        "train.py",
        "import argparse\np = argparse.ArgumentParser()\np.add_argument('--config')\np.parse_known_args()\n"
        "p.add_argument('--lr', type=int)\np.parse_args()\n",
    )
    training.run("train.py", "--lr", "3", "--config", "c")
    events = [(event["k"], event["v"]) for event in training.events() if event["e"] == "p"]
    assert events == [("config", "c"), ("lr", 3)]


def test_argparse_that_was_imported_before_us_is_hooked_too(training, tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "sitecustomize.py").write_text("import argparse\n")
    training.write(
        "train.py", "import argparse\np = argparse.ArgumentParser()\np.add_argument('--lr')\np.parse_args()\n"
    )
    training.run("train.py", "--lr", "x", path=[theirs])
    assert training.params() == {"lr": "x"}


def test_a_module_of_the_users_named_argparse_is_left_alone(training):
    training.write("argparse.py", "ArgumentParser = int\n")
    training.write("train.py", "import argparse; print(argparse.ArgumentParser(3))")
    assert training.run("train.py").out == "3\n"
    assert training.kinds() == [["hello", "bye"]]


def test_a_namespace_that_cannot_be_read_disturbs_nobody(training):
    training.write(
        "train.py",
        "import argparse\nclass N:\n  __slots__ = ('lr',)\np = argparse.ArgumentParser()\np.add_argument('--lr')\n"
        "print(p.parse_args(namespace=N()).lr)\n",
    )
    assert training.run("train.py", "--lr", "x").out == "x\n"
    assert training.kinds() == [["hello", "opt", "warn", "bye"]]
