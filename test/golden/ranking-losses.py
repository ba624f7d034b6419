"""Golden numbers for losses on rankings, from pytorch-metric-learning 2.9.0 on PyTorch 2.13.0 (CPU, float64).

FastAPLoss: LpDistance(p=2, power=2, normalize_embeddings=True), MeanReducer. HistogramLoss: CosineSimilarity. SmoothAPLoss:
CosineSimilarity, MeanReducer; it counts an anchor among its own positives, and cuts the batch right only where there are
as many classes as samples in each, so it is asked only of such a batch. The recall@k surrogate, which that library lacks,
is written here in loops, from the paper (Patel et al. 2022), the query not being in its own ranking.
Run in a virtual environment that has both: python test/golden/ranking-losses.py
"""
import json
from pathlib import Path

import torch
from pytorch_metric_learning.losses import FastAPLoss, HistogramLoss, SmoothAPLoss

torch.manual_seed(0)
torch.set_num_threads(1)

SQUARE = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]
UNEVEN = [0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4]
EMBEDDINGS = torch.randn(5, 6, dtype=torch.float64)[SQUARE] + 0.9 * torch.randn(16, 6, dtype=torch.float64)


def numbers(tensor):
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def recall_at_k(temperature=0.01, ks=(1, 2, 4, 8, 16)):
    def loss(embeddings, labels):
        unit = torch.nn.functional.normalize(embeddings)
        losses = []
        for q in range(len(labels)):
            s = unit @ unit[q]
            others = [j for j in range(len(labels)) if j != q]
            positives = [i for i in others if labels[i] == labels[q]]
            if not positives:
                continue
            ranks = [1 + sum(torch.sigmoid((s[j] - s[i]) / temperature) for j in others if j != i) for i in positives]
            recalls = [sum(torch.sigmoid(k - r) for r in ranks).clamp(max=k) / min(k, len(positives)) for k in ks]
            losses.append(1 - sum(recalls) / len(ks))
        return sum(losses) / len(losses)

    return loss


def case(name, options, labels, loss):
    embeddings = EMBEDDINGS.clone().requires_grad_()
    value = loss(embeddings, torch.tensor(labels))
    value.backward()
    return {
        "loss": name,
        "options": options,
        "labels": labels,
        "value": numbers(value)[0],
        "gradient": numbers(embeddings.grad),
    }


cases = [
    *(case("fastAp", {"bins": bins}, UNEVEN, FastAPLoss(num_bins=bins)) for bins in (10, 25)),
    *(case("histogram", {"bins": bins}, SQUARE, HistogramLoss(n_bins=bins)) for bins in (10, 100)),
    *(case("smoothAp", {"temperature": t}, SQUARE, SmoothAPLoss(temperature=t)) for t in (0.01, 0.1)),
    *(case("recallAtK", {"temperature": t}, UNEVEN, recall_at_k(t)) for t in (0.01, 0.1)),
]
golden = {"embeddings": [numbers(row) for row in EMBEDDINGS], "cases": cases}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden, indent=1) + "\n")
