"""Golden values and gradients of losses on pairs, from pytorch-metric-learning 2.9.0 with PyTorch 2.13.0 (CPU, float64).

Run in a virtual environment that has both: python test/golden/pair-losses.py

Similarities are CosineSimilarity, distances LpDistance(normalize_embeddings=True, p=2, power=1): sqrt(2 - 2 cos). Every
case names its reducer: MeanReducer is the mean over anchors or pairs, AvgNonZeroReducer that of those above 0, and
DivisorReducer the sum over how many are above 0. Embeddings are given as they are, and normalised by the distance; only
VICReg takes them as they are.
"""
import json
from pathlib import Path

import torch
from pytorch_metric_learning import losses
from pytorch_metric_learning.distances import CosineSimilarity, DotProductSimilarity, LpDistance
from pytorch_metric_learning.reducers import AvgNonZeroReducer, DivisorReducer, MeanReducer

torch.manual_seed(0)
torch.set_num_threads(1)

DIMENSIONS = 6


def clouds(labels, spread):
    """Class centres of random length with noise around, as float32 holds them to four digits."""
    centres = torch.randn(int(labels.max()) + 1, DIMENSIONS)
    rows = centres[labels] + spread * torch.randn(len(labels), DIMENSIONS)
    return (rows * 1e4).round() / 1e4


threes = torch.tensor([0, 1, 2] * 4)
batches = {
    "spread": {"labels": threes, "embeddings": clouds(threes, 1.0)},
    "close": {"labels": threes, "embeddings": clouds(threes, 0.3)},
}
# Exactly two a class, the first halves before the second ones: N-pairs has one choice, VICReg two views.
halves = torch.tensor([0, 1, 2, 3, 4] * 2)
batches["halves"] = {"labels": halves, "embeddings": clouds(halves, 0.7)}


def numbers(tensor):
    return [float(f"{value:.7g}") for value in tensor.detach().double().flatten().tolist()]


def distance():
    return LpDistance(normalize_embeddings=True, p=2, power=1)


def of_batch(loss):
    return lambda embeddings, labels: loss(embeddings, labels)


def n_pairs(scale):
    """The anchors are each class's first sample, compared with all second ones; dot products of length sqrt(scale)."""
    loss = losses.NPairsLoss(distance=DotProductSimilarity(normalize_embeddings=False), reducer=MeanReducer())
    return lambda embeddings, labels: loss(torch.nn.functional.normalize(embeddings) * scale**0.5, labels)


def vic_reg(invariance, variance, covariance):
    """Every sample beside its partner: both views hold the same rows, so that their variances are the batch's."""
    loss = losses.VICRegLoss(
        invariance_lambda=invariance, variance_mu=variance, covariance_v=covariance, reducer=MeanReducer()
    )
    return lambda embeddings, labels: loss(embeddings, ref_emb=embeddings.roll(len(labels) // 2, 0))


def case(name, options, batch, compute, own=None):
    embeddings = batches[batch]["embeddings"].double().requires_grad_()
    value = compute(embeddings, batches[batch]["labels"])
    value.backward()
    weight_gradients = {key: numbers(weight.grad) for key, weight in (own or {}).items()}
    return {
        "loss": name,
        "options": options,
        "batch": batch,
        "value": float(f"{value.item():.7g}"),
        "gradient": numbers(embeddings.grad),
        "weightGradients": weight_gradients,
    }


def margin(options, batch, alpha, beta, nu):
    loss = losses.MarginLoss(
        margin=alpha, nu=nu, beta=beta, triplets_per_anchor="all", learn_beta=True, distance=distance(), reducer=DivisorReducer()
    )
    return case("margin", options, batch, of_batch(loss), {"boundary": loss.beta})


def by_cosine(make, reducer, **options):
    return of_batch(make(distance=CosineSimilarity(), reducer=reducer, **options))


cases = []
for batch in ("spread", "close"):
    for positive, negative in ((0, 0.5), (0.3, 1.1)):
        loss = losses.ContrastiveLoss(
            pos_margin=positive, neg_margin=negative, distance=distance(), reducer=AvgNonZeroReducer()
        )
        options = {"positiveMargin": positive, "negativeMargin": negative}
        cases.append(case("contrastive", options, batch, of_batch(loss)))
    for positive, negative in ((0, 1), (0.2, 0.4)):
        loss = losses.GeneralizedLiftedStructureLoss(
            pos_margin=positive, neg_margin=negative, distance=distance(), reducer=MeanReducer()
        )
        options = {"positiveMargin": positive, "negativeMargin": negative}
        cases.append(case("liftedStructure", options, batch, of_batch(loss)))
    for temperature in (0.07, 0.5):
        options = {"temperature": temperature}
        cases.append(case("ntXent", options, batch, by_cosine(losses.NTXentLoss, MeanReducer(), **options)))
    for temperature in (0.1, 0.5):
        options = {"temperature": temperature}
        cases.append(case("supCon", options, batch, by_cosine(losses.SupConLoss, AvgNonZeroReducer(), **options)))
    for alpha, beta, base in ((2, 50, 0.5), (10, 20, 0.2)):
        options = {"alpha": alpha, "beta": beta, "base": base}
        cases.append(case("multiSimilarity", options, batch, by_cosine(losses.MultiSimilarityLoss, MeanReducer(), **options)))
    for m, gamma in ((0.4, 80), (0.25, 10)):
        options = {"relaxation": m, "scale": gamma}
        cases.append(case("circle", options, batch, by_cosine(losses.CircleLoss, AvgNonZeroReducer(), m=m, gamma=gamma)))
    for positive, negative in ((0.01, 0.01), (0.2, 0.3)):
        options = {"positiveSlack": positive, "negativeSlack": negative}
        compute = by_cosine(losses.IntraPairVarianceLoss, MeanReducer(), pos_eps=positive, neg_eps=negative)
        cases.append(case("intraPairVariance", options, batch, compute))
    for alpha, beta, nu in ((0.1, 1.1, 0), (0.2, 1.2, 0.3)):
        cases.append(margin({"margin": alpha, "boundary": beta, "cost": nu}, batch, alpha, beta, nu))
    for degrees, scale in ((5.73, 64), (20, 10)):
        options = {"slackDegrees": degrees, "scale": scale}
        compute = by_cosine(losses.TupletMarginLoss, MeanReducer(), margin=degrees, scale=scale)
        cases.append(case("tupletMargin", options, batch, compute))
for scale in (10, 1):
    cases.append(case("nPairs", {"scale": scale}, "halves", n_pairs(scale)))
for weights in ((25, 25, 1), (1, 2, 3)):
    options = dict(zip(("invariance", "variance", "covariance"), weights))
    cases.append(case("vicReg", options, "halves", vic_reg(*weights)))

given = {
    name: {"labels": batch["labels"].tolist(), "embeddings": [numbers(row) for row in batch["embeddings"]]}
    for name, batch in batches.items()
}
target = Path(__file__).with_suffix(".json")
target.write_text(json.dumps({"batches": given, "cases": cases}) + "\n")
