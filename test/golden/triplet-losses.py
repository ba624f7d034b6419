"""Golden numbers for losses on triplets, from pytorch-metric-learning 2.9.0 on PyTorch 2.13.0 (CPU, float64).

Distance: LpDistance(p=2, power=1, normalize_embeddings=True), the default of both losses. Reducer: the default of each,
AvgNonZeroReducer for TripletMarginLoss, MeanReducer (over positive pairs) for AngularLoss. No miner: all triplets.
AngularLoss brings anchors and positives to unit length but not negatives, so it is given unit rows.
Run in a virtual environment that has both: python test/golden/triplet-losses.py
"""
import json
from pathlib import Path

import torch
from pytorch_metric_learning.losses import AngularLoss, TripletMarginLoss

torch.manual_seed(0)
torch.set_num_threads(1)

LABELS = [0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4]
EMBEDDINGS = torch.randn(5, 6, dtype=torch.float64)[LABELS] + 0.7 * torch.randn(12, 6, dtype=torch.float64)


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def case(name, options, loss):
    embeddings = EMBEDDINGS.clone().requires_grad_()
    value = loss(embeddings, torch.tensor(LABELS))
    value.backward()
    return {"loss": name, "options": options, "value": numbers(value)[0], "gradient": numbers(embeddings.grad)}


def triplet_margin(**options):
    names = {"soft": "smooth_loss"}
    given = {names.get(name, name): value for name, value in options.items()}
    return case("tripletMargin", options, TripletMarginLoss(**given))


def angular(degrees):
    loss = AngularLoss(alpha=degrees)
    return case("angular", {"angleDegrees": degrees}, lambda x, labels: loss(torch.nn.functional.normalize(x), labels))


cases = [
    *(triplet_margin(margin=m, soft=soft, swap=swap) for m in (0.1, 0.5) for soft in (False, True) for swap in (False, True)),
    angular(40),
    angular(55),
]
golden = {"labels": LABELS, "embeddings": [numbers(row) for row in EMBEDDINGS], "cases": cases}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")
