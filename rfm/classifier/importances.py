"""How much accuracy is lost when an attribute is shuffled among customers.

Attributes that say the same stand in for each other, so that each alone seems less important.
"""

from typing import Any, Final

import numpy as np

from rfm.classifier.card import Importance
from rfm.features.points import Array, Codes

REPEATS: Final = 5
MOST_SHUFFLED: Final = 1_500
_NORMAL_95: Final = 1.959963984540054


def measure_importances(
    model: Any, matrix: Array, codes: Codes, *, names: tuple[str, ...], seed: int
) -> tuple[Importance, ...]:
    """Return the permutation importance of each attribute, the largest first.

    The interval is that of the mean loss per customer over held-out customers, each loss being
    the mean over five shuffles.

    Parameters
    ----------
    model : fitted classifier
        With `predict`.
    matrix, codes : arrays
        Held-out customers and their classes.
    names : tuple of str
        The attribute of each column.
    seed : int
        Of the shuffles.
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
