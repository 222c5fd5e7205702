"""Every candidate with every setting, judged by cross-validation, and the choice among them.

The measure is the logarithmic loss: it asks for honest probabilities, which the accuracy does not.
The choice follows the rule of one standard error (L. Breiman and others, Classification and
Regression Trees, 1984): the simplest model whose loss is within one standard error of the best.
All models are judged on the same folds, so the error is that of the differences fold by fold: what
makes a fold hard for all of them is no doubt about which is better.

Its probabilities are straightened afterwards only if that helps on new customers. Isotonic
regression takes any shape but needs many customers; the sigmoid (Platt) takes few.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator

from rfm.classifier.candidates import (
    KINDS,
    Encoding,
    Settings,
    in_words,
    make_model,
    may_stop_early,
)
from rfm.classifier.model import JudgedModel
from rfm.features.points import Array, Codes
from rfm.stopwatch import seconds_since

FOLDS: Final = 4
MOST_TUNED: Final = 20_000
HELD_OUT: Final = 0.2

Folds = list[tuple[NDArray[np.int64], NDArray[np.int64]]]
ISOTONIC_FROM: Final = 1_000
# The mean loss has to fall by this share to be worth a second model.
_WORTH_IT: Final = 0.005


@dataclass(frozen=True)
class Trial:
    """One kind of model with its best settings.

    Parameters
    ----------
    title, settings : str, mapping
        What was tried.
    chances : array of shape (customers, classes)
        How probable each class was of each customer when it had not seen that customer.
    losses, accuracies : array of shape (folds,)
        Per fold.
    seconds : float
        Time for all settings of this kind.
    """

    title: str
    settings: Settings
    chances: Array
    losses: Array
    accuracies: Array
    seconds: float = 0.0

    @property
    def loss(self) -> float:
        """Return the mean loss over the folds."""
        return float(self.losses.mean())

    def judged(self, *, is_chosen: bool) -> JudgedModel:
        """Return the trial as it is shown."""
        return JudgedModel(
            model=self.title,
            settings=in_words(self.settings),
            accuracy=float(self.accuracies.mean()),
            accuracy_error=_error(self.accuracies),
            log_loss=self.loss,
            seconds=self.seconds,
            is_chosen=is_chosen,
        )


@dataclass(frozen=True)
class Split:
    """Customers to learn from, those of them to tune with, and those held out."""

    learned: Array
    learned_codes: Codes
    tuned: NDArray[np.int64]
    held_out: Array
    held_out_codes: Codes


def split_off(matrix: Array, codes: Codes, seed: int) -> Split:
    """Return the customers divided, each class in proportion.

    A fifth is held out for the final judgement and touched by nothing before.
    """
    from sklearn.model_selection import train_test_split

    learned, held_out = train_test_split(
        np.arange(len(codes)), test_size=HELD_OUT, stratify=codes, random_state=seed
    )
    tuned = np.arange(len(learned))
    if len(learned) > MOST_TUNED:
        tuned, _ = train_test_split(
            tuned, train_size=MOST_TUNED, stratify=codes[learned], random_state=seed
        )
    return Split(matrix[learned], codes[learned], tuned, matrix[held_out], codes[held_out])


def split_folds(codes: Codes, seed: int) -> Folds:
    """Return rows to learn from and rows to judge by, each class in proportion."""
    from sklearn.model_selection import StratifiedKFold

    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    return list(folds.split(np.zeros(len(codes)), codes))


def try_all(
    matrix: Array,
    codes: Codes,
    encoding: Encoding,
    *,
    seed: int,
    progress: Callable[[str], None],
) -> list[Trial]:
    """Return a trial of each kind of model, from the simplest to the most flexible."""
    trials = []
    for title, grid in KINDS.items():
        progress(f"Trying a {title}" if title[-1] != "s" else f"Trying {title}")
        begun = time.perf_counter()
        tried = [
            _cross_validated(matrix, codes, (title, settings, encoding), seed) for settings in grid
        ]
        best = min(tried, key=lambda one: one.loss)
        trials.append(replace(best, seconds=seconds_since(begun, f"classifier {title}")))
    return trials


def choose(trials: list[Trial]) -> Trial:
    """Return the simplest trial that is within one standard error of the best."""
    best = min(trials, key=lambda one: one.loss)
    return next(one for one in trials if _is_as_good(one.losses - best.losses))


def log_losses(chances: Array, codes: Codes) -> Array:
    """Return the logarithmic loss of each customer."""
    of_true = chances[np.arange(len(codes)), codes]
    return np.asarray(-np.log(np.clip(of_true, 1e-15, 1.0)))


def _cross_validated(
    matrix: Array, codes: Codes, model: tuple[str, Settings, Encoding], seed: int
) -> Trial:
    title, settings, encoding = model
    chances = np.zeros((len(codes), int(codes.max()) + 1))
    losses, accuracies = [], []
    for learned, judged in split_folds(codes, seed):
        known = codes[learned]
        unfitted = make_model(title, settings, encoding, seed, stops_early=may_stop_early(known))
        fitted = unfitted.fit(matrix[learned], known)
        chances[judged] = fitted.predict_proba(matrix[judged])
        losses.append(float(log_losses(chances[judged], codes[judged]).mean()))
        accuracies.append(float((chances[judged].argmax(axis=1) == codes[judged]).mean()))
    return Trial(title, settings, chances, np.array(losses), np.array(accuracies))


def _is_as_good(behind: Array) -> bool:
    return bool(behind.mean() <= _error(behind))


def _error(values: Array) -> float:
    return float(values.std(ddof=1) / np.sqrt(len(values)))


class SeenChances(ClassifierMixin, BaseEstimator):
    """A classifier whose probabilities are its input: what a model said of unseen customers."""

    def fit(self, matrix: Array, codes: Codes) -> "SeenChances":
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


def choose_calibration(chances: Array, codes: Codes, seed: int) -> str:
    """Return "isotonic" or "sigmoid" when it helps, empty when it does not.

    It is judged on customers that neither the model nor the calibration has seen; `chances` are the
    probabilities of a model that had not seen the customer.
    """
    method = "isotonic" if np.bincount(codes).min() >= ISOTONIC_FROM else "sigmoid"
    straightened = np.zeros_like(chances)
    for learned, judged in split_folds(codes, seed + 1):
        frozen = FrozenEstimator(SeenChances().fit(chances[learned], codes[learned]))
        calibrated = CalibratedClassifierCV(frozen, method=method)
        calibrated.fit(chances[learned], codes[learned])
        straightened[judged] = calibrated.predict_proba(chances[judged])
    before, after = (float(log_losses(one, codes).mean()) for one in (chances, straightened))
    return method if after < before * (1 - _WORTH_IT) else ""


def calibrated(model: Any, method: str) -> Any:
    """Return a model that is calibrated by cross-validation when it is fitted."""
    return CalibratedClassifierCV(model, method=method, cv=FOLDS, ensemble=False)
