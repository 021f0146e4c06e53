"""Writes examples/digits-64-32-10.pt and .safetensors: a network trained on the digits, pruned, fine-tuned.

Run from anywhere: python3 scripts/make-checkpoint.py. Needs torch and scikit-learn; no download.
The .pt file is the state dict as torch.nn.utils.prune leaves it (weight_orig, weight_mask, bias). The
.safetensors file holds the effective weights, the masks and the biases.
"""
import json
import platform
import struct
from pathlib import Path

import sklearn
import torch

from mlp import digits, linear_layers, masks, mlp, prune_globally, score, seed_everything, train

WIDTHS = (64, 32, 10)
PRUNED = 0.9
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def write_safetensors(path, tensors):
    """Eight bytes of header length (little endian), a JSON header, the float32 data: the whole format."""
    header, data = {}, b""
    for name, tensor in tensors.items():
        chunk = tensor.detach().contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(chunk)]}
        data += chunk
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    seed_everything(1)
    x, y, test_x, test_y = digits()
    model = mlp(WIDTHS)
    train(model, x, y, steps=300)
    dense = score(model, test_x, test_y)
    prune_globally(model, PRUNED)
    cut = score(model, test_x, test_y)
    train(model, x, y, steps=600)
    tuned = score(model, test_x, test_y)

    name = "digits-" + "-".join(map(str, WIDTHS))
    torch.save(model.state_dict(), EXAMPLES / f"{name}.pt")
    tensors = {}
    for i, layer in enumerate(linear_layers(model), start=1):
        tensors[f"fc{i}.weight"] = layer.weight_orig * layer.weight_mask
        tensors[f"fc{i}.weight_mask"] = layer.weight_mask
        tensors[f"fc{i}.bias"] = layer.bias
    write_safetensors(EXAMPLES / f"{name}.safetensors", tensors)

    print(f"python {platform.python_version()}, torch {torch.__version__}, scikit-learn {sklearn.__version__}")
    print(f"test accuracy: dense {dense:.4f}, pruned {cut:.4f}, fine-tuned {tuned:.4f}")
    for i, mask in enumerate(masks(model), start=1):
        print(f"fc{i}: {int(mask.sum())} of {mask.numel()} weights kept, {mask.mean().item():.4f}")


if __name__ == "__main__":
    main()
