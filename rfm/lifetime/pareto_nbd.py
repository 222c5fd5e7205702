"""Pareto/NBD: customers buy at their own pace and may leave at any moment.

While a customer is active, purchases come at random at a rate drawn from a Gamma distribution
(`r`, `alpha`); the time until the customer leaves is exponential at a rate drawn from another
(`s`, `beta`). Schmittlein, Morrison and Colombo (1987), Management Science 33(1); notation of
Fader and Hardie (2005), "A note on deriving the Pareto/NBD model".

The likelihood of having left is an integral over the moment of leaving. Its closed form is a
difference of two hypergeometric functions that cancel for frequent buyers; here it is summed.
"""

from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
from scipy.special import digamma, exprel, gammaln, logsumexp

from rfm.lifetime.histories import Array, Histories
from rfm.lifetime.purchase_model import Gradient, PurchaseModel
from rfm.lifetime.quadrature import unit_points

LEAST_RATE: Final = 1e-200


@dataclass(frozen=True)
class _Leaving:
    """Moments between the last purchase and now, one row per history, and what each weighs."""

    moments: Array
    log_weights: Array


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
        moments = _leaving(values, histories)
        leaving = self._density(values, histories, moments)
        top = np.maximum(staying, leaving.max(axis=1))
        stayed = np.exp(staying - top)
        left = np.exp(leaving - top[:, None])
        total = stayed + left.sum(axis=1)
        stayed *= weights / total
        left *= (weights / total)[:, None]
        events, known = r + histories.x, histories.T
        gone, buying, losing = left.sum(axis=1), alpha + moments.moments, beta + moments.moments
        slopes = np.array(
            [
                sizes @ (digamma(r + counts) - digamma(r) + np.log(alpha))
                - stayed @ np.log(alpha + known)
                - (left * np.log(buying)).sum(),
                sizes.sum() * r / alpha
                - events @ (stayed / (alpha + known) + (left / buying).sum(axis=1)),
                sizes.sum() * np.log(beta)
                + gone.sum() / s
                - stayed @ np.log(beta + known)
                - (left * np.log(losing)).sum(),
                sizes.sum() * s / beta
                - s * (stayed @ (1 / (beta + known)))
                - (s + 1) * (left / losing).sum(),
            ]
        )
        return height + weights @ (top + np.log(total)), slopes

    def _log_likelihoods(self, values: Array, histories: Histories) -> Array:
        r, alpha, s, beta = values
        shared = gammaln(r + histories.x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        staying = self._staying(values, histories)[:, None]
        leaving = self._density(values, histories, _leaving(values, histories))
        return shared + logsumexp(np.hstack([staying, leaving]), axis=1)

    @staticmethod
    def _staying(values: Array, histories: Histories) -> Array:
        r, alpha, s, beta = values
        events = r + histories.x
        return -events * np.log(alpha + histories.T) - s * np.log(beta + histories.T)

    @staticmethod
    def _density(values: Array, histories: Histories, leaving: _Leaving) -> Array:
        """Return the logarithm of each moment's share of the likelihood of having left."""
        r, alpha, s, beta = values
        events = (r + histories.x)[:, None]
        return (
            np.log(s)
            + leaving.log_weights
            - events * np.log(alpha + leaving.moments)
            - (s + 1) * np.log(beta + leaving.moments)
        )

    def _p_alive(self, histories: Histories) -> Array:
        staying = self._staying(self._values, histories)
        leaving = self._density(self._values, histories, _leaving(self._values, histories))
        return 1 / (1 + np.exp(np.minimum(leaving - staying[:, None], 700.0)).sum(axis=1))

    def _silence(self, histories: Histories, time: float | Array) -> Array:
        r, alpha, s, beta = self._values
        events, buying, losing = r + histories.x, alpha + histories.T, beta + histories.T
        # Nothing is bought because the customer stays silent throughout, or leaves before buying.
        throughout = np.exp(-events * np.log1p(time / buying) - s * np.log1p(time / losing))
        points, weights = unit_points()
        spread = _stretched(points, events / buying + (s + 1) / losing, time)
        passed, widths = spread
        leaving = (
            s
            * np.exp(
                -events[:, None] * np.log1p(passed / buying[:, None])
                - (s + 1) * np.log1p(passed / losing[:, None])
            )
            / losing[:, None]
        )
        return np.minimum(throughout + (leaving * widths) @ weights, 1.0)

    def _orders_if_alive(self, histories: Histories, time: float) -> Array:
        r, alpha, s, beta = self._values
        losing = beta + histories.T
        grown = np.log1p(time / losing)
        # (1 - (losing / (losing + t)) ** (s - 1)) / (s - 1), also at s = 1.
        staying = losing * grown * exprel(-(s - 1) * grown)
        return (r + histories.x) / (alpha + histories.T) * staying

    def _draw_orders(
        self, histories: Histories, time: float, generator: np.random.Generator
    ) -> Array:
        r, alpha, s, beta = self._values
        rates = generator.gamma(r + histories.x, 1 / (alpha + histories.T))
        losing = generator.gamma(s, 1 / (beta + histories.T))
        stays = generator.exponential(size=len(losing)) / np.maximum(losing, LEAST_RATE)
        return generator.poisson(rates * np.minimum(stays, time)).astype(np.float64)


def _leaving(values: Array, histories: Histories) -> _Leaving:
    """Return moments of leaving that are close together where the likelihood changes fast."""
    r, alpha, s, beta = values
    first, points_weights = histories.t_x, unit_points()
    buying = alpha + first
    rate = (r + histories.x - 1) / buying + (s + 1) / (beta + first)
    passed, widths = _stretched(points_weights[0], rate, histories.T - first)
    with np.errstate(divide="ignore"):
        log_weights = np.log(widths * points_weights[1])
    return _Leaving(first[:, None] + passed, log_weights)


def _stretched(points: Array, rate: Array, length: Array | float) -> tuple[Array, Array]:
    """Return times within 0..length and the length each stands for, denser early on.

    The points are even in `(1 - (1 + t rate / 2) ** -2)`: a power that falls at the given rate at
    first and has a heavy tail, as the likelihood has.
    """
    slope = np.maximum(np.broadcast_to(rate, np.shape(rate)), 0.0)[:, None] / 2
    span = np.broadcast_to(length, np.shape(rate))[:, None] * slope
    whole = -np.expm1(-2 * np.log1p(span))
    shrunk = 1 - points[None, :] * whole
    safe = np.maximum(slope, 1e-300)
    passed = (shrunk**-0.5 - 1) / safe
    widths = 0.5 * shrunk**-1.5 * whole / safe
    return passed, widths
