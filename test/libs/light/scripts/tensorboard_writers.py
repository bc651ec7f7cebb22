"""Writes event files with TensorBoard's own writer and with tensorboardX."""

from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.summary.writer.event_file_writer import EventFileWriter
from tensorboardX import SummaryWriter

writer = EventFileWriter("logs/own")
for step in range(3):
    value = summary_pb2.Summary.Value(tag="loss", simple_value=1 / (step + 1))
    writer.add_event(event_pb2.Event(step=step, summary=summary_pb2.Summary(value=[value])))
writer.close()
with SummaryWriter("logs/x") as writer:
    for step in range(3):
        writer.add_scalar("accuracy", step / 4, step)
    writer.add_histogram("weights", [1.0, 2.0, 3.0], 0)
    writer.add_text("note", "text")
    writer.add_hparams({"lr": 0.1, "hub_token": "secret-1"}, {"hparam/accuracy": 0.5}, name="hparams")
print("written")
