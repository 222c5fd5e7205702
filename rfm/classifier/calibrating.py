"""Whether a model's probabilities are straightened afterwards: only if that helps on new customers.

Isotonic regression takes any shape but needs many customers; the sigmoid (Platt) takes few.
"""

from typing import Any, Final

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator

from rfm.classifier.tuning import FOLDS, log_losses, split_folds
from rfm.features.points import Array, Codes

ISOTONIC_FROM: Final = 1_000
# The mean loss has to fall by this share to be worth a second model.
_WORTH_IT: Final = 0.005


class Said(ClassifierMixin, BaseEstimator):
    """A classifier whose probabilities are its input: what a model said of unseen customers."""

    def fit(self, matrix: Array, codes: Codes) -> "Said":
        """Learn nothing but the classes."""
        self.classes_ = np.arange(matrix.shape[1])
        self.n_features_in_ = matrix.shape[1]
        self.seen_ = len(codes)
        return self

    def predict_proba(self, matrix: Array) -> Array:
        """Return the input."""
        return matrix

    def predict(self, matrix: Array) -> Codes:
        """Return the likeliest class."""
        return np.asarray(matrix.argmax(axis=1), dtype=np.int64)


def choose_calibration(said: Array, codes: Codes, seed: int) -> str:
    """Return "isotonic" or "sigmoid" when it helps, empty when it does not.

    It is judged on customers that neither the model nor the calibration has seen; `said` are the
    probabilities of a model that had not seen the customer.
    """
    method = "isotonic" if np.bincount(codes).min() >= ISOTONIC_FROM else "sigmoid"
    straightened = np.zeros_like(said)
    for learned, judged in split_folds(codes, seed + 1):
        frozen = FrozenEstimator(Said().fit(said[learned], codes[learned]))
        calibrated = CalibratedClassifierCV(frozen, method=method)
        calibrated.fit(said[learned], codes[learned])
        straightened[judged] = calibrated.predict_proba(said[judged])
    before, after = (float(log_losses(one, codes).mean()) for one in (said, straightened))
    return method if after < before * (1 - _WORTH_IT) else ""


def calibrated(model: Any, method: str) -> Any:
    """Return a model that is calibrated by cross-validation when it is fitted."""
    return CalibratedClassifierCV(model, method=method, cv=FOLDS, ensemble=False)
