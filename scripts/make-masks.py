"""Writes test/masks/trained.json: masks of trained networks, for the share of masks that can be decided.

Run from anywhere: python3 scripts/make-masks.py. Needs torch and scikit-learn; no download.
For every shape one network is trained. Its dense weights give the N:M masks (the N largest of every M
consecutive inputs of a neuron). Then iterative magnitude pruning: prune globally to the next share,
record the mask, fine-tune, go on. No mask is looked at, left out or drawn again.
"""
import base64
import json
from pathlib import Path

import numpy
import torch

from mlp import (digits, digits_autoencoder, iris, linear_layers, masks, mlp, prune_globally, score,
                 seed_everything, train)

NETWORKS = [
    ("digits", (64, 128, 64, 10), digits),
    ("digits", (64, 32, 10), digits),
    ("iris", (4, 16, 16, 3), iris),
    ("digits-autoencoder", (64, 16, 64), digits_autoencoder),
]
SHARES = (0.5, 0.7, 0.8, 0.9, 0.95, 0.98)
GROUPS = ((2, 4), (1, 4))
TARGET = Path(__file__).resolve().parent.parent / "test" / "masks" / "trained.json"


def largest_of_groups(weight, n, m):
    """Keeps, in each row, the n largest of every m consecutive entries."""
    groups = weight.detach().abs().reshape(weight.shape[0], -1, m)
    return torch.zeros_like(groups).scatter_(2, groups.topk(n, dim=2).indices, 1.0).reshape(weight.shape)


def packed(mask):
    """The entries row by row, eight to a byte, the first in the highest bit, as base64."""
    return base64.b64encode(numpy.packbits(mask.detach().numpy().astype(bool)).tobytes()).decode()


def main():
    entries = []
    for data, widths, load in NETWORKS:
        seed_everything(1)
        x, y, test_x, test_y = load()
        model = mlp(widths)
        train(model, x, y, steps=300)
        shape = "-".join(map(str, widths))

        def record(kind, pruned, layers, test_score):
            entries.append({"data": data, "kind": kind, "pruned": pruned, "widths": list(widths),
                            "score": test_score, "masks": [packed(mask) for mask in layers]})

        for n, m in GROUPS:
            layers = [largest_of_groups(layer.weight, n, m) for layer in linear_layers(model)]
            record(f"magnitude-{n}:{m}", 1 - n / m, layers, None)
        print(f"{data} {shape}: dense {score(model, test_x, test_y):.4f}")
        for share in SHARES:
            prune_globally(model, share)
            train(model, x, y, steps=200)
            after = score(model, test_x, test_y)
            record("magnitude", share, masks(model), round(after, 4))
            print(f"  {share:.0%} pruned: {after:.4f}")
    lines = ",\n    ".join(json.dumps(entry) for entry in entries)
    about = "Made by scripts/make-masks.py. A mask is its entries row by row, eight to a byte, the first in the highest bit, in base64."
    TARGET.write_text('{\n  "about": ' + json.dumps(about) + ',\n  "masks": [\n    ' + lines + "\n  ]\n}\n")


if __name__ == "__main__":
    main()
