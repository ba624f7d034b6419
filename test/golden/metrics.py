"""Golden numbers of src/metrics from scikit-learn, scipy and statsmodels.

pip install numpy==2.4.6 scikit-learn==1.9.1 scipy==1.17.1 statsmodels==0.15.0
python metrics.py > metrics.json
"""

import json

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy.stats import binomtest
from sklearn import metrics
from statsmodels.stats.proportion import proportion_confint

rng = np.random.default_rng(7)


def answers():
    """Uneven classes; class 6 is answered but never true, class 5 is true but never answered."""
    truth = rng.choice(6, size=120, p=[0.4, 0.2, 0.15, 0.1, 0.1, 0.05])
    guess = np.where(rng.random(120) < 0.6, truth, rng.integers(0, 7, 120))
    guess[guess == 5] = 6
    present = np.unique(truth)
    recalls = metrics.recall_score(truth, guess, labels=present, average=None, zero_division=0)
    return dict(
        truth=truth.tolist(),
        answers=guess.tolist(),
        accuracy=metrics.accuracy_score(truth, guess),
        balancedAccuracy=float(recalls.mean()),
        macroF1=metrics.f1_score(truth, guess, labels=present, average="macro", zero_division=0),
    )


def certainty():
    classes, n = 9, 150
    truth = np.concatenate([np.arange(classes), rng.integers(0, classes, n - classes)])
    logits = 1.5 * rng.standard_normal((n, classes))
    logits[np.arange(n), truth] += 1.5
    p = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    p[3, truth[3]] = 0  # a sure miss
    p[3] /= p[3].sum()
    confidence, guess = p.max(1), p.argmax(1)
    correct = (guess == truth).astype(int)
    of_truth = p[np.arange(n), truth]
    ece, edges = 0.0, np.linspace(0, 1, 16)
    for low, high in zip(edges[:-1], edges[1:]):  # Guo et al. 2017, as their published code has it
        inside = (confidence > low) & (confidence <= high)
        if inside.any():
            ece += abs(correct[inside].mean() - confidence[inside].mean()) * inside.mean()
    return dict(
        confidence=confidence.tolist(),
        correct=correct.tolist(),
        probabilityOfTruth=of_truth.tolist(),
        rankOfTruth=(1 + (p > of_truth[:, None]).sum(1)).tolist(),
        top5=metrics.top_k_accuracy_score(truth, p, k=5),
        logLoss=metrics.log_loss(truth, p),
        ece=ece,
    )


def openness():
    """Scores rounded to one digit, so that many tie."""
    known = np.round(rng.normal(1, 1, 90), 1)
    strangers = np.round(rng.normal(0, 1, 70), 1)
    correct = (rng.random(90) < 0.7).astype(int)
    is_known = np.r_[np.ones(90), np.zeros(70)]
    scores = np.r_[known, strangers]
    fpr, tpr, thresholds = metrics.roc_curve(is_known, scores, drop_intermediate=False)
    accepted_right = np.array([((known >= t) & (correct == 1)).mean() for t in thresholds])
    grid = np.linspace(0, 1, 11)
    upper = {x: y for x, y in zip(fpr, tpr)}  # the highest point over each x
    return dict(
        known=known.tolist(),
        correct=correct.tolist(),
        strangers=strangers.tolist(),
        auroc=metrics.roc_auc_score(is_known, scores),
        fprAt95=float(fpr[np.argmax(tpr >= 0.95)]),
        oscr=float(np.trapezoid(accepted_right, fpr)),
        curve=dict(x=grid.tolist(), y=[float(upper.get(x, np.interp(x, fpr, tpr))) for x in grid]),
    )


def retrieval():
    """Average precision at R as Musgrave et al. 2020 define it, from the sorted list."""
    similarities = rng.uniform(-1, 1, 40).astype(np.float32)
    relevant = (rng.random(40) < 0.3).astype(int)
    in_order = relevant[np.argsort(-similarities)]
    r = int(relevant.sum())
    precision = np.cumsum(in_order)[:r] / np.arange(1, r + 1)
    return dict(
        similarities=similarities.tolist(),
        relevant=relevant.tolist(),
        recallAt1=int(in_order[0]),
        mapAtR=float((precision * in_order[:r]).sum() / r),
    )


def newcombe(a, b, c, d):
    """Newcombe 1998, Statistics in Medicine 17, 2635, method 10, over statsmodels' Wilson intervals."""
    n = a + b + c + d
    p1, p2 = (a + b) / n, (a + c) / n
    (l1, u1), (l2, u2) = (proportion_confint(k, n, method="wilson") for k in (a + b, a + c))
    product = (a + b) * (c + d) * (a + c) * (b + d)
    surplus = a * d - b * c
    phi = 0 if product == 0 else (max(surplus - n / 2, 0) if surplus > 0 else surplus) / product**0.5
    low = p1 - p2 - ((p1 - l1) ** 2 - 2 * phi * (p1 - l1) * (u2 - p2) + (u2 - p2) ** 2) ** 0.5
    high = p1 - p2 + ((u1 - p1) ** 2 - 2 * phi * (u1 - p1) * (p2 - l2) + (p2 - l2) ** 2) ** 0.5
    return [low, high]


def intervals():
    tables = [(14, 5, 0, 22), (1, 1, 7, 12), (59, 6, 16, 80), (50, 0, 0, 0), (0, 4, 9, 0), (700, 60, 90, 150), (1, 0, 0, 0)]
    shares = [(0, 10), (10, 10), (7, 10), (813, 1000), (999999, 1000000), (1, 1)]
    splits = [(0, 0), (0, 1), (3, 9), (5, 5), (0, 60), (40, 80), (49500, 50500), (50000, 50001), (48000, 52000), (498000, 502000)]
    return dict(
        wilson=[dict(hits=k, total=n, interval=list(proportion_confint(k, n, method="wilson"))) for k, n in shares],
        newcombe=[dict(counts=t, interval=newcombe(*t)) for t in tables],
        mcnemar=[dict(counts=[b, c], p=binomtest(min(b, c), b + c).pvalue if b + c else 1.0) for b, c in splits],
    )


def curves():
    sureness = rng.permutation(50) / 50
    correct = (rng.random(50) < 0.3 + 0.6 * sureness).astype(int)
    hits = np.cumsum(correct[np.argsort(-sureness)])
    coverage = [0.1, 0.5, 0.9, 1.0]
    values = rng.standard_normal(31)
    return dict(
        riskCoverage=dict(
            sureness=sureness.tolist(),
            correct=correct.tolist(),
            coverage=coverage,
            accuracy=[float(hits[round(x * 50) - 1] / round(x * 50)) for x in coverage],
        ),
        quantiles=dict(
            sorted=np.sort(values).tolist(),
            shares=[0, 0.025, 0.05, 0.5, 0.975, 1],
            values=np.quantile(values, [0, 0.025, 0.05, 0.5, 0.975, 1]).tolist(),
        ),
    )


versions = {module.__name__: module.__version__ for module in (np, sklearn, scipy, statsmodels)}
parts = dict(answers=answers(), certainty=certainty(), openness=openness(), retrieval=retrieval(), intervals=intervals(), curves=curves())
print(json.dumps(dict(made="test/golden/metrics.py", versions=versions, **parts)))
