"""How well a model does on customers it has not seen, measure by measure."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from rfm.classifier.card import Calibrated, ClassScore
from rfm.features.points import Array, Codes

BINS: Final = 10
_NORMAL_95: Final = 1.959963984540054


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (E. B. Wilson, 1927).

    Examples
    --------
    >>> [round(end, 4) for end in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    if not of:
        return 0.0, 1.0
    share, squared = right / of, _NORMAL_95**2
    middle = (share + squared / (2 * of)) / (1 + squared / of)
    half = _NORMAL_95 * math.sqrt(share * (1 - share) / of + squared / (4 * of * of))
    half /= 1 + squared / of
    return max(0.0, middle - half), min(1.0, middle + half)


def confusion_of(true: Codes, said: Codes, classes: int) -> Codes:
    """Return how many of each true class (rows) were said to be of each class (columns)."""
    cells = np.bincount(true * classes + said, minlength=classes * classes)
    return np.asarray(cells.reshape(classes, classes), dtype=np.int64)


def class_scores(confusion: Codes, classes: Sequence[str]) -> tuple[ClassScore, ...]:
    """Return precision, recall and F1 of each class; 0 where nothing was said or true."""
    scores = []
    for number, name in enumerate(classes):
        hits, true = int(confusion[number, number]), int(confusion[number].sum())
        said = int(confusion[:, number].sum())
        scores.append(
            ClassScore(
                name=name,
                customers=true,
                precision=hits / said if said else 0.0,
                recall=hits / true if true else 0.0,
                f1=2 * hits / (said + true) if said + true else 0.0,
            )
        )
    return tuple(scores)


def calibration_of(said: Array, true: Codes) -> tuple[tuple[Calibrated, ...], float]:
    """Return what came in bins of the probability of the class that was said, and their error.

    The expected calibration error is the mean gap between probability and outcome over ten bins
    of equal width, weighed by customers (C. Guo and others, On calibration of modern neural
    networks, 2017).
    """
    sure = said.max(axis=1)
    is_right = (said.argmax(axis=1) == true).astype(float)
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
