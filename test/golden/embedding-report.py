"""Golden numbers of src/evaluate/embedding-report.ts from pytorch-metric-learning and scikit-learn.

pip install numpy==2.4.6 scikit-learn==1.9.1 torch==2.13.0 pytorch-metric-learning==2.9.0
python embedding-report.py > embedding-report.json

Neighbours: CustomKNN with CosineSimilarity, each picture against all others. Pictures that are alone in their class are
references but no queries. The pairs of verification are all unordered pairs of different pictures.
"""

import base64
import json

import numpy as np
import pytorch_metric_learning
import sklearn
import torch
from pytorch_metric_learning.distances import CosineSimilarity
from pytorch_metric_learning.utils.accuracy_calculator import AccuracyCalculator
from pytorch_metric_learning.utils.inference import CustomKNN
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_mutual_info_score, roc_auc_score, roc_curve

rng = np.random.default_rng(11)
dimensions, sizes = 8, [40, 25, 25, 18, 12, 9, 7, 5, 3, 2, 2, 1, 1, 1]
classes = len(sizes)
centres = rng.standard_normal((classes, dimensions))
labels = rng.permutation(np.repeat(np.arange(classes), sizes))
vectors = centres[labels] + 1.1 * rng.standard_normal((len(labels), dimensions))
vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
asks = np.array(sizes)[labels] > 1


def found():
    x, y = torch.tensor(vectors), torch.tensor(labels)
    order = np.r_[np.flatnonzero(asks), np.flatnonzero(~asks)]  # queries come first among the references
    references, reference_labels = x[order], y[order]
    queries, query_labels = references[: asks.sum()], reference_labels[: asks.sum()]
    knn = CustomKNN(CosineSimilarity())
    k = max(sizes)
    calculator = AccuracyCalculator(
        include=("precision_at_1", "r_precision", "mean_average_precision_at_r"), k=k, knn_func=knn, device=torch.device("cpu")
    )
    scores = calculator.get_accuracy(queries, query_labels, references, reference_labels, ref_includes_query=True)
    cosines = vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    np.fill_diagonal(cosines, -2)
    same = labels[np.argsort(-cosines, axis=1)] == labels[:, None]
    recall = {f"recallAt{n}": float(same[asks, :n].any(1).mean()) for n in (1, 2, 4, 8)}
    assert abs(recall["recallAt1"] - scores["precision_at_1"]) < 1e-12
    return dict(recall, rPrecision=scores["r_precision"], mapAtR=scores["mean_average_precision_at_r"])


def verified():
    first, second = np.triu_indices(len(labels), 1)
    cosines = (vectors[first].astype(np.float64) * vectors[second]).sum(1)
    same = labels[first] == labels[second]
    far, tar, _ = roc_curve(same, cosines, drop_intermediate=False)
    at = int(np.argmax(far >= 1 - tar))
    f0, t0, f1, t1 = far[at - 1], tar[at - 1], far[at], tar[at]
    eer = f0 + (f1 - f0) * (1 - t0 - f0) / ((f1 - f0) + (t1 - t0))
    highest = {x: y for x, y in zip(far, tar)}
    return dict(
        samePairs=int(same.sum()),
        differentPairs=int((~same).sum()),
        verificationAuroc=roc_auc_score(same, cosines),
        equalErrorRate=float(eer),
        trueAcceptAt1In100=float(highest.get(1e-2, np.interp(1e-2, far, tar))),
        trueAcceptAt1In1000=float(highest.get(1e-3, np.interp(1e-3, far, tar))),
    )


def grouped():
    kmeans = KMeans(classes, n_init=10, random_state=0).fit(vectors)
    calculator = AccuracyCalculator(
        include=("AMI",),
        knn_func=CustomKNN(CosineSimilarity()),
        kmeans_func=lambda x, k: torch.tensor(kmeans.labels_),
        device=torch.device("cpu"),
    )
    ami = calculator.get_accuracy(torch.tensor(vectors), torch.tensor(labels))["AMI"]
    assert ami == adjusted_mutual_info_score(labels, kmeans.labels_)
    return dict(groups=kmeans.labels_.tolist(), ami=ami, inertia=float(kmeans.inertia_))


def tables():
    """Partitions with few and many, like and unlike sizes."""
    cases = [(30, 3, 4, 0.0), (200, 2, 50, 0.0), (500, 100, 100, 0.5), (3000, 5, 7, 0.9), (60, 60, 20, 0.0), (400, 1, 6, 0.0)]
    result = []
    for n, a, b, agree in cases:
        truth = np.floor(a * rng.random(n) ** 2).astype(int)
        groups = np.where(rng.random(n) < agree, truth % b, rng.integers(0, b, n))
        result.append(dict(truth=truth.tolist(), groups=groups.tolist(), ami=adjusted_mutual_info_score(truth, groups)))
    return result


versions = {module.__name__: module.__version__ for module in (np, sklearn, torch, pytorch_metric_learning)}
print(
    json.dumps(
        dict(
            made="test/golden/embedding-report.py",
            versions=versions,
            dimensions=dimensions,
            labels=labels.tolist(),
            vectors=base64.b64encode(vectors.tobytes()).decode(),
            found=found(),
            verified=verified(),
            grouped=grouped(),
            tables=tables(),
        )
    )
)
