"""Processor time of a step in PyTorch, for the scripts beside this file."""

import json
import time

import torch


def tell(step, steps):
    """Prints one JSON line: PyTorch's version, and the microseconds of a step in the best of three rounds."""
    for _ in range(max(3, steps // 5)):
        step()
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        for _ in range(max(1, steps // 3)):
            step()
        best = min(best, (time.process_time() - start) / max(1, steps // 3))
    print(json.dumps({"version": torch.__version__, "microseconds": best * 1e6}))
