"""PyTorch: what it saves, seeds, worker processes and ranks."""

from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parent / "scripts"


def by_rank(training):
    """The event files of ranks, by rank; and the others."""
    files = training.files()
    ranks = {file[0]["rank"]: file for file in files if "rank" in file[0]}
    return ranks, [file for file in files if "rank" not in file[0]]


def params_of(file):
    return {event["k"]: event["v"] for event in file if event["e"] == "p"}


@pytest.mark.parametrize("flags", [(), ("-W", "error")], ids=["", "warnings are errors"])
def test_saved_models_and_seeds(training, flags, matrix):
    # TorchScript saves modules in one of two ways by chance, also without us.
    recorded = training.run_both_ways(*flags, SCRIPTS / "torch_training.py", ignore=("scripted.pt", "method.pt"))
    assert recorded.outcome.code == 0, recorded.outcome.err
    assert recorded.params == {"seed.random": 1, "seed.numpy": 2, "seed.torch": 3}
    assert {event["src"] for event in recorded.events if event["e"] == "p"} == {"seed"}
    assert recorded.reported == [
        ("weights.pt", "w", "model", "torch"),
        ("whole.pt", "w", "model", "torch"),
        ("checkpoint.pt", "w", "model", "torch"),
        ("optimizer.pt", "w", "file", "torch"),
        ("inputs.pt", "w", "file", "torch"),
        ("scripted.pt", "w", "model", "torch"),
        ("method.pt", "w", "model", "torch"),
        ("function.pt", "w", "model", "torch"),
        ("exported.pt2", "w", "model", "torch"),
    ]
    assert recorded.warnings == []
    matrix.arrives("torch", params="seeds", files="torch.save, torch.jit.save, torch.export.save")


def test_graphs_and_tracebacks_are_as_without_us(training):
    recorded = training.run_both_ways(SCRIPTS / "torch_seed_in_graph.py")
    assert recorded.outcome.code == 1
    assert "Parent directory" in recorded.outcome.err
    assert recorded.params == {"seed.torch": 5}


@pytest.mark.parametrize("way", ["fork", "spawn", "forkserver"])
def test_workers_of_a_data_loader_are_silent(training, way, matrix):
    recorded = training.run_both_ways(SCRIPTS / "torch_loader.py", way)
    assert recorded.outcome.out.count("[") == 3, recorded.outcome.err
    assert training.kinds() == [["hello", "p", "bye"]]
    assert recorded.params == {"seed.torch": 4}


def test_ranks_of_torchrun_write_a_file_each(training, matrix):
    launch = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2")
    recorded = training.run_both_ways(*launch, SCRIPTS / "torch_ranks.py", OMP_NUM_THREADS="1")
    assert recorded.outcome.code == 0, recorded.outcome.err
    ranks, others = by_rank(training)
    assert {rank: (file[0]["localRank"], file[0]["world"]) for rank, file in ranks.items()} == {0: (0, 2), 1: (1, 2)}
    assert [params_of(ranks[rank]) for rank in (0, 1)] == [{"seed.torch": 10}, {}]
    saved = [[Path(event["path"]).name for event in ranks[rank] if event["e"] == "open"] for rank in (0, 1)]
    assert saved == [["rank0.pt"], ["rank1.pt"]]
    assert [[event["e"] for event in file] for file in others] == [["hello", "bye"]]
    matrix.arrives("torch", metrics="a file for each rank of torchrun")


def test_ranks_that_know_their_place_only_later_begin_a_file_that_says_so(training, tmp_path):
    for rank in (0, 1):
        training.write(f"settings{rank}.txt", str(20 + rank))
    recorded = training.run_both_ways(SCRIPTS / "torch_spawned_ranks.py", meeting(tmp_path))
    assert recorded.outcome.code == 0, recorded.outcome.err
    ranks, others = by_rank(training)
    assert {rank: (file[0].get("localRank"), file[0]["world"]) for rank, file in ranks.items()} == {
        0: (None, 2),
        1: (None, 2),
    }
    assert [params_of(ranks[rank]) for rank in (0, 1)] == [{"seed.torch": 20}, {}]
    assert sorted([event["e"] for event in file] for file in others) == [
        ["hello", "open", "bye"],
        ["hello", "open", "bye"],
        ["hello", "open", "open", "bye"],
    ]


def test_event_files_of_the_summary_writer_are_reported(training, matrix):
    recorded = training.run_both_ways(SCRIPTS / "torch_tensorboard.py", ignore=("events.out.tfevents.*",))
    assert recorded.outcome.out == "written\n", recorded.outcome.err
    (path, *rest), (picture, *_) = recorded.reported
    assert path.startswith("logs/events.out.tfevents.")
    assert rest == ["w", "file", "tensorboard"]
    assert picture.endswith("/artifacts/figures/samples-2.png")
    plots = [(event["kind"], event["k"], event["s"]) for event in recorded.plots]
    weights = [("histogram", "weights", step) for step in range(3)]
    assert plots == [*weights, ("image", "samples", 2), ("pr", "val/pr", 2)]
    edges = [(event["data"]["edges"][0], event["data"]["edges"][-1]) for event in recorded.plots[:3]]
    assert edges == [(-1, 1), (-2, 2), (-3, 3)]
    assert recorded.plots[-1]["data"]["area"] == 1
    assert recorded.warnings == []
    matrix.arrives("torch", metrics="torch.utils.tensorboard; histograms, images and precision–recall curves too")


def meeting(folder):
    """A file where ranks find each other."""
    return (folder / "meeting").as_posix()
