"""Small multilayer perceptrons on scikit-learn's bundled data: what make-checkpoint.py and make-masks.py share.

Everything is seeded and runs on one thread with full-batch Adam, so that a rerun with the same
versions gives the same masks. Other versions of torch may round differently; the committed files are
the reference.
"""
from collections import OrderedDict

import torch
from sklearn.datasets import load_digits, load_iris
from torch import nn
from torch.nn.utils import prune


def seed_everything(seed):
    """Fixes the random numbers, and the order of the floating point sums."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)


def split(inputs, targets):
    """Four fifths to train on, one fifth to test on, by a permutation of its own seed."""
    order = torch.randperm(len(inputs), generator=torch.Generator().manual_seed(0))
    cut = len(inputs) * 4 // 5
    return inputs[order[:cut]], targets[order[:cut]], inputs[order[cut:]], targets[order[cut:]]


def digits():
    """1797 images of 8 x 8 pixels, scaled to [0, 1], and their ten classes."""
    data = load_digits()
    return split(torch.tensor(data.data / 16, dtype=torch.float32), torch.tensor(data.target))


def digits_autoencoder():
    """The digits as their own targets."""
    train, _, test, _ = digits()
    return train, train, test, test


def iris():
    """150 flowers, four measurements, each with mean 0 and variance 1, and their three classes."""
    data = load_iris()
    inputs = (data.data - data.data.mean(axis=0)) / data.data.std(axis=0)
    return split(torch.tensor(inputs, dtype=torch.float32), torch.tensor(data.target))


def mlp(widths):
    """Linear layers fc1, fc2, ... with ReLU between them."""
    layers = []
    for i, (fan_in, fan_out) in enumerate(zip(widths, widths[1:]), start=1):
        layers.append((f"fc{i}", nn.Linear(fan_in, fan_out)))
        if i < len(widths) - 1:
            layers.append((f"relu{i}", nn.ReLU()))
    return nn.Sequential(OrderedDict(layers))


def linear_layers(model):
    return [layer for layer in model if isinstance(layer, nn.Linear)]


def train(model, inputs, targets, steps, rate=1e-2):
    """Full-batch Adam: cross-entropy for classes, squared error for real targets."""
    loss = nn.MSELoss() if targets.is_floating_point() else nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    for _ in range(steps):
        optimizer.zero_grad()
        loss(model(inputs), targets).backward()
        optimizer.step()


def score(model, inputs, targets):
    """Share of right classes, or mean squared error for real targets."""
    with torch.no_grad():
        outputs = model(inputs)
        if targets.is_floating_point():
            return nn.functional.mse_loss(outputs, targets).item()
        return (outputs.argmax(dim=1) == targets).float().mean().item()


def pruned_so_far(model):
    """Weights that masks have taken away up to now."""
    return sum(int((layer.weight_mask == 0).sum()) for layer in linear_layers(model) if hasattr(layer, "weight_mask"))


def prune_globally(model, share):
    """Prunes the smallest weights, over all layers together, until `share` of all weights is gone."""
    layers = linear_layers(model)
    total = sum(layer.weight.numel() for layer in layers)
    more = round(share * total) - pruned_so_far(model)
    prune.global_unstructured([(layer, "weight") for layer in layers], prune.L1Unstructured, amount=more)


def masks(model):
    """The 0/1 mask of each layer of a pruned model."""
    return [layer.weight_mask for layer in linear_layers(model)]
