"""How many customers come back how often: as the log shows, and as a model expects.

The check of fit that the papers on these models print: customers by their number of repeat
purchases, each with the time that they are known.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.special import gammaln, xlogy

from rfm.lifetime.models.histories import Array, Histories
from rfm.lifetime.models.quadrature import unit_points

if TYPE_CHECKING:
    from rfm.lifetime.models.purchase_model import PurchaseModel

MOST_REPEATS: Final = 7
"""As many and more are one bar."""
MOST_TIMES: Final = 4000
LEAST_TIME: Final = 1e-300
POINTS: Final = 96
NEGLIGIBLE: Final = 32.0
"""A part whose logarithm is so much lower adds nothing that a number can hold."""
WIDEST: Final = 400.0
HALVINGS: Final = 16


def seen_repeats(histories: Histories) -> tuple[int, ...]:
    """Return how many customers made 0, 1, ... and 7 or more repeat purchases."""
    counts = np.minimum(histories.x, MOST_REPEATS).astype(np.int64)
    sizes = np.bincount(counts, histories.weights, MOST_REPEATS + 1)
    return tuple(np.rint(sizes).astype(int).tolist())


def expected_repeats(model: "PurchaseModel", histories: Histories) -> tuple[float, ...]:
    """Return how many customers a model expects at 0, 1, ... and 7 or more repeat purchases."""
    times, weights = _times(histories)
    sizes = weights @ model.repeat_probabilities(np.arange(MOST_REPEATS), times)
    more = max(float(weights.sum() - sizes.sum()), 0.0)
    return (*sizes.tolist(), more)


def _times(histories: Histories) -> tuple[Array, Array]:
    """Return the distinct times known with weights; near ones as one where there are very many."""
    times, place = np.unique(histories.T, return_inverse=True)
    if len(times) > MOST_TIMES:
        edges = np.linspace(times[0], times[-1], MOST_TIMES)
        times, place = edges, np.searchsorted(edges, histories.T)
    return times, np.bincount(place, histories.weights, len(times)).astype(np.float64)


def log_purchases(r: float, alpha: float, counts: Array, times: Array) -> Array:
    """Return the log-probability of n purchases in a time without leaving (negative binomial)."""
    ways = gammaln(r + counts) - gammaln(r) - gammaln(counts + 1)
    bought = times / (alpha + times)
    return np.asarray(ways - r * np.log1p(times / alpha) + xlogy(counts, bought), np.float64)


@dataclass(frozen=True)
class _Moment:
    """Likelihood of n purchases and leaving right after a moment, by the moment's logarithm.

    It is log-concave: `(n + 1) y - (r + n) log(alpha + e ** y) - (s + 1) log(beta + e ** y)`.
    """

    values: Array
    counts: Array

    def height(self, y: Array) -> Array:
        r, alpha, s, beta = self.values
        n = self.counts
        buying, losing = np.logaddexp(np.log(alpha), y), np.logaddexp(np.log(beta), y)
        return np.asarray((n + 1) * y - (r + n) * buying - (s + 1) * losing, np.float64)

    def highest(self) -> Array:
        """Return the likeliest moment: the positive root of a quadratic equation."""
        r, alpha, s, beta = self.values
        half = ((self.counts - s) * alpha + (1 - r) * beta) / 2
        end = (self.counts + 1) * alpha * beta
        root = np.sqrt(half**2 + (r + s) * end)
        return np.where(
            half > 0, (half + root) / (r + s), end / np.maximum(root - half, LEAST_TIME)
        )

    def falls_off(self, peak: Array, side: int) -> Array:
        """Return how far from the peak to one side the likelihood becomes negligible."""
        enough = self.height(peak) - NEGLIGIBLE
        low, high = np.zeros_like(peak), np.full_like(peak, WIDEST)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            above = self.height(peak + side * middle) > enough
            low, high = np.where(above, middle, low), np.where(above, high, middle)
        return high


def mean_over_leaving(values: Array, counts: Array, times: Array) -> Array:
    """Return the probability of n purchases followed by leaving, all within a time.

    The closed form is a difference of hypergeometric functions that cancel. The integral over the
    logarithm of the moment of leaving is of one smooth peak, and is summed where that is not 0.
    """
    r, alpha, s, beta = values
    moment = _Moment(values, counts)
    last = np.log(np.maximum(times, LEAST_TIME))
    peak = np.minimum(np.log(moment.highest()), last)
    low = peak - moment.falls_off(peak, -1)
    high = np.minimum(peak + moment.falls_off(peak, 1), last)
    points, weights = unit_points(POINTS)
    height = moment.height
    ways = gammaln(r + counts) - gammaln(r) - gammaln(counts + 1) + np.log(s)
    scale = ways + r * np.log(alpha) + s * np.log(beta)
    width = high - low
    return np.asarray(
        sum(
            weight * width * np.exp(scale + height(low + point * width))
            for point, weight in zip(points, weights, strict=True)
        ),
        np.float64,
    )
