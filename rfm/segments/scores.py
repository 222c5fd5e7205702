"""How a customer's recency, frequency and money become scores.

One definition serves every scheme: a value is compared with cut points, and what counts is how
many of them lie strictly below it. Equal values therefore always get equal scores, in any order
of customers and also where cut points coincide.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rfm.errors import SchemeError


def quantile_cuts(values: ArrayLike, probabilities: Sequence[float]) -> NDArray[np.float64]:
    """Return the linear quantiles of the values, in ascending order.

    Raises
    ------
    SchemeError
        When there are no values, or one of them is missing or infinite.
    """
    finite = _finite(values)
    if not finite.size:
        raise SchemeError("There are no customers to score: give a log with at least one order.")
    cuts = np.quantile(finite, np.asarray(probabilities, dtype=float), method="linear")
    # Interpolating twice between the same two customers may be off by a rounding error.
    return np.maximum.accumulate(cuts)


def score(values: ArrayLike, cuts: ArrayLike, *, small_is_best: bool = False) -> NDArray[np.int8]:
    """Return the scores 1..n+1 of the values against n cut points, the best one highest.

    A score is 1 + the number of cut points strictly below the value. Where small is best
    (recency) the same number is subtracted from the best score: a value that lies on a cut point
    belongs with the smaller values in both cases.
    """
    finite = _finite(values)
    points = np.asarray(cuts, dtype=float)
    below = np.zeros(finite.shape, dtype=np.int8)
    for cut in points:
        below += finite > cut
    best = np.int8(len(points) + 1)
    return best - below if small_is_best else below + np.int8(1)


def ties_at_cuts(values: ArrayLike, cuts: ArrayLike) -> tuple[int, ...]:
    """Return how many values are exactly equal to each cut point."""
    finite = _finite(values)
    points = np.asarray(cuts, dtype=float)
    return tuple(int(np.count_nonzero(finite == cut)) for cut in points)


def _finite(values: ArrayLike) -> NDArray[np.float64]:
    finite = np.asarray(values, dtype=float)
    if not np.isfinite(finite).all():
        raise SchemeError(
            "A customer's recency, frequency or money is missing or infinite and cannot be "
            "scored: look for unreadable dates or amounts in the log."
        )
    return finite
