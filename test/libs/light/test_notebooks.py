"""Real kernels of ipykernel, started by jupyter_client and nbclient: what is recorded of the cells they execute."""

import os
import sys

import nbformat
import pytest
from jupyter_client.manager import KernelManager

from launching import read_event_files


class Notebook:
    """A kernel and what it answers."""

    def __init__(self, training, environment: dict):
        self.manager = KernelManager(kernel_name="python3")
        # The test's own Python, not what a kernel specification on this machine may name.
        self.manager.kernel_spec.argv[0] = sys.executable
        self._start = {"env": environment, "cwd": str(training.workspace)}
        self.manager.start_kernel(**self._start)
        self._connect()

    def _connect(self):
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def restart(self):
        self.client.stop_channels()
        self.manager.restart_kernel(now=False)
        self._connect()

    def run(self, source: str, **options) -> str:
        """What the cell printed, and its error."""
        shown = []

        def hook(message):
            content = message["content"]
            shown.append(content.get("text", "") or content.get("ename", ""))

        self.client.execute_interactive(source, timeout=60, output_hook=hook, allow_stdin=False, **options)
        return "".join(shown)

    def shut_down(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=False)

    def kill(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


@pytest.fixture
def kernel(training, tmp_path):
    """Starts kernels with more environment; those that still run are killed at the end."""
    started = []
    home = {"IPYTHONDIR": str(tmp_path / "ipython"), "JUPYTER_RUNTIME_DIR": str(tmp_path / "jupyter")}

    def start(**more) -> Notebook:
        set_up = training.environment(**home, **more)
        if "TRIALBOOK_NOTEBOOKS" in more:
            del set_up["TRIALBOOK_RUN_DIR"]
        notebook = Notebook(training, set_up)
        started.append(notebook)
        return notebook

    training.run_dir.rmdir()
    yield start
    for notebook in started:
        if notebook.manager.has_kernel:
            notebook.kill()


def runs(training) -> list:
    """The events of each run of the workspace, the oldest first."""
    folder = training.workspace / ".trialbook" / "runs"
    return [read_event_files(run)[0] for run in sorted(folder.iterdir())] if folder.exists() else []


def cells(events: list) -> list:
    return [(e["n"], e["source"], e.get("error")) for e in events if e["e"] == "cell"]


def statuses(events: list) -> list:
    return [event["status"] for event in events if event["e"] == "st"]


def test_the_cells_of_a_kernel_are_a_run(training, kernel):
    training.write("data.csv", "a\n")
    file = str(training.workspace / "study" / "penguins.ipynb")
    notebook = kernel(TRIALBOOK_NOTEBOOKS="1", JPY_SESSION_NAME=file)
    notebook.run("hidden = 1", silent=True)
    notebook.run("unnoted = 1", store_history=False)
    assert runs(training) == []
    assert notebook.run("import trialbook\nprint(open('data.csv').read())") == "a\n\n"
    assert notebook.run("trialbook.log({'loss': 0.5}, step=1); print(trialbook.run().active)") == "True\n"
    assert notebook.run("def f(): raise ValueError('token=abcdefgh')\nf()") == "ValueError"
    notebook.run("if:")
    notebook.run("api_key = 'hush-hush'")
    notebook.shut_down()
    (events,) = runs(training)
    assert (training.workspace / ".trialbook" / ".gitignore").read_text() == "*\n"
    hello, run, *_ = events
    assert (hello["role"], run["name"], run["experiment"]) == ("recorder", "penguins", "penguins")
    assert (run["script"], run["cwd"]) == ("study/penguins.ipynb", ".")
    assert cells(events) == [
        (1, "import trialbook\nprint(open('data.csv').read())", None),
        (2, "trialbook.log({'loss': 0.5}, step=1); print(trialbook.run().active)", None),
        (3, "def f(): raise ValueError('token=***')\nf()", "ValueError: token=***"),
        (4, "if:", "SyntaxError: invalid syntax"),
        (5, "api_key = ***", None),
    ]
    assert all(0 <= event["duration"] < 60 for event in events if event["e"] == "cell")
    assert [(e["k"], e["v"], e["s"]) for e in events if e["e"] == "m"] == [("loss", 0.5, 1)]
    assert [os.path.basename(e["path"]) for e in events if e["e"] == "open"] == ["data.csv"]
    assert statuses(events) == ["running", "finished"]
    assert events[-1]["e"] == "bye"
    assert not [event for event in events if event["e"] == "exc"]


def test_vs_code_names_the_notebook_inside_the_kernel(training, kernel):
    notebook = kernel(TRIALBOOK_NOTEBOOKS="1")
    notebook.run(f"__vsc_ipynb_file__ = {str(training.workspace / 'my.ipynb')!r}", silent=True)
    notebook.run("1")
    notebook.shut_down()
    (events,) = runs(training)
    assert (events[1]["name"], events[1]["script"]) == ("my", "my.ipynb")


def test_a_restarted_kernel_begins_another_run(training, kernel):
    notebook = kernel(TRIALBOOK_NOTEBOOKS="1")
    notebook.run("first = 1")
    notebook.restart()
    notebook.run("second = 2")
    notebook.shut_down()
    assert [cells(events) for events in runs(training)] == [[(1, "first = 1", None)], [(1, "second = 2", None)]]
    assert [statuses(events) for events in runs(training)] == [["running", "finished"]] * 2


def test_a_killed_kernel_leaves_no_last_word(training, kernel):
    notebook = kernel(TRIALBOOK_NOTEBOOKS="1")
    notebook.run("x = 1")
    notebook.kill()
    (events,) = runs(training)
    assert (cells(events), statuses(events)) == ([(1, "x = 1", None)], ["running"])


def test_processes_of_a_notebook_belong_to_its_run(training, kernel):
    notebook = kernel(TRIALBOOK_NOTEBOOKS="1")
    training.write("child.py", "import trialbook; trialbook.log({'x': 1})")
    notebook.run("import subprocess, sys\nsubprocess.check_call([sys.executable, 'child.py'])")
    notebook.shut_down()
    (folder,) = (training.workspace / ".trialbook" / "runs").iterdir()
    mine, child = read_event_files(folder)
    assert (mine[0]["role"], child[0]["role"]) == ("recorder", "tracker")
    assert [event["k"] for event in child if event["e"] == "m"] == ["x"]


def test_a_folder_that_takes_nothing_leaves_the_notebook_alone(training, kernel):
    (training.workspace / ".trialbook" / "runs").rmdir()
    (training.workspace / ".trialbook").rmdir()
    training.write(".trialbook", "in the way")
    notebook = kernel(TRIALBOOK_NOTEBOOKS="1")
    assert notebook.run("print(1)") + notebook.run("print(2)") == "1\n2\n"


def test_an_extension_begins_where_the_environment_cannot_be_set(training, kernel):
    package = str(training.workspace.parent / "package")
    os.mkdir(package)
    source = os.path.dirname(os.path.dirname(os.path.abspath(read_event_files.__code__.co_filename)))
    for name in ("trialbook", "_trialbook"):
        os.symlink(os.path.join(source, name), os.path.join(package, name))
    training.write("data.csv", "a\n")
    notebook = kernel(TRIALBOOK_NOTEBOOKS="", PYTHONPATH=package)
    assert notebook.run("before = open('data.csv')") == ""
    assert runs(training) == []
    assert notebook.run("%load_ext trialbook") == ""
    assert notebook.run("import trialbook; trialbook.log({'x': 2})") == ""
    notebook.run("%reload_ext trialbook")
    notebook.shut_down()
    (events,) = runs(training)
    assert [source for _, source, _ in cells(events)] == [
        "import trialbook; trialbook.log({'x': 2})",
        "%reload_ext trialbook",
    ]
    assert statuses(events) == ["running", "finished"]


def test_a_kernel_inside_a_run_tells_it_its_cells(training, kernel):
    training.run_dir.mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(f"print({n})") for n in range(2)])
    nbformat.write(notebook, training.workspace / "job.ipynb")
    training.write(
        "execute.py",
        "import nbformat\nfrom nbclient import NotebookClient\n"
        "NotebookClient(nbformat.read('job.ipynb', 4), kernel_name='python3').execute()\n",
    )
    outcome = training.run("execute.py")
    assert (outcome.out, outcome.code) == ("", 0), outcome.err
    launcher, executed = training.files()
    assert cells(executed) == [(1, "print(0)", None), (2, "print(1)", None)]
    assert executed[0]["role"] == "tracker"
    assert cells(launcher) == []


def test_a_terminals_ipython_is_left_alone(training):
    code = "from IPython import start_ipython; start_ipython(['--colors=NoColor', '--simple-prompt', '-c', 'print(1)'])"
    outcome = training.run("-c", code, IPYTHONDIR=str(training.workspace.parent / "ipython"))
    assert "1\n" in outcome.out
    assert not [event for event in training.events() if event["e"] == "cell"]


def test_a_kernel_without_our_environment_is_untouched(training, kernel):
    notebook = kernel(TRIALBOOK_NOTEBOOKS="")
    script = "import sys; print([n for n in sys.modules if 'trialbook' in n], get_ipython().events.callbacks)"
    assert "[]" in notebook.run(script)
    assert "trialbook" not in notebook.run(script).replace("'trialbook' in n", "")
