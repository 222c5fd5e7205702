"""The likelihoods of order values under Gamma-Gamma: of means of customers, and of each order."""

from abc import ABC, abstractmethod

import numpy as np
from scipy.special import digamma, gammaln

from rfm.lifetime.models.estimator import Gradient
from rfm.lifetime.models.histories import Array


class Likelihood(ABC):
    """The log-likelihood of order values; what does not depend on the parameters is kept.

    Attributes
    ----------
    densities : float
        How many values it is a density of.
    """

    densities: float

    def __init__(self, orders: Array, means: Array, weights: Array, logarithms: Array) -> None:
        """Keep orders and their sum; the logarithms are those that `p` multiplies, per order."""
        self._counts, self._count_of = np.unique(orders, return_inverse=True)
        self._sizes = np.bincount(self._count_of, weights)
        self._orders, self._weights, self._spent = orders, weights, orders * means
        self._per_order = float(weights @ (orders * logarithms))
        self._fixed = 0.0

    def at(self, values: Array) -> Gradient:
        """Return the log-likelihood and its gradient in p, q and gamma."""
        p, q, gamma = values
        counts, sizes = self._counts, self._sizes
        shape = p * self._orders + q
        grown = np.log(gamma + self._spent)
        ways, slope = self._ways(p)
        of_count = gammaln(p * counts + q) - ways - gammaln(q) + q * np.log(gamma)
        height = (
            sizes @ of_count + p * self._per_order - self._weights @ (shape * grown) + self._fixed
        )
        trend = digamma(p * counts + q)
        mean_grown = float(self._weights @ grown)
        slopes = np.array(
            [
                sizes @ (counts * (trend - slope))
                + self._per_order
                - (self._weights * self._orders) @ grown,
                sizes @ (trend - digamma(q)) + sizes.sum() * np.log(gamma) - mean_grown,
                sizes.sum() * q / gamma - self._weights @ (shape / (gamma + self._spent)),
            ]
        )
        return float(height), slopes

    @abstractmethod
    def _ways(self, p: float) -> tuple[Array, Array]:
        """Return the logarithm of the Gamma functions of each count, and its slope per order."""


class OfMeans(Likelihood):
    """The density of the mean of each customer's orders."""

    def __init__(self, orders: Array, means: Array, weights: Array) -> None:
        super().__init__(orders, means, weights, np.log(orders * means))
        self._fixed = -float(weights @ np.log(means))
        self.densities = float(weights.sum())

    def _ways(self, p: float) -> tuple[Array, Array]:
        return gammaln(p * self._counts), digamma(p * self._counts)


class OfOrders(Likelihood):
    """The density of every order."""

    def __init__(self, orders: Array, means: Array, weights: Array, logarithms: Array) -> None:
        super().__init__(orders, means, weights, logarithms)
        self._fixed = -self._per_order
        self.densities = float(weights @ orders)

    def _ways(self, p: float) -> tuple[Array, Array]:
        return self._counts * gammaln(p), np.full(len(self._counts), digamma(p))
