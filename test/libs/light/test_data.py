"""Libraries that read data: which files and addresses a training was made of."""

import functools
import http.server
import threading

import pytest
from conftest import EXAMPLE

pytestmark = pytest.mark.usefixtures("penguins")


@pytest.fixture
def address():
    """Of a table behind a server on this machine."""
    handler = functools.partial(_Quiet, directory=EXAMPLE)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}/penguins.csv"
        server.shutdown()
        serving.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def written_by(recorded, source):
    return [path for path, mode, kind, by in recorded.reported if (mode, kind, by) == ("w", "file", source)]


def read_by(recorded, source):
    return [path for path, mode, kind, by in recorded.reported if (mode, kind, by) == ("r", "data", source)]


PARTS = [f"parts/island={island}/part-0.parquet" for island in ("Biscoe", "Dream", "Torgersen")]


def test_pandas(training, scripts, matrix, address):
    recorded = training.run_both_ways(scripts / "pandas_readers.py", address, ignore=["*.xlsx", "*.csv.gz"])
    read = read_by(recorded, "pandas")
    assert sorted(read) == sorted(
        ["penguins.csv", "birds.csv.gz", "birds.json", "birds.jsonl", "birds.parquet", "birds.feather", "birds.xlsx"]
        + ["birds.pkl", *PARTS]
    )
    assert recorded.inputs == [(address, "pandas")]
    # Warnings point at the user's line, and the traceback at the end has nothing of us.
    assert recorded.outcome.err.count("pandas_readers.py") == 2
    assert "ParserWarning" in recorded.outcome.err
    assert recorded.outcome.code == 1
    assert recorded.warnings == []
    matrix.arrives("pandas", data="`read_csv` and the other readers, with addresses", files="tables that it writes")


def test_pandas_without_the_open_hook(training, scripts, address):
    recorded = training.run_both_ways(
        scripts / "pandas_readers.py", address, ignore=["*.xlsx", "*.csv.gz"], TRIALBOOK_OFF="opens"
    )
    assert {event.get("src") for event in recorded.events if event["e"] == "open"} == {"pandas"}


def test_polars(training, scripts, matrix):
    recorded = training.run_both_ways(scripts / "polars_readers.py")
    assert read_by(recorded, "polars") == [
        "penguins.csv",
        "birds.parquet",
        "birds.arrow",
        "birds.ndjson",
        "birds.json",
        "parts/0.csv",
        "parts/1.csv",
    ]
    assert written_by(recorded, "polars") == [
        "birds.parquet",
        "birds.arrow",
        "birds.ndjson",
        "birds.json",
        "parts/0.csv",
        "parts/1.csv",
    ]
    assert recorded.outcome.code == 1  # ends in a call with a wrong argument
    assert recorded.warnings == []
    matrix.arrives("polars", data="`read_…` and `scan_…`, patterns too", files="`write_…` and `sink_…`")


def test_pyarrow(training, scripts, matrix):
    recorded = training.run_both_ways(scripts / "pyarrow_readers.py")
    read = read_by(recorded, "pyarrow")
    files = ["penguins.csv", "birds.parquet", "birds.feather", "birds.orc", "birds.ndjson"]
    assert sorted(read) == sorted(files + PARTS)
    # Parts of a dataset are written beneath Python: the recorder finds them in the end.
    assert written_by(recorded, "pyarrow") == ["birds.parquet", "birds.feather", "birds.orc", "birds.csv"]
    assert recorded.outcome.out.endswith("True\n")
    assert recorded.warnings == []
    matrix.arrives(
        "pyarrow", data="csv, json, parquet, feather, orc; datasets of folders and files", files="the same formats"
    )


def test_numpy(training, scripts, matrix, address):
    recorded = training.run_both_ways(scripts / "numpy_readers.py", address)
    assert read_by(recorded, "numpy") == ["weights.npy", "weights.npz", "numbers.txt", "penguins.csv"]
    assert recorded.inputs == [(address, "numpy")]
    assert ("raw.dat", "r") in training.opened()  # `memmap` and `fromfile`, by the open hook
    matrix.arrives("numpy", data="`load`, `loadtxt`, `genfromtxt`, with addresses; `memmap` and `fromfile`")


def test_numpys_formats_and_pickle(training, scripts):
    training.run_both_ways(scripts / "numpy_arrays.py")
    assert list(dict.fromkeys(training.opened())) == [
        ("penguins.csv", "r"),
        ("weights.npy", "w"),
        ("weights.npz", "w"),
        ("masses.txt", "w"),
        ("weights.pkl", "w"),
        ("weights.npy", "r"),
    ]


def test_datasets(training, scripts, matrix, tmp_path):
    script = str(scripts / "datasets_loading.py")
    offline = {"HF_HUB_OFFLINE": "1"}
    # Each way has its own cache, or the second would not read.
    without = training.run(script, tracked=False, HF_HOME=str(tmp_path / "cache"), **offline)
    assert training.run(script, HF_HOME=str(tmp_path / "another"), **offline) == without
    events = training.events()
    read = [event["path"] for event in events if event["e"] == "open" and event.get("src") == "datasets"]
    relative = sorted(path[len(str(training.workspace)) + 1 :] for path in read)
    assert relative == [
        "folder/train.csv",
        "penguins.csv",
        "saved/data-00000-of-00001.arrow",
        "saved/dataset_info.json",
        "saved/state.json",
    ]
    fingerprint = without.out.split("\n")[-3].split()[2]
    inputs = [(event["uri"], event["version"]) for event in events if event["e"] == "in"]
    assert inputs == [("hf://datasets/someone/birds", fingerprint)]
    assert [event for event in events if event["e"] == "warn"] == []
    matrix.arrives("datasets", data="`load_dataset` of files, folders and a hub's name with its fingerprint")
