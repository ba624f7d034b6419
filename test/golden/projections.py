"""Numbers of scikit-learn, SciPy and NumPy for projections, search and calibration.

Run: python projections.py > projections.json   (numpy==2.4.6 scikit-learn==1.9.1 scipy==1.17.1)
"""

import json

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.covariance import ledoit_wolf
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import log_loss as sklearn_log_loss
from sklearn.preprocessing import StandardScaler, normalize

CLASSES, PER_CLASS, DIMENSIONS = 20, 6, 24


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def rounded(values, digits=7):
    return np.round(np.asarray(values, dtype=np.float64), digits).tolist()


def clouds(draw, per_class):
    """Unit rows around class centres, stretched in some directions."""
    stretch = np.linspace(0.2, 2, DIMENSIONS)
    noise = draw.normal(size=(CLASSES * per_class, DIMENSIONS)) * stretch
    return unit(np.repeat(CENTRES, per_class, axis=0) + noise).astype(np.float32)


def log_loss(logits, labels, temperature):
    scaled = logits / temperature
    most = scaled.max(axis=1, keepdims=True)
    normaliser = np.log(np.exp(scaled - most).sum(axis=1)) + most[:, 0]
    return float(np.mean(normaliser - scaled[np.arange(len(labels)), labels]))


draw = np.random.default_rng(0)
CENTRES = draw.normal(size=(CLASSES, DIMENSIONS))
train, test = clouds(draw, PER_CLASS), clouds(draw, 2)
labels = np.repeat(np.arange(CLASSES), PER_CLASS)

# A squared Mahalanobis distance to class means is what discriminant analysis with even priors decides by.
decisions = {}
for shrinkage in (0.1, 0.5):
    analysis = LinearDiscriminantAnalysis(solver="lsqr", shrinkage=shrinkage).fit(train.astype(np.float64), labels)
    inverse = np.linalg.inv(analysis.covariance_)
    offsets = test[:, None, :].astype(np.float64) - analysis.means_[None]
    distances = np.einsum("qcd,de,qce->qc", offsets, inverse, offsets)
    assert (distances.argmin(1) == analysis.predict(test.astype(np.float64))).all()
    decisions[str(shrinkage)] = {"nearest": distances.argmin(1).tolist(), "ratio": rounded(distances[:, 1] / distances[:, 0], 5)}

# Where every class also holds its own mean, N - C offsets are left that are not zero, and scikit-learn, told that they
# are centred, divides by as many as we do.
own = draw.normal(size=(6, 4, 12)) * np.linspace(0.3, 1.5, 12)
own = np.concatenate([own, own.mean(axis=1, keepdims=True)], axis=1)
offsets = (own - own[:, -1:])[:, :-1].reshape(-1, 12)
covariance, ledoit_wolf_share = ledoit_wolf(offsets, assume_centered=True)
similarities = test @ train.T
logits = draw.normal(size=(50, 5)) * 4
truth = np.where(draw.random(50) < 0.7, logits.argmax(1), draw.integers(0, 5, 50))
best = minimize_scalar(lambda t: log_loss(logits, truth, np.exp(t)), bounds=(-3, 3), method="bounded", options={"xatol": 1e-9})
quantiles = draw.normal(size=37)
even_odds = np.exp(logits - logits.max(1, keepdims=True))
even_odds /= even_odds.sum(1, keepdims=True)
assert abs(sklearn_log_loss(truth, even_odds) - log_loss(logits, truth, 1)) < 1e-9

print(json.dumps({
    "classes": CLASSES,
    "train": rounded(train), "labels": labels.tolist(), "test": rounded(test),
    "discriminantAnalysis": decisions,
    "ledoitWolf": {"rows": rounded(own.reshape(-1, 12)), "labels": np.repeat(np.arange(6), 5).tolist(), "shrinkage": ledoit_wolf_share, "covariance": rounded(covariance)},
    "standardised": rounded(normalize(StandardScaler().fit(train.astype(np.float64)).transform(test.astype(np.float64)))),
    "nearest": np.argsort(-similarities, axis=1, kind="stable")[:, :5].tolist(),
    "temperature": {"logits": rounded(logits), "labels": truth.tolist(), "best": float(np.exp(best.x)), "loss": float(best.fun), "lossAtOne": sklearn_log_loss(truth, even_odds)},
    "quantile": {"values": rounded(quantiles), "q05": float(np.quantile(quantiles, 0.05)), "q95": float(np.quantile(quantiles, 0.95))},
}))
