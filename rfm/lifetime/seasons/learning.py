"""What earlier windows of the same log teach about sums: a factor, and how far sums are off.

For every origin of the past the ratio of what came to what was expected is known. Two things are
learned from these ratios, in logarithms:

* **A factor** for the window ahead: what came over what was expected in the same window of earlier
  years, each year counting half as much as the next. It holds season and level. How much of it is
  carried over is the slope of the ratios on those of their own earlier years (through 1), at the
  origins where these were known: what the factor would have been worth. Where no earlier year can
  tell, it is the share of the ratios' variance that chance does not explain (W. James and C. Stein,
  1961). A share that is not larger than its standard error is none.
* **An error**: how far sums, so corrected, were off at the origins. Windows overlap, so that only
  as many count as fit side by side; errors that are usual for other shops count as three more, or
  as one where the factor was tried.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from rfm.lifetime.backtesting.origins import DAYS_PER_YEAR, STEPS_PER_YEAR, PastSum
from rfm.lifetime.models.histories import Array
from rfm.lifetime.seasons import wording
from rfm.lifetime.seasons.correction import (
    REVENUE,
    USUAL_ERROR,
    USUAL_ERROR_WITH_FACTOR,
    Correction,
)

USUAL_WINDOWS: Final = 3.0
USUAL_WINDOWS_ONCE_TRIED: Final = 1.0
HALF: Final = 0.5
LEAST: Final = 1e-9


@dataclass(frozen=True)
class _Ratios:
    """Logarithms of what came over what was expected, at origins, the latest first.

    Attributes
    ----------
    logs : ndarray
    before : ndarray
        The same of the window's earlier years; NaN where none is known.
    weights : ndarray
        The orders expected at the origin over the most that were expected at any: where few are
        expected, chance is large.
    share : float
        Of a window that an origin has to itself: windows overlap.
    """

    logs: Array
    before: Array
    weights: Array
    share: float

    @property
    def windows(self) -> float:
        """How many windows would fit side by side."""
        return float(self.weights.sum()) * self.share

    def tried(self) -> "_Ratios":
        """Return those origins at which earlier years were known."""
        known = ~np.isnan(self.before)
        return replace(
            self, logs=self.logs[known], before=self.before[known], weights=self.weights[known]
        )

    def sum_of(self, products: Array) -> float:
        """Return a sum over windows side by side."""
        return float(self.weights @ products) * self.share

    def mean_square(self, off: Array) -> float:
        """Return the mean square of errors; 0 without origins."""
        return float(self.weights @ np.square(off)) / max(float(self.weights.sum()), LEAST)


def learn(past: Sequence[PastSum], measure: str, window: int, *, own_error: float) -> Correction:
    """Return what the past says of a sum over a window that begins now.

    Parameters
    ----------
    past : sequence of PastSum
        At every origin.
    measure : str
        "orders" or "revenue".
    window : int
        Days.
    own_error : float
        Standard deviation of the logarithm of the sum by the models alone: parameters and chance.

    Returns
    -------
    Correction
        Its error is never below `own_error`.
    """
    logs, weights = _logs_of(past, measure, window)
    steps, year_before = sorted(logs), _earlier_years(logs, 0, window)
    known = Correction(
        measure=measure,
        window=window,
        origins=len(steps),
        indicative_reason=wording.why_indicative(len(steps), year_before, window),
    )
    ratios = _Ratios(
        np.array([logs[step] for step in steps]),
        np.array([_earlier_years(logs, step, window) for step in steps]),
        np.array([weights[step] for step in steps]),
        share_of(window),
    )
    if math.isnan(year_before):
        error = max(_blended(ratios, ratios.logs, USUAL_ERROR), own_error)
        return replace(known, error=error, reason=wording.no_year(window))
    return _with_factor(known, ratios, year_before, own_error)


def share_of(window: int) -> float:
    """Return the share of a window that an origin has to itself."""
    return min(1.0, DAYS_PER_YEAR / STEPS_PER_YEAR / window)


def steps_over(window: int) -> int:
    """Return how many steps before an origin a window has to begin to be over at it."""
    return -(-window * STEPS_PER_YEAR // DAYS_PER_YEAR)


def _with_factor(
    known: Correction, ratios: _Ratios, year_before: float, own_error: float
) -> Correction:
    tried = ratios.tried()
    weight = _carried_over(ratios, tried, own_error)
    off = tried.logs - weight * tried.before
    found = replace(
        known,
        factor=math.exp(weight * year_before),
        year_before=math.exp(year_before),
        weight=weight,
        tried=len(off),
    )
    if len(off) < wording.FEWEST_ORIGINS:
        # A factor that was never tried is not taken to make sums any surer.
        error = _blended(ratios, ratios.logs, USUAL_ERROR_WITH_FACTOR)
    else:
        error = _blended(tried, off, USUAL_ERROR_WITH_FACTOR, USUAL_WINDOWS_ONCE_TRIED, fitted=1)
        without, with_it = (float(np.abs(each).mean()) for each in (tried.logs, off))
        found = replace(found, off_without=without, off_with=with_it)
    return replace(found, error=max(error, own_error), reason=wording.why(found))


def _logs_of(
    past: Sequence[PastSum], measure: str, window: int
) -> tuple[dict[int, float], dict[int, float]]:
    """Return, by step, the logarithm of what came over what was expected, and its weight."""
    logs, weights = {}, {}
    for one in past:
        expected, came = one.expected_orders, one.orders
        if measure == REVENUE:
            expected, came = one.expected_revenue, one.revenue
        if one.window == window and min(expected, came) > 0:
            logs[one.step] = math.log(came / expected)
            weights[one.step] = one.expected_orders
    most = max(weights.values(), default=1.0)
    return logs, {step: weight / most for step, weight in weights.items()}


def _earlier_years(logs: Mapping[int, float], step: int, window: int) -> float:
    """Return the logarithm for the same window of earlier years; NaN where none is known.

    A window longer than a year looks back as many years as it holds.
    """
    lag = -(-window // DAYS_PER_YEAR) * STEPS_PER_YEAR
    earlier = [
        logs[at] for at in range(step + lag, max(logs, default=0) + 1, STEPS_PER_YEAR) if at in logs
    ]
    if not earlier:
        return math.nan
    return float(np.average(earlier, weights=HALF ** np.arange(len(earlier))))


def _carried_over(ratios: _Ratios, tried: _Ratios, own_error: float) -> float:
    """Return how much of the earlier years' ratio is carried over, 0 to 1."""
    strength = ratios.mean_square(ratios.logs)
    if not strength > 0:
        return 0.0
    chance = min(own_error**2 / max(float(ratios.weights.mean()), LEAST), strength)
    # The guess from the variance counts as one window at which the factor was tried.
    along = tried.sum_of(tried.logs * tried.before) + strength - chance
    whole = tried.sum_of(np.square(tried.before)) + strength
    slope = min(max(along / whole, 0.0), 1.0)
    left = tried.sum_of(np.square(tried.logs - slope * tried.before)) + chance
    error = math.sqrt(left / (tried.windows + 1) / whole)
    return slope if slope > error else 0.0


def _blended(
    ratios: _Ratios, off: Array, usual: float, more: float = USUAL_WINDOWS, fitted: int = 0
) -> float:
    """Return the standard deviation of errors, what is usual elsewhere counting as some more."""
    windows = max(ratios.windows - fitted, 0.0)
    squares = more * usual**2 + windows * ratios.mean_square(off)
    return math.sqrt(squares / (more + windows))
