"""Pareto/NBD: customers buy at their own pace and may leave at any moment.

While a customer is active, purchases come at random at a rate drawn from a Gamma distribution
(`r`, `alpha`); the time until the customer leaves is exponential at a rate drawn from another
(`s`, `beta`). Schmittlein, Morrison and Colombo (1987), Management Science 33(1); notation of
Fader and Hardie (2005), "A note on deriving the Pareto/NBD model".

The likelihood of having left is an integral over the moment of leaving. Its closed form is a
difference of two hypergeometric functions that cancel for frequent buyers; here it is summed at a
few moments (`_Leaving`), to nine digits or more.
"""

from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
from scipy.special import digamma, exprel, gammaln, logsumexp

from rfm.lifetime.models.estimator import Gradient
from rfm.lifetime.models.histories import Array, Histories
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.models.quadrature import log_purchases, mean_over_leaving, unit_points

LEAST_RATE: Final = 1e-200
POINTS: Final = 12
SPREAD: Final = 7


@dataclass(frozen=True)
class _Leaving:
    """Moments of leaving, one column per history, and how likely each is.

    Attributes
    ----------
    log_buying, log_losing : ndarray, shape (POINTS, n_histories)
        Logarithms of alpha and beta plus the time known at each moment.
    log_share : ndarray, shape (POINTS, n_histories)
        Logarithms of the moments' shares in the likelihood of having left.
    """

    log_buying: Array
    log_losing: Array
    log_share: Array


class ParetoNbd(PurchaseModel):
    """Pareto/NBD.

    Attributes
    ----------
    r_, alpha_ : float
        Shape, and rate in time units, of the purchase rates.
    s_, beta_ : float
        Shape, and rate in time units, of the rates of leaving.
    """

    parameters: ClassVar[tuple[str, ...]] = ("r", "alpha", "s", "beta")
    times: ClassVar[tuple[str, ...]] = ("alpha", "beta")
    cost: ClassVar[int] = 8
    starts: ClassVar[tuple[tuple[float, ...], ...]] = (
        (-0.5, -1.0, -0.5, -1.0),
        (0.5, 0.5, -1.0, 1.0),
    )

    def _log_likelihood(self, values: Array, histories: Histories) -> Gradient:
        r, alpha, s, beta = values
        sizes = histories.by_count(histories.weights)
        counts, weights = histories.counts, histories.weights
        height = sizes @ (gammaln(r + counts) - gammaln(r)) + sizes.sum() * (
            r * np.log(alpha) + s * np.log(beta)
        )
        staying = self._staying(values, histories)
        leaving = _leaving(values, histories)
        top = np.maximum(staying, leaving.log_share.max(axis=0))
        stayed = np.exp(staying - top)
        left = np.exp(leaving.log_share - top)
        total = stayed + left.sum(axis=0)
        stayed *= weights / total
        left *= weights / total
        events, known = r + histories.x, histories.T
        slower = (left * np.exp(-leaving.log_buying)).sum(axis=0)
        losing = (left * np.exp(-leaving.log_losing)).sum()
        slopes = np.array(
            [
                sizes @ (digamma(r + counts) - digamma(r) + np.log(alpha))
                - stayed @ np.log(alpha + known)
                - np.vdot(left, leaving.log_buying),
                sizes.sum() * r / alpha - events @ (stayed / (alpha + known) + slower),
                sizes.sum() * np.log(beta)
                + left.sum() / s
                - stayed @ np.log(beta + known)
                - np.vdot(left, leaving.log_losing),
                sizes.sum() * s / beta - s * (stayed @ (1 / (beta + known))) - (s + 1) * losing,
            ]
        )
        return height + weights @ (top + np.log(total)), slopes

    def _log_likelihoods(self, values: Array, histories: Histories) -> Array:
        r, alpha, s, beta = values
        shared = gammaln(r + histories.x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        leaving = _leaving(values, histories).log_share
        ways = np.vstack([self._staying(values, histories), leaving])
        return shared + logsumexp(ways, axis=0)

    @staticmethod
    def _staying(values: Array, histories: Histories) -> Array:
        r, alpha, s, beta = values
        events = r + histories.x
        return -events * np.log(alpha + histories.T) - s * np.log(beta + histories.T)

    def _p_alive(self, histories: Histories) -> Array:
        staying = self._staying(self._values, histories)
        leaving = _leaving(self._values, histories).log_share
        return 1 / (1 + np.exp(np.minimum(leaving - staying, 700.0)).sum(axis=0))

    def _silence(self, histories: Histories, time: float | Array) -> Array:
        r, alpha, s, beta = self._values
        events, buying, losing = r + histories.x, alpha + histories.T, beta + histories.T
        # Nothing is bought because the customer stays silent throughout, or leaves before buying.
        throughout = np.exp(-events * np.log1p(time / buying) - s * np.log1p(time / losing))
        leaving = _moments((events, s), (buying, losing), time).log_share
        likely = np.exp(leaving + events * np.log(buying) + s * np.log(losing)).sum(axis=0)
        return np.minimum(throughout + likely, 1.0)

    def _orders_if_alive(self, histories: Histories, time: float) -> Array:
        r, alpha, s, beta = self._values
        losing = beta + histories.T
        grown = np.log1p(time / losing)
        # (1 - (losing / (losing + t)) ** (s - 1)) / (s - 1), also at s = 1.
        staying = losing * grown * exprel(-(s - 1) * grown)
        return (r + histories.x) / (alpha + histories.T) * staying

    def _repeat_probabilities(self, counts: Array, times: Array) -> Array:
        """Return P(X(t) = n): n purchases, and the customer stays throughout or leaves before.

        Fader and Hardie (2020), "Deriving an expression for P(X(t) = x) under the Pareto/NBD
        model", before their integral over the moment of leaving is written out.
        """
        r, alpha, s, beta = self._values
        staying = log_purchases(r, alpha, counts, times) - s * np.log1p(times / beta)
        return np.exp(staying) + mean_over_leaving(self._values, counts, times)

    def _draw_orders(
        self, histories: Histories, time: float, generator: np.random.Generator
    ) -> Array:
        r, alpha, s, beta = self._values
        each = histories.place_of
        rates = generator.gamma((r + histories.x)[each], (1 / (alpha + histories.T))[each])
        losing = generator.gamma(s, (1 / (beta + histories.T))[each])
        stays = generator.exponential(size=len(losing)) / np.maximum(losing, LEAST_RATE)
        return generator.poisson(rates * np.minimum(stays, time)).astype(np.float64)


def _leaving(values: Array, histories: Histories) -> _Leaving:
    """Return moments of leaving between the last purchase and now."""
    r, alpha, s, beta = values
    first = histories.t_x
    return _moments((r + histories.x, s), (alpha + first, beta + first), histories.T - first)


def _moments(
    shapes: tuple[Array, float], rates: tuple[Array, Array], length: Array | float
) -> _Leaving:
    """Return moments of leaving within a length, dense where the likelihood changes fast.

    The likelihood `(a + t) ** -e * (b + t) ** -(s + 1)` is nearly that of one power whose base c
    makes it fall at the same rate at first, `(c + t) ** -(e + s + 1)`. The integral of that one is
    `w = (c / (c + t)) ** (e + s)`, in which the ratio of both is smooth but at 0, so that a
    root of w is taken.
    """
    (events, s), (buying, losing) = shapes, rates
    power = (events + s) / SPREAD
    base = (events + s + 1) / (events / buying + (s + 1) / losing)
    points, weights = unit_points(POINTS)
    whole = -np.expm1(-power * np.log1p(length / base))
    log_root = np.log1p(-np.outer(1 - points, whole))
    passed = base * np.expm1(-log_root / power)
    log_buying, log_losing = np.log(buying + passed), np.log(losing + passed)
    with np.errstate(divide="ignore"):
        share = np.log(s * base / power * whole) + np.log(weights)[:, None]
    share = share - (1 + 1 / power) * log_root - events * log_buying - (s + 1) * log_losing
    return _Leaving(log_buying, log_losing, share)
