"""Which opened files are reported."""

import os
import sys

import pytest

from _trialbook import opens


def test_only_files_of_the_workspace_that_are_the_users_work(training, tmp_path):
    (tmp_path / "outside.csv").write_text("x")
    for name in ("in.csv", "sub/in.csv", ".git/config", ".venv/x.txt", "a/site-packages/x.txt", "code.py", "x.pyc"):
        training.write(name, "1")
    training.write(
        "train.py",
        f"for name in ['in.csv', 'sub/in.csv', '.git/config', '.venv/x.txt', 'a/site-packages/x.txt', 'code.py',\n"
        f"             'x.pyc', {str(tmp_path / 'outside.csv')!r}]:\n  open(name).close()\n",
    )
    training.run("train.py")
    assert training.opened() == [("in.csv", "r"), ("sub/in.csv", "r")]


def test_each_file_is_reported_once_for_each_mode(training):
    training.write("train.py", "for mode in 'w', 'r', 'a', 'r', 'r+', 'rb':\n  open('x.txt', mode).close()\n")
    training.run("train.py")
    assert training.opened() == [("x.txt", "w"), ("x.txt", "r")]


@pytest.mark.parametrize(
    "statement, expected",
    [
        ("open('new.txt', 'x')", [("new.txt", "w")]),
        ("open('new.txt', 'ab')", [("new.txt", "w")]),
        ("open('old.txt', 'r+')", [("old.txt", "w")]),
        ("open(b'old.txt')", [("old.txt", "r")]),
        ("import pathlib; pathlib.Path('old.txt').read_bytes()", [("old.txt", "r")]),
        ("import os; os.open('old.txt', os.O_RDONLY)", [("old.txt", "r")]),
        ("import os; os.open('new.txt', os.O_CREAT | os.O_WRONLY)", [("new.txt", "w")]),
        ("open(os.open('old.txt', os.O_RDONLY))", [("old.txt", "r")]),
        ("os.chdir('sub'); open('../old.txt')", [("old.txt", "r")]),
        ("import sqlite3, pickle; pickle.dump(1, open('m.pkl', 'wb'))", [("m.pkl", "w")]),
        ("open('absent.txt')", []),
        ("open('absent/new.txt', 'w')", []),
        ("open('sub')", []),
        ("open('sub', 'w')", []),
        ("os.open('sub', os.O_RDONLY)", []),
        ("open('a\\0b')", []),
    ],
)
def test_the_mode_and_only_what_can_be_opened(training, statement, expected):
    training.write("old.txt", "old")
    (training.workspace / "sub").mkdir()
    training.write("train.py", f"import os\ntry:\n  {statement}\nexcept (OSError, ValueError): pass\n")
    assert training.run("train.py").code == 0
    assert training.opened() == expected


def test_a_file_that_appears_later_is_reported_then(training):
    training.write(
        "train.py",
        "import os\ntry: open('x')\nexcept OSError: pass\nos.system('echo 1 > x')\nopen('x').close()\n",
    )
    training.run("train.py")
    assert training.opened() == [("x", "r")]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_workspace_opened_through_a_link(training, tmp_path):
    training.write("in.csv", "1")
    training.write("train.py", "open('in.csv').close()")
    link = tmp_path / "link"
    link.symlink_to(training.workspace)
    training.run("train.py", TRIALBOOK_WORKSPACE=str(link))
    (opened,) = [event["path"] for event in training.events() if event["e"] == "open"]
    assert opened == str(link / "in.csv")


@pytest.mark.parametrize("run_dir", [".trialbook/runs/1", "elsewhere"])
def test_our_own_files_are_not_reported(training, run_dir):
    training.run_dir = training.workspace / run_dir
    training.run_dir.mkdir(parents=True)
    training.write("child.py", "open('x', 'w').close()")
    training.write("train.py", "import subprocess, sys; subprocess.check_call([sys.executable, 'child.py'])")
    training.run("train.py")
    assert training.kinds() == [["hello", "bye"], ["hello", "open", "bye"]]


def test_files_of_an_environment_in_the_workspace_are_not_reported(training):
    training.run("-m", "venv", "--without-pip", "mine", tracked=False)
    training.write("mine/share/table.csv", "1")
    training.write("train.py", "open('mine/share/table.csv').close(); open('x', 'w').close()")
    folder = training.workspace / "mine"
    training.python = str(folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    training.run("train.py")
    assert training.opened() == [("x", "w")]


def test_the_hook_never_raises_whatever_it_is_told():
    class Broken:
        def own_path(self, path):
            raise RuntimeError("broken")

    watch = opens.OpenWatcher(Broken(), None, opens.Sources(Broken(), "")).hook()
    for arguments in [("x", "r", 0), ("x", None, None), (object(), "r", 0), ()]:
        watch("open", arguments)


def test_a_deleted_working_directory(training):
    if sys.platform == "win32":
        pytest.skip("a working directory cannot be deleted on Windows")
    training.write(
        "train.py", "import os\nos.mkdir('d'); os.chdir('d'); os.rmdir('../d')\nprint(os.path.exists('x'))\n"
    )
    assert training.run("train.py").out == "False\n"
    assert training.kinds() == [["hello", "bye"]]


def test_opening_stays_possible_while_python_shuts_down(training):
    training.write(
        "train.py",
        "class Late:\n  def __del__(self, open=open, print=print):\n"
        "    print(len(open('x', 'rb').read()))\nlate = Late()\n",
    )
    training.write("x", "abc")
    without = training.run("train.py", tracked=False)
    assert training.run("train.py") == without
    assert without.out == "3\n"


def test_a_walk_through_a_great_many_files_ends_in_one_warning(training, tmp_path, monkeypatch):
    class Sink:
        sent = []

        def send(self, fields):
            self.sent.append(fields)

    class Everything:
        def own_path(self, path):
            return path

    monkeypatch.setattr(opens, "MAX_FILES", 3)
    watch = opens.OpenWatcher(Everything(), Sink(), None).hook()
    for number in range(10):
        file = tmp_path / f"{number}.txt"
        file.write_text("x")
        watch("open", (os.fspath(file), "r", 0))
    assert ["warn" in fields for fields in Sink.sent] == [False, False, False, True]
