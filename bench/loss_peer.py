"""What loss.js is compared with: python loss_peer.py DIMENSIONS THREADS.

The losses of pytorch-metric-learning, with the distance, normalisation and reducer that test/golden/*.py name; where it has
none, PyTorch without loops. First tells which losses it knows. Then answers lines of JSON: {"begin": NAME, "folder": FOLDER}
takes up a loss and tells whose code it is, its value, and the gradient of the embeddings; {"steps": N} says how long so many
values with their gradients took. The folder holds float32 numbers, `embeddings` and the loss's own weights by their names,
row-major, and `labels`, int64.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from pytorch_metric_learning import losses
from pytorch_metric_learning.distances import CosineSimilarity, LpDistance
from pytorch_metric_learning.reducers import AvgNonZeroReducer, DivisorReducer, MeanReducer
from pytorch_metric_learning.regularizers import SparseCentersRegularizer

PLAIN = "PyTorch"


def by_distance(make, reducer, **options):
    """A loss without proxies, on distances of unit vectors."""
    return of_batch(make(distance=LpDistance(normalize_embeddings=True, p=2, power=1), reducer=reducer, **options))


def by_cosine(make, reducer, **options):
    return of_batch(make(distance=CosineSimilarity(), reducer=reducer, **options))


def of_batch(loss, before=lambda x: x):
    return lambda weights: (type(loss).__name__, lambda x, labels: loss(before(x), labels), list(loss.parameters()))


def by_proxies(make, parameter="W", is_transposed=True, per_class=1, more=lambda classes: {}, **options):
    """A loss with proxies, which are `parameter`; they begin as our rows."""

    def taken_up(weights):
        rows = weights["proxies"]
        classes = len(rows) // per_class
        loss = make(num_classes=classes, embedding_size=rows.shape[1], **options, **more(classes))
        with torch.no_grad():
            getattr(loss, parameter).copy_(rows.T if is_transposed else rows)
        return make.__name__, loss, list(loss.parameters())

    return taken_up


def plain(value):
    """value(embeddings, labels, weights), in PyTorch."""

    def taken_up(weights):
        parameters = {name: weight.clone().requires_grad_() for name, weight in weights.items()}
        return PLAIN, lambda x, labels: value(x, labels, parameters), list(parameters.values())

    return taken_up


def two_views(weights):
    """The first half of the batch beside the second: how the library takes views. It spreads each, ours the whole batch."""
    loss = losses.VICRegLoss(reducer=MeanReducer())
    return "VICRegLoss", lambda x, labels: loss(x[: len(x) // 2], ref_emb=x[len(x) // 2 :]), []


def centre(x, labels, weights):
    """Wen et al. 2016, equation 5."""
    softmax = F.cross_entropy(F.linear(x, weights["proxies"], weights["bias"]), labels)
    return softmax + 0.003 / 2 * (x - weights["centres"][labels]).square().sum(1).mean()


def prototypical(x, labels, weights):
    """Snell et al. 2017 with cosines, a sample's own class being the mean of the others in it."""
    unit = F.normalize(x)
    counts = labels.bincount()[:, None]
    sums = torch.zeros(len(counts), x.shape[1]).index_add(0, labels, unit)
    own = F.normalize((sums[labels] - unit) / (counts[labels] - 1))
    is_own = F.one_hot(labels, len(counts)).bool()
    cosines = torch.where(is_own, (unit * own).sum(1, keepdim=True), unit @ F.normalize(sums / counts).T)
    return F.cross_entropy(10 * cosines, labels)


def recall_at_k(x, labels, weights, temperature=0.01):
    """Patel et al. 2022, an anchor not being in its own ranking; all classes of one size."""
    unit = F.normalize(x)
    s = unit @ unit.T
    others = 1 - torch.eye(len(x))
    places = ((labels == labels[:, None]) * others).nonzero()[:, 1].view(len(x), -1)
    ahead = torch.sigmoid((s[:, None, :] - s.gather(1, places)[:, :, None]) / temperature)
    ranks = 0.5 + (ahead @ others[:, :, None]).squeeze(2)
    k = torch.tensor([1.0, 2, 4, 8, 16])
    found = torch.sigmoid(k - ranks[:, :, None]).sum(1)
    return 1 - (found.minimum(k) / k.clamp(max=places.shape[1])).mean()


def merging(classes):
    regulariser = SparseCentersRegularizer(num_classes=classes, centers_per_class=10)
    return {"weight_regularizer": regulariser, "weight_reg_weight": 0.2}


LOSSES = {
    "contrastive": by_distance(losses.ContrastiveLoss, AvgNonZeroReducer(), pos_margin=0, neg_margin=0.5),
    "liftedStructure": by_distance(losses.GeneralizedLiftedStructureLoss, MeanReducer(), pos_margin=0, neg_margin=1),
    # Of all positive pairs; NPairsLoss takes one of each class, for which there is nothing to compute.
    "nPairs": by_cosine(losses.NTXentLoss, MeanReducer(), temperature=0.1),
    "ntXent": by_cosine(losses.NTXentLoss, MeanReducer(), temperature=0.07),
    "supCon": by_cosine(losses.SupConLoss, AvgNonZeroReducer(), temperature=0.1),
    "multiSimilarity": by_cosine(losses.MultiSimilarityLoss, MeanReducer(), alpha=2, beta=50, base=0.5),
    "circle": by_cosine(losses.CircleLoss, AvgNonZeroReducer(), m=0.4, gamma=80),
    "intraPairVariance": by_cosine(losses.IntraPairVarianceLoss, MeanReducer(), pos_eps=0.01, neg_eps=0.01),
    "margin": by_distance(
        losses.MarginLoss, DivisorReducer(), margin=0.1, nu=0, beta=1.1, triplets_per_anchor="all", learn_beta=True
    ),
    "tupletMargin": by_cosine(losses.TupletMarginLoss, MeanReducer(), margin=5.73, scale=64),
    "vicReg": two_views,
    "tripletMargin": by_distance(losses.TripletMarginLoss, AvgNonZeroReducer(), margin=0.1),
    # It mixes counts of batches into its histogram without a norm, and takes gradients through it: other values.
    "dynamicSoftMargin": of_batch(losses.DynamicSoftMarginLoss(min_val=-2.0, num_bins=10, momentum=0.01)),
    # It brings anchors and positives to unit length, but not negatives.
    "angular": of_batch(losses.AngularLoss(alpha=40), F.normalize),
    "fastAp": of_batch(losses.FastAPLoss(num_bins=10)),
    "histogram": of_batch(losses.HistogramLoss(n_bins=100)),
    "smoothAp": of_batch(losses.SmoothAPLoss(temperature=0.01)),
    "recallAtK": plain(recall_at_k),
    "normalisedSoftmax": by_proxies(losses.NormalizedSoftmaxLoss, temperature=0.09),
    "cosFace": by_proxies(losses.CosFaceLoss, margin=0.35, scale=64),
    "arcFace": by_proxies(losses.ArcFaceLoss, margin=23, scale=64),
    "subCentreArcFace": by_proxies(losses.SubCenterArcFaceLoss, per_class=3, margin=23, scale=64, sub_centers=3),
    "largeMarginSoftmax": by_proxies(losses.LargeMarginSoftmaxLoss, margin=3, scale=1),
    "proxyNcaPlusPlus": by_proxies(
        losses.ProxyNCALoss, "proxies", False, softmax_scale=9, distance=LpDistance(normalize_embeddings=True, p=2, power=2)
    ),
    "proxyAnchor": by_proxies(losses.ProxyAnchorLoss, "proxies", False, margin=0.1, alpha=32),
    "softTriple": by_proxies(
        losses.SoftTripleLoss, "fc", per_class=10, more=merging, centers_per_class=10, la=20, gamma=0.1, margin=0.01
    ),
    "centre": plain(centre),
    "prototypical": plain(prototypical),
}


def taken_up(name, folder, dimensions):
    """Whose code it is, and what computes a value with its gradients and gives both."""
    read = lambda path: torch.from_numpy(np.fromfile(path, "<f4"))
    rows = lambda numbers: numbers.view(-1, dimensions) if numbers.numel() % dimensions == 0 else numbers
    weights = {path.name: rows(read(path)) for path in folder.iterdir() if path.name != "labels"}
    embeddings = weights.pop("embeddings").requires_grad_()
    labels = torch.from_numpy(np.fromfile(folder / "labels", "<i8"))
    code, value_of, parameters = LOSSES[name](weights)

    def step():
        for each in (embeddings, *parameters):
            each.grad = None
        value = value_of(embeddings, labels)
        value.backward()
        return value.item(), embeddings.grad

    return code, step


def milliseconds(step, count):
    begin = time.perf_counter()
    for _ in range(count):
        step()
    return 1000 * (time.perf_counter() - begin)


def main(dimensions, threads):
    torch.set_num_threads(int(threads))
    print(json.dumps({"losses": list(LOSSES)}), flush=True)
    step = None
    for line in sys.stdin:
        request = json.loads(line)
        if "begin" in request:
            code, step = taken_up(request["begin"], Path(request["folder"]), int(dimensions))
            value, gradient = step()
            answer = {"code": code, "value": value, "gradient": gradient.flatten().tolist()}
        else:
            answer = {"milliseconds": milliseconds(step, request["steps"])}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
