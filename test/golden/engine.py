"""Golden numbers for optimizers, schedules, losses and heads, from PyTorch 2.13.0 (CPU), numpy 2.

Run in a virtual environment that has torch: python test/golden/engine.py
"""
import json
from pathlib import Path

import torch
from torch import nn

torch.manual_seed(0)
torch.set_num_threads(1)


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().double().flatten().tolist()]


def optimizer_case(make):
    """Five updates of a weight (decayed) and a bias (not) from given gradients."""
    weight, bias = nn.Parameter(torch.randn(2, 3)), nn.Parameter(torch.randn(3))
    case = {"weights": numbers(weight), "bias": numbers(bias), "steps": []}
    optimizer = make(weight, bias)
    for _ in range(5):
        weight.grad, bias.grad = torch.randn(2, 3), torch.randn(3)
        gradients = {"weightsGradient": numbers(weight.grad), "biasGradient": numbers(bias.grad)}
        optimizer.step()
        case["steps"].append({**gradients, "weights": numbers(weight), "bias": numbers(bias)})
    return case


def adam_w(weight, bias):
    groups = [{"params": [weight], "weight_decay": 0.1}, {"params": [bias], "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=0.01)


def rates(make, steps):
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1)
    schedule = make(optimizer)
    result = []
    for _ in range(steps):
        result.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        schedule.step()
    return result


def cross_entropy_case(smoothing, weighted):
    logits, labels = torch.randn(5, 4, requires_grad=True), torch.tensor([0, 3, 1, 1, 2])
    weights = torch.tensor([0.5, 1.0, 2.0, 3.0]) if weighted else None
    loss = nn.functional.cross_entropy(logits, labels, weight=weights, label_smoothing=smoothing)
    loss.backward()
    return {
        "smoothing": smoothing,
        "classWeights": numbers(weights) if weighted else None,
        "logits": numbers(logits),
        "labels": labels.tolist(),
        "loss": float(f"{loss.item():.9g}"),
        "gradient": numbers(logits.grad),
    }


def head_case(head):
    """20 steps of SGD over batches of 8 of 24 samples, in order."""
    features, labels = torch.randn(24, 6), torch.arange(24) % 3
    features[torch.arange(24), labels] += 2
    weights, bias = nn.Parameter(torch.randn(3, 6) * 0.3), nn.Parameter(torch.zeros(3))
    case = {"features": numbers(features), "labels": labels.tolist(), "initial": numbers(weights), "losses": []}
    optimizer = torch.optim.SGD([weights, bias], lr=0.05, momentum=0.9, nesterov=True)
    for step in range(20):
        rows = torch.arange(step * 8, step * 8 + 8) % 24
        if head == "linear":
            logits = nn.functional.linear(features[rows], weights, bias)
        else:
            normalise = nn.functional.normalize
            logits = 8 * normalise(features[rows], dim=1) @ normalise(weights, dim=1).T
        loss = nn.functional.cross_entropy(logits, labels[rows], label_smoothing=0.1)
        optimizer.zero_grad(set_to_none=False)
        loss.backward()
        optimizer.step()
        case["losses"].append(float(f"{loss.item():.9g}"))
    return {**case, "weights": numbers(weights), "bias": numbers(bias)}


golden = {
    "versions": {"torch": torch.__version__.split("+")[0]},
    "optimizers": {
        "adamW": optimizer_case(adam_w),
        "sgd": optimizer_case(lambda *both: torch.optim.SGD(both, lr=0.1)),
        "momentum": optimizer_case(lambda *both: torch.optim.SGD(both, lr=0.1, momentum=0.9)),
        "nesterov": optimizer_case(lambda *both: torch.optim.SGD(both, lr=0.1, momentum=0.9, nesterov=True)),
    },
    "schedules": {
        "oneCycle": rates(lambda o: torch.optim.lr_scheduler.OneCycleLR(o, max_lr=0.1, total_steps=21), 20),
        "cosine": rates(lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, T_max=20), 20),
    },
    "crossEntropy": [cross_entropy_case(s, w) for s in (0.0, 0.1) for w in (False, True)],
    "heads": {head: head_case(head) for head in ("linear", "cosine")},
}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
