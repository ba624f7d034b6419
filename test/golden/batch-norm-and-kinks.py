"""Writes test/golden/batch-norm-and-kinks.json: three training steps of PyTorch's BatchNorm2d, and gradients at kinks.

Made with torch 2.13.0:
    python test/golden/batch-norm-and-kinks.py
"""

import json
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
torch.manual_seed(7)


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def batch_norm():
    """Three batches [4, 3, 2, 2] in a row: what comes out, the gradients, and the running statistics after each."""
    layer = torch.nn.BatchNorm2d(3, eps=1e-3, momentum=0.2)
    torch.nn.init.normal_(layer.weight)
    torch.nn.init.normal_(layer.bias)
    steps = []
    for _ in range(3):
        x = (torch.randn(4, 3, 2, 2) * 2 + 1).requires_grad_()
        upstream = torch.randn(4, 3, 2, 2)
        layer.zero_grad()
        y = layer(x)
        y.backward(upstream)
        steps.append(
            {
                "x": numbers(x),
                "upstream": numbers(upstream),
                "y": numbers(y),
                "dx": numbers(x.grad),
                "dscale": numbers(layer.weight.grad),
                "dbias": numbers(layer.bias.grad),
                "mean": numbers(layer.running_mean),
                "variance": numbers(layer.running_var),
            }
        )
    return {"scale": numbers(layer.weight), "bias": numbers(layer.bias), "steps": steps}


def kinks():
    """The gradient of each function's sum at points where it has a kink."""
    other = torch.tensor([0.0, 1.0, 0.0])
    functions = {
        "abs": (torch.abs, [-1, 0, 2]),
        "relu": (torch.relu, [-1, 0, 2]),
        "clip": (lambda x: torch.nn.functional.hardtanh(x, -1, 1), [-2, -1, 0, 1, 2]),
        "hardSigmoid": (torch.nn.functional.hardsigmoid, [-4, -3, 0, 3, 4]),
        "maximum": (lambda x: torch.maximum(x, other), [0, 0, 1]),
        "minimum": (lambda x: torch.minimum(x, other), [0, 0, 1]),
        "max": (lambda x: x.amax(0), [2, 1, 2]),
        "min": (lambda x: x.amin(0), [1, 2, 1]),
        "sign": (torch.sign, [-1, 0, 2]),
        "floor": (torch.floor, [-1, 0.5, 2]),
    }
    result = {}
    for name, (function, at) in functions.items():
        x = torch.tensor(at, dtype=torch.float32, requires_grad=True)
        function(x).sum().backward()
        result[name] = {"x": at, "dx": numbers(x.grad)}
    return result


(HERE / "batch-norm-and-kinks.json").write_text(json.dumps({"batchNorm": batch_norm(), "kinks": kinks()}) + "\n")
