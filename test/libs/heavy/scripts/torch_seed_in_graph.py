"""Seeds inside a compiled function, and fails to save: graph breaks, warnings and tracebacks are as ever."""

import torch

torch.set_num_threads(1)


@torch.compile(backend="eager")
def noise(x):
    torch.manual_seed(5)
    return x + torch.rand(3)


print(noise(torch.zeros(3)), noise(torch.zeros(3)))
print(torch._dynamo.utils.counters["graph_break"])
print(torch.manual_seed.__qualname__, torch.save.__module__)
torch.save({}, "no/such/folder/model.pt")
