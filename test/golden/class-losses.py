"""Losses against classes, with their gradients, of pytorch-metric-learning and, where it has none, of PyTorch.

Run: python class-losses.py > class-losses.json   (torch==2.13.0 pytorch-metric-learning==2.9.0 numpy==2.4.6)

All in float64. Where not said otherwise: the loss's default distance (cosine similarity of normalised embeddings and
weights) and its default reducer (the mean over samples; for ProxyAnchor the mean over proxies). Weights are written as
rows, [C K, D]. Labels leave one class out; one embedding lies near its own proxy and one nearly against it.
"""

import json

import numpy as np
import torch
from pytorch_metric_learning import distances, losses

CLASSES, DIMENSIONS = 4, 5
LABELS = torch.tensor([0, 0, 1, 1, 1, 3, 3, 0])
SIZE = {"num_classes": CLASSES, "embedding_size": DIMENSIONS}

draw = np.random.default_rng(5)


def numbers(*shape):
    """Whole 64ths, which float32 holds exactly."""
    return torch.tensor(np.round(draw.normal(size=shape) * 64) / 64, dtype=torch.float64)


def rounded(tensor):
    return np.round(tensor.detach().numpy().astype(np.float64).ravel(), 9).tolist()


def case(name, options, value_of, weights):
    """value_of(embeddings, weights); weights by the names that Discern gives them."""
    embeddings = numbers(len(LABELS), DIMENSIONS).requires_grad_()
    with torch.no_grad():
        if "proxies" in weights and name != "centre":
            per_class = len(weights["proxies"]) // CLASSES
            embeddings[0] = weights["proxies"][0] * 0.5 + 0.125
            embeddings[2] = weights["proxies"][per_class] * -0.5 + 0.125
    for weight in weights.values():
        weight.requires_grad_()
    value = value_of(embeddings, weights)
    value.backward()
    return {
        "loss": name,
        "options": options,
        "embeddings": rounded(embeddings),
        "weights": {key: rounded(weight) for key, weight in weights.items()},
        "value": value.item(),
        "gradient": rounded(embeddings.grad),
        "weightGradients": {key: rounded(weight.grad) for key, weight in weights.items()},
    }


def library(name, options, loss, parameter, transposed, per_class=1):
    """A loss of pytorch-metric-learning with its weights replaced by our rows."""

    def value_of(embeddings, weights):
        delattr(loss, parameter)
        rows = weights["proxies"]
        # A plain tensor in the parameter's place, so that the gradient flows to our rows. `.data` writes stay harmless.
        setattr(loss, parameter, rows.t() if transposed else rows)
        return loss(embeddings, LABELS)

    return case(name, options, value_of, {"proxies": numbers(CLASSES * per_class, DIMENSIONS)})


def softmaxed(scale, smoothing):
    unit = torch.nn.functional.normalize
    return lambda x, w: torch.nn.functional.cross_entropy(
        scale * unit(x) @ unit(w["proxies"]).t(), LABELS, label_smoothing=smoothing
    )


def centred(nearness):
    """Wen et al. 2016, equation 5, by its definition in PyTorch: the library has no centre loss."""

    def value_of(x, w):
        softmax = torch.nn.functional.cross_entropy(x @ w["proxies"].t() + w["bias"], LABELS)
        return softmax + nearness / 2 * ((x - w["centres"][LABELS]) ** 2).sum(1).mean()

    return value_of


def episode(shots, distance_of):
    """Snell et al. 2017, by its definition in PyTorch: the first `shots` of each class support, the rest ask."""

    def value_of(x, _):
        classes = LABELS.unique()
        places = [(LABELS == c).nonzero().ravel() for c in classes]
        prototypes = torch.stack([x[place[:shots]].mean(0) for place in places])
        asking = torch.cat([place[shots:] for place in places])
        targets = torch.cat([torch.full((len(place[shots:]),), i) for i, place in enumerate(places)])
        return torch.nn.functional.cross_entropy(-distance_of(x[asking], prototypes), targets)

    return value_of


def rows(count=CLASSES):
    return numbers(count, DIMENSIONS)


cases = [
    library("normalisedSoftmax", {}, losses.NormalizedSoftmaxLoss(**SIZE, temperature=0.09), "W", True),
    case("normalisedSoftmax", {"temperature": 0.2, "labelSmoothing": 0.1}, softmaxed(5, 0.1), {"proxies": rows()}),
    library("cosFace", {}, losses.CosFaceLoss(**SIZE, margin=0.35, scale=64), "W", True),
    library("cosFace", {"margin": 0.2, "scale": 8}, losses.CosFaceLoss(**SIZE, margin=0.2, scale=8), "W", True),
    library("arcFace", {}, losses.ArcFaceLoss(**SIZE, margin=23, scale=64), "W", True),
    library("arcFace", {"marginDegrees": 57, "scale": 8}, losses.ArcFaceLoss(**SIZE, margin=57, scale=8), "W", True),
    library("subCentreArcFace", {}, losses.SubCenterArcFaceLoss(**SIZE, margin=23, scale=64, sub_centers=3), "W", True, 3),
    library("largeMarginSoftmax", {}, losses.LargeMarginSoftmaxLoss(**SIZE, margin=3, scale=1), "W", True),
    library("largeMarginSoftmax", {"margin": 4}, losses.LargeMarginSoftmaxLoss(**SIZE, margin=4, scale=1), "W", True),
    library(
        "proxyNcaPlusPlus",
        {},
        losses.ProxyNCALoss(**SIZE, softmax_scale=9, distance=distances.LpDistance(normalize_embeddings=True, p=2, power=2)),
        "proxies",
        False,
    ),
    library("proxyAnchor", {}, losses.ProxyAnchorLoss(**SIZE, margin=0.1, alpha=32), "proxies", False),
    library(
        "softTriple",
        {"merging": 0},
        losses.SoftTripleLoss(**SIZE, centers_per_class=10, la=20, gamma=0.1, margin=0.01),
        "fc",
        True,
        10,
    ),
    case("centre", {}, centred(0.003), {"proxies": rows(), "bias": numbers(CLASSES), "centres": rows()}),
    case("prototypical", {"shots": 1, "cosineScale": None}, episode(1, lambda x, p: torch.cdist(x, p) ** 2), {}),
]

print(
    json.dumps(
        {"classes": CLASSES, "dimensions": DIMENSIONS, "labels": LABELS.tolist(), "cases": cases},
    )
)
