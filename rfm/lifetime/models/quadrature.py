"""Averages over a Beta distribution and over a stretch of time, exact to rounding where it matters.

The closed forms of the purchase models are hypergeometric functions that overflow or cancel for
large counts and long times. The integrals they stand for are smooth and can be summed at a few
points instead.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from scipy.linalg import eigh_tridiagonal
from scipy.special import gammaln, xlogy

from rfm.lifetime.models.histories import Array

BETA_POINTS: Final = 32
LEAST_POINT: Final = 1e-300
LEAVING_POINTS: Final = 96
LEAST_TIME: Final = 1e-300
NEGLIGIBLE: Final = 32.0
"""A part whose logarithm is so much lower adds nothing that a number can hold."""
WIDEST: Final = 400.0
HALVINGS: Final = 16


@lru_cache(maxsize=1024)
def beta_points(a: float, b: float) -> tuple[Array, Array]:
    """Return points in 0..1 and weights whose weighted sums are means over Beta(a, b).

    The weights sum to 1; the means are those of functions that are smooth on 0..1.

    Golub and Welsch (1969): the points are the eigenvalues of the recurrence matrix of the Jacobi
    polynomials. Its entries are ratios of the parameters, so nothing overflows for large ones.
    """
    low, high = a - 1, b - 1
    order = np.arange(1, BETA_POINTS)
    total = 2 * order + low + high
    diagonal = np.empty(BETA_POINTS)
    diagonal[0] = (low - high) / (low + high + 2)
    diagonal[1:] = (low - high) * (low + high) / (total * (total + 2))
    squares = np.empty(BETA_POINTS - 1)
    squares[0] = 4 * (1 + low) * (1 + high) / ((2 + low + high) ** 2 * (3 + low + high))
    k, n = order[1:], total[1:]
    squares[1:] = 4 * k * (k + low) * (k + high) * (k + low + high) / (n**2 * (n + 1) * (n - 1))
    roots, vectors = eigh_tridiagonal(diagonal, np.sqrt(squares))
    # A root may leave -1..1 by a rounding error when nearly all weight sits at one end.
    return np.clip((1 + roots) / 2, LEAST_POINT, 1.0), vectors[0] ** 2


@lru_cache
def unit_points(points: int) -> tuple[Array, Array]:
    """Return the points and weights of Gauss and Legendre on 0..1."""
    roots, weights = np.polynomial.legendre.leggauss(points)
    return (1 + roots) / 2, weights / 2


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
    points, weights = unit_points(LEAVING_POINTS)
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
