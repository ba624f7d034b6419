"""Golden numbers for regularisers, from pytorch-metric-learning 2.9.0 on PyTorch 2.13.0 (CPU, float64), default reducers.

Run in a virtual environment that has both: python test/golden/regularisers.py
"""
import json
from pathlib import Path

import torch
from pytorch_metric_learning.regularizers import LpRegularizer, SparseCentersRegularizer, ZeroMeanRegularizer

torch.manual_seed(0)
torch.set_num_threads(1)


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def case(name, options, regulariser):
    """Six rows of five numbers: embeddings, or three centres of each of two classes."""
    rows = torch.randn(6, 5, dtype=torch.float64, requires_grad=True)
    value = regulariser(rows)
    value.backward()
    return {
        "regulariser": name,
        "options": options,
        "numbers": numbers(rows),
        "value": numbers(value)[0],
        "gradient": numbers(rows.grad),
    }


cases = [
    case("embeddingNorm", {}, LpRegularizer()),
    case("embeddingNorm", {"power": 2}, LpRegularizer(power=2)),
    case("sparseCentres", {}, SparseCentersRegularizer(num_classes=2, centers_per_class=3)),
    case("zeroMean", {}, ZeroMeanRegularizer()),
]
Path(__file__).with_suffix(".json").write_text(json.dumps({"cases": cases}, indent=1) + "\n")
