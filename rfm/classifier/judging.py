"""How well a model does on customers it has not seen, measure by measure.

And what makes it look better than it is: a column that gives the label away, and customers who are
listed twice.
"""

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from rfm.classifier.model import Calibrated, ClassScore, Importance
from rfm.features.points import Array, Codes
from rfm.words import rough_percent

BINS: Final = 10
REPEATS: Final = 5
MOST_SHUFFLED: Final = 1_500
_MOST_CHECKED: Final = 5_000
_FOLDS: Final = 3
_LEAVES: Final = 64
# An attribute that alone takes away this share of the errors of always saying the largest class.
_GIVES_AWAY: Final = 0.90
_MANY_COPIES: Final = 0.10
_NORMAL_95: Final = 1.959963984540054


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (E. B. Wilson, 1927).

    Examples
    --------
    >>> [round(end, 4) for end in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    share, squared = right / of, _NORMAL_95**2
    middle = (share + squared / (2 * of)) / (1 + squared / of)
    half = _NORMAL_95 * math.sqrt(share * (1 - share) / of + squared / (4 * of * of))
    half /= 1 + squared / of
    return max(0.0, middle - half), min(1.0, middle + half)


def class_scores(true: Codes, predicted: Codes, classes: Sequence[str]) -> tuple[ClassScore, ...]:
    """Return precision, recall and F1 of each class; 0 where nothing was said or true."""
    from sklearn.metrics import precision_recall_fscore_support

    measures = precision_recall_fscore_support(
        true, predicted, labels=np.arange(len(classes)), zero_division=0
    )
    return tuple(
        ClassScore(name=name, customers=customers, precision=precision, recall=recall, f1=f1)
        for name, precision, recall, f1, customers in zip(
            classes, *(measure.tolist() for measure in measures), strict=True
        )
    )


def calibration_of(chances: Array, true: Codes) -> tuple[tuple[Calibrated, ...], float]:
    """Return what came in bins of the probability of the class that was said, and their error.

    The expected calibration error is the mean gap between probability and outcome over ten bins
    of equal width, weighed by customers (C. Guo and others, On calibration of modern neural
    networks, 2017).
    """
    sure = chances.max(axis=1)
    is_right = (chances.argmax(axis=1) == true).astype(float)
    numbers = np.minimum((sure * BINS).astype(np.int64), BINS - 1)
    sizes = np.bincount(numbers, minlength=BINS)
    predicted, seen = (np.bincount(numbers, one, minlength=BINS) for one in (sure, is_right))
    bins = tuple(
        Calibrated(
            predicted=float(predicted[one] / sizes[one]),
            seen=float(seen[one] / sizes[one]),
            customers=int(sizes[one]),
        )
        for one in np.flatnonzero(sizes)
    )
    return bins, float(np.abs(predicted - seen).sum() / len(true))


def measure_importances(
    model: Any, matrix: Array, codes: Codes, *, names: tuple[str, ...], seed: int
) -> tuple[Importance, ...]:
    """Return how much accuracy is lost when an attribute is shuffled, the most important first.

    The interval is that of the mean loss per customer over held-out customers, each loss being
    the mean over five shuffles. Attributes that say the same stand in for each other, so that each
    alone seems less important.
    """
    generator = np.random.default_rng(seed)
    if len(codes) > MOST_SHUFFLED:
        rows = np.sort(generator.choice(len(codes), MOST_SHUFFLED, replace=False))
        matrix, codes = matrix[rows], codes[rows]
    was_right = (model.predict(matrix) == codes).astype(float)
    found = []
    for column, name in enumerate(names):
        repeated = np.tile(matrix, (REPEATS, 1))
        repeated[:, column] = np.concatenate(
            [generator.permutation(matrix[:, column]) for _ in range(REPEATS)]
        )
        is_right = (model.predict(repeated) == np.tile(codes, REPEATS)).astype(float)
        lost = was_right - is_right.reshape(REPEATS, -1).mean(axis=0)
        found.append(_importance(name, lost))
    return tuple(sorted(found, key=lambda one: -one.mean))


def _importance(name: str, lost: Array) -> Importance:
    mean = float(lost.mean())
    half = _NORMAL_95 * float(lost.std(ddof=1)) / np.sqrt(len(lost)) if len(lost) > 1 else 1.0
    return Importance(attribute=name, mean=mean, low=float(mean - half), high=float(mean + half))


def warn_of_leaks(matrix: Array, codes: Codes, names: Sequence[str], target: str) -> list[str]:
    """Return a warning for each attribute that alone predicts the label nearly perfectly."""
    from sklearn.model_selection import KFold, cross_val_predict
    from sklearn.tree import DecisionTreeClassifier

    chosen = np.random.default_rng(0).permutation(len(codes))[:_MOST_CHECKED]
    codes = codes[chosen]
    base = float(np.bincount(codes).max() / len(codes))
    folds = KFold(_FOLDS, shuffle=True, random_state=0)
    warnings = []
    for column, name in enumerate(names):
        tree = DecisionTreeClassifier(max_leaf_nodes=_LEAVES, random_state=0)
        predicted = cross_val_predict(tree, matrix[chosen][:, [column]], codes, cv=folds)
        right = float(np.mean(predicted == codes))
        if base < 1 and (right - base) / (1 - base) >= _GIVES_AWAY:
            warnings.append(
                f"{name} alone tells {target} for {rough_percent(right)} of the customers: it may "
                f"have been made from {target}, or be known only afterwards. If it is not known of "
                f"new customers, leave it out."
            )
    return warnings


def warn_of_copies(learned: Array, held_out: Array) -> list[str]:
    """Return a warning when many held-out customers equal one that was learned from."""
    known = set(_fingerprints(learned).tolist())
    share = float(np.isin(_fingerprints(held_out), list(known)).mean())
    if share < _MANY_COPIES:
        return []
    return [
        f"{rough_percent(share)} of the held-out customers are exactly like one that was learned "
        f"from: if the table lists customers twice, the accuracy is too high."
    ]


def _fingerprints(matrix: Array) -> np.ndarray:
    return pd.util.hash_pandas_object(pd.DataFrame(matrix), index=False).to_numpy()
