"""Golden numbers for the miners: which pairs pytorch-metric-learning chooses, of the batch itself and of references.

    pip install torch==2.13.0 pytorch-metric-learning==2.9.0
    python test/golden/miners.py > test/golden/miners.json

Distances are those of miners' defaults: LpDistance(p=2, normalised), and CosineSimilarity for multi-similarity. Masks are
[A, O], row-major, a row a string of 0 and 1. Where the choice of a negative depends on the positive (semi-hard, angular),
only triplets of the anchor's farthest positive are taken.
"""

import json

import torch
from pytorch_metric_learning.miners import (
    AngularMiner,
    BatchEasyHardMiner,
    BatchHardMiner,
    DistanceWeightedMiner,
    MultiSimilarityMiner,
    PairMarginMiner,
    TripletMarginMiner,
    distance_weighted_miner,
)

BATCH, REFERENCES, DIMENSIONS = 14, 17, 5


def unit(count, seed):
    rows = torch.randn(count, DIMENSIONS, generator=torch.Generator().manual_seed(seed))
    return torch.nn.functional.normalize(rows)


def mask(anchors, others, shape):
    chosen = torch.zeros(shape, dtype=torch.long)
    chosen[anchors, others] = 1
    return ["".join(map(str, row)) for row in chosen.tolist()]


def pairs(found, shape):
    a1, p, a2, n = found if len(found) == 4 else (found[0], found[1], found[0], found[2])
    return {"positive": mask(a1, p, shape), "negative": mask(a2, n, shape)}


def only_farthest(found, same, distances):
    farthest = torch.where(same, distances, -1.0).argmax(dim=1)
    a, p, n = found
    keep = farthest[a] == p
    return a[keep], p[keep], n[keep]


def probabilities(*given):
    caught = []
    draw = distance_weighted_miner.lmu.get_random_triplet_indices
    distance_weighted_miner.lmu.get_random_triplet_indices = lambda *_, weights, **__: caught.append(weights) or (
        torch.tensor([], dtype=torch.long),
    ) * 3
    DistanceWeightedMiner()(*given)
    distance_weighted_miner.lmu.get_random_triplet_indices = draw
    return caught[0].nan_to_num(0)


def choices(embeddings, labels, references, reference_labels):
    itself = references is embeddings
    given = (embeddings, labels) if itself else (embeddings, labels, references, reference_labels)
    distances = torch.cdist(embeddings, references)
    same = labels[:, None] == reference_labels[None, :]
    if itself:
        same.fill_diagonal_(False)
    lonely = ~same.any(dim=1)
    found = {
        "batchHard": BatchHardMiner()(*given),
        "semiHard": only_farthest(TripletMarginMiner(type_of_triplets="semihard")(*given), same, distances),
        "angular": only_farthest(AngularMiner()(*given), same, distances),
        "angularOf40": only_farthest(AngularMiner(angle=40)(*given), same, distances),
        "multiSimilarity": MultiSimilarityMiner()(*given),
        "pairMargin": PairMarginMiner()(*given),
        "easyPositive": BatchEasyHardMiner()(*given),
        "easyPositiveHard": BatchEasyHardMiner(neg_strategy="hard")(*given),
        "easyPositiveEasy": BatchEasyHardMiner(neg_strategy="easy")(*given),
    }
    a1, p, a2, n = BatchEasyHardMiner(neg_strategy="all")(*given)
    found["easyPositiveAll"] = (a1, p, a2[~lonely[a2]], n[~lonely[a2]])
    return {
        "labels": labels.tolist(),
        "embeddings": embeddings.flatten().tolist(),
        "references": None if itself else references.flatten().tolist(),
        "referenceLabels": None if itself else reference_labels.tolist(),
        "chosen": {name: pairs(each, distances.shape) for name, each in found.items()},
        # Of anchors without positives it draws nothing.
        "probabilities": (probabilities(*given) * ~lonely[:, None]).flatten().tolist() if itself else [],
    }


def main():
    # A class of one, so that an anchor has no positive.
    labels = torch.tensor([0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 3])
    reference_labels = torch.tensor([0, 1, 2, 3, 5, 0, 1, 2, 3, 5, 0, 1, 2, 3, 5, 0, 0])
    near = unit(BATCH, 1) + 1.2 * torch.nn.functional.one_hot(labels, DIMENSIONS)
    batches = [unit(BATCH, 2), torch.nn.functional.normalize(near)]
    cases = [choices(batch, labels, batch, labels) for batch in batches]
    cases += [choices(batch, labels, unit(REFERENCES, 3), reference_labels) for batch in batches]
    print(json.dumps({"torch": torch.__version__, "batch": BATCH, "dimensions": DIMENSIONS, "cases": cases}))


main()
