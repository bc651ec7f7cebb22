"""Tells accelerate's trackers what there is, and saves with it."""

import sys

import torch
from accelerate import Accelerator
from accelerate.tracking import GeneralTracker, on_main_process
from accelerate.utils import set_seed


class Printing(GeneralTracker):
    name = "printing"
    requires_logging_directory = False
    tracker = None

    @on_main_process
    def store_init_configuration(self, values):
        print(sorted(values))

    @on_main_process
    def log(self, values, step=None, **kwargs):
        print(step, sorted(values))


torch.set_num_threads(1)
set_seed(6)
accelerator = Accelerator(cpu=True, log_with=[Printing(), *sys.argv[1:]], project_dir="project")
accelerator.init_trackers("tiny", config={"lr": 0.1, "layers": 2, "hub_token": "hush"})
model = torch.nn.Linear(2, 1)
model, optimizer = accelerator.prepare(model, torch.optim.SGD(model.parameters(), lr=0.1))
for step in range(3):
    loss = model(torch.ones(4, 2)).square().mean()
    accelerator.backward(loss)
    optimizer.step()
    optimizer.zero_grad()
    values = {"loss": loss.item(), "tensor": loss.detach()}
    if not sys.argv[1:]:
        values["elsewhere"] = torch.ones(1, device="meta")  # whoever reads it gets an error
    accelerator.log(values, step=step)
accelerator.log(values={"final": 1.5})
accelerator.save_model(model, "saved")
accelerator.save_state("state")
accelerator.save({"weight": model.weight}, "saved/weights.pt")
accelerator.end_training()
