"""Scripts of a tracked terminal: which become runs, and with which words."""

import json
import os
import signal
import subprocess
import sys

import pytest

from launching import TRACKER_DIR, clean_environment

TRAIN = "import sys\nprint('as it is', sys.argv)\n"
# Stands for the command line: says what it was started with.
TELL = """
import json, os, sys
told = [os.environ.get(name) for name in ("TRIALBOOK_HANDOVER", "ELECTRON_RUN_AS_NODE", "PYTHONPATH")]
print(json.dumps([sys.argv[1:], *told, os.getcwd()]))
sys.exit(7)
"""


class TrackedTerminal:
    """The environment of a tracked terminal around a workspace."""

    def __init__(self, training, folder):
        self.python = training.python
        self.workspace = training.workspace
        self.teller = folder / "tell.py"
        self.teller.write_text(TELL)

    def variables(self, **more):
        start = json.dumps([self.python, str(self.teller), "run", "--in-place"])
        ours = {"TRIALBOOK_HANDOVER": start, "TRIALBOOK_WORKSPACE": str(self.workspace), "PYTHONPATH": str(TRACKER_DIR)}
        return clean_environment(**{**ours, **more})

    def run(self, *words, cwd=None, program=None, stdin=subprocess.DEVNULL, **more):
        return subprocess.run(
            [program or self.python, *words],
            cwd=cwd or self.workspace,
            env=self.variables(**more),
            stdin=stdin,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def words_of(self, *words, **options):
        """What a command was handed over as, behind the two dashes and the interpreter; None when it was not."""
        result = self.run(*words, **options)
        if result.returncode != 7:
            return None
        told, handover, electron, _, _ = json.loads(result.stdout)
        assert (handover, electron, result.stderr) == (None, "1", "")
        assert told[:3] == ["run", "--in-place", "--"]
        return told[4:]


@pytest.fixture
def terminal(training, tmp_path):
    for name in ("train.py", "pkg/__init__.py", "pkg/train.py", "pkg/__main__.py", "test_train.py", "setup.py", "run"):
        training.write(name, TRAIN)
    return TrackedTerminal(training, tmp_path)


def test_a_script_is_handed_over_with_all_its_words(terminal):
    commands = [
        ["train.py", "--lr", "1 2", ""],
        ["-u", "-X", "dev", "-W", "ignore", "train.py"],
        [os.path.join("pkg", "train.py")],
        [str(terminal.workspace / "train.py"), "-c", "-m"],
        ["run"],
        ["-m", "pkg.train", "--lr", "1"],
        ["-Bm", "pkg"],
        ["-mpkg.train", "x"],
    ]
    for command in commands:
        assert terminal.words_of(*command) == command


def test_the_same_interpreter_goes_on_in_the_same_folder(terminal):
    result = terminal.run("train.py", cwd=terminal.workspace / "pkg")
    told, _, _, search, cwd = json.loads(result.stdout)
    assert (search, cwd) == (str(TRACKER_DIR), str(terminal.workspace / "pkg"))
    look = [told[3], "-c", "import sys; print(sys.prefix, sys.version)"]
    assert subprocess.check_output(look) == subprocess.check_output([terminal.python, *look[1:]])


@pytest.mark.parametrize(
    "command",
    [
        ["-c", "print(1)"],
        ["-"],
        [],
        ["--version"],
        ["-i", "train.py"],
        ["test_train.py"],
        ["setup.py"],
        ["-m", "timeit", "-n1", "-r1"],
        ["-m", "json.tool", "--help"],
        ["-m", "no_such_module"],
        ["no_such_file.py"],
        ["pkg"],
        ["-I", "train.py"],
        ["-E", "train.py"],
    ],
)
def test_everything_else_goes_on_as_without_us(terminal, command):
    tracked = terminal.run(*command)
    without = terminal.run(*command, TRIALBOOK_HANDOVER="", PYTHONPATH="")
    if "-r1" not in command:  # it prints times
        assert (tracked.stdout, tracked.stderr) == (without.stdout, without.stderr)
    assert tracked.returncode == without.returncode != 7


def test_a_script_of_another_folder_goes_on(terminal, tmp_path):
    (tmp_path / "other.py").write_text(TRAIN)
    assert terminal.run(str(tmp_path / "other.py")).returncode == 0
    assert terminal.run("other.py", cwd=tmp_path).returncode == 0


def test_a_process_of_a_run_goes_on(terminal, tmp_path):
    run_dir = tmp_path / "live"
    run_dir.mkdir()
    assert terminal.run("train.py", TRIALBOOK_RUN_DIR=str(run_dir)).returncode == 0
    assert len(list(run_dir.glob("events-*.jsonl"))) == 1


def test_a_shell_that_completes_words_makes_no_run(terminal):
    assert terminal.run("train.py", _ARGCOMPLETE="1").returncode == 0
    assert terminal.run("train.py", _TRAIN_COMPLETE="bash_source").returncode == 0


def test_an_environment_inside_the_workspace_holds_no_scripts_of_the_user(terminal):
    folder = terminal.workspace / "my-env"
    subprocess.check_call([terminal.python, "-m", "venv", "--without-pip", str(folder)])
    places = ("Scripts", "python.exe") if sys.platform == "win32" else ("bin", "python")
    python = folder.joinpath(*places)
    tool = python.parent / "tool"
    tool.write_text(TRAIN)
    assert terminal.run(str(tool), program=str(python)).returncode == 0
    words = terminal.run("train.py", program=str(python)).stdout
    assert json.loads(words)[0][3:] == [str(python), "train.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="launchers are programs of another kind there")
def test_launchers_are_handed_over_with_the_script_that_they_run(terminal, tmp_path):
    launcher = tmp_path / "torchrun"
    launcher.write_text("#!%s\n%s" % (terminal.python, TRAIN))
    launcher.chmod(0o755)
    result = terminal.run("--nproc-per-node", "2", "train.py", program=str(launcher))
    assert json.loads(result.stdout)[0][2:] == ["--", str(launcher), "--nproc-per-node", "2", "train.py"]
    assert terminal.run("--help", program=str(launcher)).returncode == 0


def test_what_test_runners_and_installers_start_makes_no_run(terminal, tmp_path):
    code = "import subprocess, sys; sys.exit(subprocess.call([sys.executable, 'train.py']))"
    for name, code_of_child in (("pytest", 0), ("poetry", 7)):
        (tmp_path / name).write_text(code)
        assert terminal.run(str(tmp_path / name)).returncode == code_of_child


@pytest.mark.parametrize("start", ["no JSON", "[]", "[1, 2]", '["/no/node", "/no/cli.js", "run"]', '{"a": 1}'])
def test_a_script_that_cannot_be_handed_over_goes_on(terminal, start):
    result = terminal.run("train.py", "x", TRIALBOOK_HANDOVER=start)
    assert (result.stdout, result.stderr, result.returncode) == ("as it is ['train.py', 'x']\n", "", 0)


def test_a_start_without_the_command_line_goes_on(terminal):
    start = json.dumps([terminal.python, str(terminal.teller) + ".gone"])
    assert terminal.run("train.py", TRIALBOOK_HANDOVER=start).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_signals_that_are_ignored_are_named(terminal):
    script = 'trap "" %s; exec "$0" train.py'
    for names, expected in (("HUP", ["SIGHUP"]), ("HUP INT", ["SIGHUP", "SIGINT"])):
        result = terminal.run("-c", script % names, terminal.python, program="sh")
        told = json.loads(result.stdout)[0]
        assert sorted(told[2:-3]) == ["--ignore-signal=%s" % name for name in expected]
    assert signal.getsignal(signal.SIGHUP) == signal.SIG_DFL


def test_what_is_typed_or_piped_is_left_for_the_script(terminal):
    terminal.teller.write_text("import sys\nprint(sys.stdin.read())\n")
    with open(terminal.workspace / "data.txt", "w+") as data:
        data.write("rows")
        data.seek(0)
        assert terminal.run("train.py", stdin=data).stdout == "rows\n"


def test_a_notebook_is_awaited_all_the_same(terminal):
    code = "import sys; print([name for name in sys.modules if name.startswith('_trialbook.')])"
    outcome = terminal.run("-c", code, TRIALBOOK_NOTEBOOKS="1").stdout
    assert "_trialbook.handover" in outcome and "_trialbook.notebooks" in outcome
    assert terminal.words_of("train.py", TRIALBOOK_NOTEBOOKS="1") == ["train.py"]


def test_an_interpreter_that_goes_on_loads_next_to_nothing(terminal):
    look = "import sys; print(*sorted(sys.modules))"
    without = set(terminal.run("-c", look, TRIALBOOK_HANDOVER="").stdout.split())
    loaded = set(terminal.run("-c", look).stdout.split()) - without
    assert loaded == {"_trialbook", "_trialbook.handover", "_trialbook.places"}


def run_tracker_code(code, *words):
    start = "import os, sys\nsys.path.insert(0, %r)\nfrom _trialbook import handover, stand_in\n" % str(TRACKER_DIR)
    command = [sys.executable, "-c", start + code, *words]
    return subprocess.run(command, env=clean_environment(), capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("code", [0, 7, 0xC000013A, 0xC0000005])
def test_who_stands_by_ends_with_any_exit_code(code):
    result = run_tracker_code("handover.exit_with(int(sys.argv[1]))", str(code))
    assert (result.returncode, result.stderr) == (code if sys.platform == "win32" else code & 0xFF, "")


# An exit code that cannot be given on.
REFUSED = """
end = os._exit
def refuse(code):
    if code != 1:
        raise OverflowError
    end(code)
os._exit = refuse
folder, words = sys.argv[1], [sys.executable, "-c", "import sys; print('trained'); sys.exit(7)"]
try:
    %s
except OverflowError:
    print("went on")
"""


@pytest.mark.parametrize(
    "stand_by", ["handover._wait_for(words, {})", "stand_in.record(folder, 'train.py', words, [], {})"]
)
def test_who_stands_by_never_goes_on(tmp_path, stand_by):
    result = run_tracker_code(REFUSED % stand_by, str(tmp_path))
    assert (result.stdout.split(), result.returncode) == (["trained"], 1)


def test_launchers_are_handed_over_when_they_are_run_as_modules_too(terminal, tmp_path):
    module = tmp_path / "site" / "torch" / "distributed" / "run.py"
    module.parent.mkdir(parents=True)
    module.write_text(TRAIN)
    search = os.pathsep.join([str(TRACKER_DIR), str(tmp_path / "site")])
    command = ["-m", "torch.distributed.run", "--nproc-per-node", "2", "train.py"]
    result = terminal.run(*command, PYTHONPATH=search)
    assert json.loads(result.stdout)[0][4:] == command
    assert terminal.run(*command[:-1], "other.py", PYTHONPATH=search).returncode == 0


def test_of_processes_that_were_started_together_the_first_is_a_run(terminal):
    assert terminal.words_of("train.py", SLURM_PROCID="0") == ["train.py"]
    for name in ("SLURM_PROCID", "OMPI_COMM_WORLD_RANK", "PMI_RANK"):
        assert terminal.run("train.py", **{name: "1"}).returncode == 0
