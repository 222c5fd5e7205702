"""Whether intervals of sums would have held, had they been given at earlier days of the log.

At each origin a correction is learned from the windows that were over by then, and its interval is
compared with what came. Where what came lay well inside, time after time, the interval of today is
narrower than the errors by themselves would make it; it is never wider for it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from rfm.lifetime.backtesting.origins import PastSum
from rfm.lifetime.forecast.sums import WITHIN
from rfm.lifetime.seasons.correction import REVENUE, Correction
from rfm.lifetime.seasons.learning import learn, share_of, steps_over

AS_LEARNED: Final = 1.0
"""As many windows count as intervals that were just as wide as they had to be."""


@dataclass(frozen=True)
class _Check:
    """An interval as it would have been learned at an origin, and how far off its middle was.

    Attributes
    ----------
    step : int
        Of the origin.
    off : float
        Logarithm of what came over what was expected with the factor.
    error : float
        Its standard deviation, as learned there.
    """

    step: int
    off: float
    error: float


def learn_checked(
    past: Sequence[PastSum], measure: str, window: int, *, own_error: float, begins: int = 0
) -> Correction:
    """Return what the past says of a sum, as narrow as its intervals may be by how they held.

    Parameters
    ----------
    past : sequence of PastSum
        At every origin.
    measure : str
        "orders" or "revenue".
    window : int
        Days.
    begins : int
        Days of it that are left out at its beginning.
    own_error : float
        Standard deviation of the logarithm of the sum by the models alone: parameters and chance.

    Returns
    -------
    Correction
        Its error is never below `own_error`. Unchanged where it is no more than a hint.
    """
    own = [one for one in past if (one.begins, one.window) == (begins, window)]
    found = learn(own, measure, window, own_error=own_error)
    if found.is_indicative:
        return found
    checks = list(_checks(own, measure, window, own_error))
    over = steps_over(window)
    held = 0
    for check in checks:
        known = [each for each in checks if each.step >= check.step + over]
        error = max(check.error * _narrowed(known, window), own_error)
        held += abs(check.off + error**2 / 2) <= WITHIN * error
    error = max(found.error * _narrowed(checks, window), own_error)
    return replace(found, error=error, checked=len(checks), held=held)


def _checks(
    past: Sequence[PastSum], measure: str, window: int, own_error: float
) -> Iterator[_Check]:
    """Yield the origins at which enough was known for an interval that is more than a hint."""
    over = steps_over(window)
    for one in past:
        then = [
            replace(each, step=each.step - one.step)
            for each in past
            if each.step >= one.step + over
        ]
        found = learn(then, measure, window, own_error=own_error)
        expected, came = one.expected_orders, one.orders
        if measure == REVENUE:
            expected, came = one.expected_revenue, one.revenue
        if not found.is_indicative and min(expected, came) > 0:
            off = math.log(came / (expected * found.factor))
            yield _Check(one.step, off, found.error)


def _narrowed(checks: Sequence[_Check], window: int) -> float:
    """Return how many times as wide as learned intervals had to be, 1 at most."""
    if not checks:
        return 1.0
    square = float(np.mean([(each.off / each.error) ** 2 for each in checks]))
    windows = len(checks) * share_of(window)
    return min(1.0, math.sqrt((AS_LEARNED + windows * square) / (AS_LEARNED + windows)))
