"""Microseconds of processor time per multiobjective proximal gradient step in PyTorch, for test/bench/pareto.js: one JSON argument in, one JSON line out.

Written as such steps commonly are in Python: forward and backward passes by autograd, the weight of the loss in closed form from the gradient and a subgradient of the l1 norm
(the element of least norm between them), then gradient step and shrinkage for each tensor.
"""

import json
import sys

import step_time
import torch

case = json.loads(sys.argv[1])
widths, steps = case["widths"], case["steps"]
torch.set_num_threads(1)
torch.manual_seed(1)
inputs, labels = torch.tensor(case["inputs"]), torch.tensor(case["labels"])
layers = []
for below, above in zip(widths, widths[1:]):
    layers += [torch.nn.Linear(below, above), torch.nn.Tanh()]
model = torch.nn.Sequential(*layers[:-1])
loss_of = torch.nn.CrossEntropyLoss()
parameters = list(model.parameters())
rate = 0.05


def step():
    loss = loss_of(model(inputs), labels)
    model.zero_grad()
    loss.backward()
    with torch.no_grad():
        gradient = torch.cat([p.grad.flatten() for p in parameters])
        signs = torch.cat([p.sign().flatten() for p in parameters])
        difference = gradient - signs
        weight = float(torch.clamp(-(difference @ signs) / (difference @ difference + 1e-12), 0, 1))
        for p in parameters:
            moved = p - rate * weight * p.grad
            p.copy_(moved.sign() * torch.relu(moved.abs() - rate * (1 - weight)))


step_time.tell(step, steps)
