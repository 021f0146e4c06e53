"""Microseconds of processor time per training step in PyTorch, for test/bench/train.js: one JSON argument in, one JSON line out."""

import json
import sys

import step_time
import torch

case = json.loads(sys.argv[1])
widths, points, steps = case["widths"], case["points"], case["steps"]
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
torch.manual_seed(1)
inputs, targets = torch.rand(points, widths[0]) * 2 - 1, torch.rand(points, widths[-1]) * 2 - 1
masks = [(torch.rand(o, i) < case["density"]).double() for i, o in zip(widths, widths[1:])]
weights = [torch.nn.Parameter(torch.randn(o, i) * (2 / i) ** 0.5) for i, o in zip(widths, widths[1:])]
biases = [torch.nn.Parameter(torch.zeros(o)) for o in widths[1:]]
kind = torch.optim.SGD if case["optimizer"] == "gd" else torch.optim.Adam
optimizer = kind(weights + biases, lr=case["rate"])
dense = case["density"] >= 1


def step():
    values = inputs
    for layer, (weight, bias) in enumerate(zip(weights, biases)):
        values = torch.nn.functional.linear(values, weight if dense else weight * masks[layer], bias)
        if layer < len(weights) - 1:
            values = torch.relu(values)
    loss = ((values - targets) ** 2).sum() / (2 * points)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


step_time.tell(step, steps)
