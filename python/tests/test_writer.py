import json
import os
import signal
import threading

import pytest

from _trialbook import events
from _trialbook.writer import Writer

NEEDS_FULL_DEVICE = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full is Linux's")


def param(number):
    return events.param("n", number, "test")


def read(folder):
    (file,) = folder.glob("events-*.jsonl")
    return [json.loads(line) for line in file.read_text("ascii").splitlines()]


def summary(folder):
    return [(event["q"], event.get("v") if event["e"] == "p" else event["e"]) for event in read(folder)]


def test_an_event_is_in_the_file_when_send_returns_behind_a_hello(tmp_path):
    writer = Writer(str(tmp_path))
    assert list(tmp_path.iterdir()) == []
    writer.send(param(7))
    assert summary(tmp_path) == [(0, "hello"), (1, 7)]


def test_the_file_is_named_by_the_process(tmp_path):
    Writer(str(tmp_path)).greet()
    (file,) = tmp_path.iterdir()
    assert file.name.startswith(f"events-{os.getpid()}-")


def test_closing_writes_one_bye_and_ends_the_file(tmp_path):
    writer = Writer(str(tmp_path))
    writer.greet()
    writer.close()
    writer.close()
    writer.send(param(1))
    assert summary(tmp_path) == [(0, "hello"), (1, "bye")]


def test_closing_without_an_event_makes_no_file(tmp_path):
    Writer(str(tmp_path)).close()
    assert list(tmp_path.iterdir()) == []


def test_a_missing_run_folder_costs_events_until_it_is_there(tmp_path):
    folder = tmp_path / "run"
    writer = Writer(str(folder))
    writer.greet()
    writer.send(param(1))
    assert writer.lost == 2
    folder.mkdir()
    writer.send(param(2))
    writer.close()
    assert summary(folder) == [(0, "hello"), (1, 2), (2, "warn"), (3, "bye")]


@NEEDS_FULL_DEVICE
def test_a_full_disk_is_counted_and_nothing_is_raised(tmp_path):
    writer = Writer(str(tmp_path))
    writer._path = "/dev/full"
    writer.send(param(1))
    writer.close()
    assert writer.lost == 1
    assert list(tmp_path.iterdir()) == []


def test_a_line_that_the_disk_cut_short_is_closed_by_the_next(tmp_path, monkeypatch):
    writer = Writer(str(tmp_path))
    writer.greet()
    real_write = os.write
    room = [20]

    def write_until_full(fd, data):
        if room[0] == 0:
            raise OSError(28, "No space left on device")
        written = real_write(fd, data[: room[0]])
        room[0] -= written
        return written

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", write_until_full)
        writer.send(param(1))
    writer.send(param(2))
    (file,) = tmp_path.iterdir()
    lines = file.read_text("ascii").splitlines()
    assert len(lines[1]) == 20
    assert json.loads(lines[2])["v"] == 2
    assert json.loads(lines[2])["q"] == 1


def test_a_descriptor_that_the_training_took_over_is_left_alone(tmp_path):
    run_dir = tmp_path / "run"
    run_dir.mkdir()
    writer = Writer(str(run_dir))
    writer.greet()
    os.close(writer._fd)
    theirs = os.open(str(tmp_path / "theirs"), os.O_WRONLY | os.O_CREAT)
    try:
        assert theirs == writer._fd
        writer.send(param(1))
    finally:
        os.close(theirs)
    assert (tmp_path / "theirs").read_bytes() == b""
    assert summary(run_dir) == [(0, "hello"), (1, 1)]


@pytest.mark.skipif(os.name == "nt", reason="a pipe takes the lowest free number on POSIX")
def test_a_pipe_that_took_the_descriptor_over_is_left_alone(tmp_path):
    writer = Writer(str(tmp_path))
    writer.greet()
    number = writer._fd
    reading, writing = os.pipe()
    os.dup2(writing, number)
    writer.send(param(1))
    for file in (number, writing):
        os.close(file)
    assert os.read(reading, 10) == b""
    os.close(reading)
    assert summary(tmp_path) == [(0, "hello"), (1, 1)]


def test_a_position_that_somebody_moved_costs_no_event(tmp_path):
    writer = Writer(str(tmp_path))
    writer.greet()
    os.lseek(writer._fd, 0, os.SEEK_SET)
    writer.send(param(1))
    os.write(writer._fd, b"\n")
    writer.send(param(2))
    (file,) = tmp_path.iterdir()
    lines = [json.loads(line) for line in file.read_text("ascii").splitlines() if line]
    assert [line.get("v") for line in lines[1:]] == [1, 2]


def test_threads_share_the_file_without_loss(tmp_path):
    writer = Writer(str(tmp_path))
    threads = [
        threading.Thread(target=lambda base=base: [writer.send(param(base + i)) for i in range(250)])
        for base in range(0, 2000, 250)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = read(tmp_path)
    assert [line["q"] for line in lines] == list(range(2001))
    assert sorted(line["v"] for line in lines[1:]) == list(range(2000))


def test_an_event_sent_while_one_is_written_comes_after_it(tmp_path, monkeypatch):
    writer = Writer(str(tmp_path))
    writer.greet()
    real_write = os.write

    def interrupted_write(fd, data):
        monkeypatch.setattr(os, "write", real_write)
        writer.send(param(2))  # as a signal handler or an audit hook would
        return real_write(fd, data)

    monkeypatch.setattr(os, "write", interrupted_write)
    writer.send(param(1))
    assert summary(tmp_path) == [(0, "hello"), (1, 1), (2, 2)]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="POSIX timers")
def test_signal_handlers_that_send_never_block(tmp_path):
    writer = Writer(str(tmp_path))
    handled = []

    def handler(*_):
        handled.append(1)
        writer.send(param(-1))

    previous = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
    try:
        sent = 0
        while len(handled) < 200:
            writer.send(param(sent))
            sent += 1
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    lines = read(tmp_path)
    assert [line["q"] for line in lines] == list(range(len(lines)))
    assert [line["v"] for line in lines[1:] if line["v"] >= 0] == list(range(sent))
    assert len([line for line in lines[1:] if line["v"] < 0]) == len(handled)
