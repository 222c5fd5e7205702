"""Gamma-Gamma: what a customer spends on an order.

Order values vary around each customer's own mean (Gamma, shape `p`), and the means vary between
customers (inverse Gamma, `q` and `gamma`). How often someone buys must not depend on how much they
spend. Fader and Hardie (2013), "The Gamma-Gamma model of monetary value".
"""

from typing import ClassVar, Final, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import digamma, gammaln
from sklearn.utils.validation import check_is_fitted, validate_data

from rfm.errors import HistoryError
from rfm.lifetime.models.estimator import Gradient, LikelihoodModel, Starts
from rfm.lifetime.models.histories import Array, checked_weights

COLUMNS: Final = 2
STARTS: Final = ((1.5, 1.2, 0.5), (0.0, 1.5, 1.0), (2.5, 0.7, -1.0))


class GammaGamma(LikelihoodModel):
    """Gamma-Gamma model of order values.

    Attributes
    ----------
    p_, q_ : float
        Shapes; with `q` of at most 1 the mean spend of customers has no finite average.
    gamma_ : float
        Scale, in the currency.
    standard_errors_ : dict of str to float
    log_likelihood_ : float
    converged_ : bool
    """

    parameters: ClassVar[tuple[str, ...]] = ("p", "q", "gamma")
    hands_on_curvature: ClassVar[bool] = False
    p_: float
    q_: float
    gamma_: float

    def fit(
        self,
        X: ArrayLike,  # noqa: N803
        y: None = None,  # noqa: ARG002
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Find the most likely parameters.

        Parameters
        ----------
        X : array-like, shape (n_customers, 2)
            Number of orders and their mean value, both above 0.
        y : None
            Ignored.
        sample_weight : array-like, shape (n_customers,), optional
            How often each row counts.

        Returns
        -------
        GammaGamma
            The model itself.

        Raises
        ------
        HistoryError
            When a number of orders or a mean value is not above 0.
        ValueError, TypeError
            When the rows are no table of numbers, as scikit-learn says it.
        """
        rows = validate_data(self, X, dtype=np.float64, ensure_all_finite=False)
        orders, means, weights = _spending(rows, sample_weight)
        return self._fit(orders, means, weights, STARTS)

    def refit(self, X: ArrayLike, sample_weight: ArrayLike) -> Self:  # noqa: N803
        """Fit a copy to customers much like those of this model, starting from its parameters.

        Parameters
        ----------
        X : array-like, shape (n_customers, 2)
            Number of orders and their mean value, both above 0.
        sample_weight : array-like, shape (n_customers,)
            How often each row counts.

        Returns
        -------
        GammaGamma
            The copy.
        """
        check_is_fitted(self, "values_")
        orders, means, weights = _spending(X, sample_weight)
        start = np.log([self.p_, self.q_, self.gamma_ / _scale(means, weights)])
        return GammaGamma()._fit(orders, means, weights, (tuple(start),), again=self)

    def _fit(
        self,
        orders: Array,
        means: Array,
        weights: Array,
        starts: Starts,
        *,
        again: Self | None = None,
    ) -> Self:
        scale, customers = _scale(means, weights), float(weights.sum())
        likelihood = _Likelihood(orders, means / scale, weights).at
        units = np.array([1.0, 1.0, scale])
        height = self._search(likelihood, customers, starts, units, again)
        self.log_likelihood_ = float(height * customers - customers * np.log(scale))
        self.converged_ = self.converged_ and not self.on_edge_
        return self

    def expected_spend(self, orders: ArrayLike, means: ArrayLike) -> Array:
        """Return the mean value of each customer's future orders.

        Parameters
        ----------
        orders : array-like
            Orders whose values are known; 0 for a customer without any.
        means : array-like
            Their mean value; ignored where there are none.

        Returns
        -------
        ndarray
            NaN for a customer without orders when `q` is at most 1.
        """
        known = np.asarray(orders, dtype=float)
        spent = np.where(known > 0, known * np.asarray(means, dtype=float), 0.0)
        shape = self.p_ * known + self.q_ - 1
        with np.errstate(divide="ignore", invalid="ignore"):
            spend = self.p_ * (self.gamma_ + spent) / shape
        return np.where(shape > 0, spend, np.nan)


class _Likelihood:
    """The log-likelihood of order values; what does not depend on the parameters is kept."""

    def __init__(self, orders: Array, means: Array, weights: Array) -> None:
        self._counts, self._count_of = np.unique(orders, return_inverse=True)
        self._sizes = np.bincount(self._count_of, weights)
        self._orders, self._weights, self._spent = orders, weights, orders * means
        self._log_spent = np.log(self._spent)
        self._per_order = float(weights @ (orders * self._log_spent))
        self._fixed = -float(weights @ np.log(means))

    def at(self, values: Array) -> Gradient:
        p, q, gamma = values
        counts, sizes = self._counts, self._sizes
        shape = p * self._orders + q
        grown = np.log(gamma + self._spent)
        of_count = gammaln(p * counts + q) - gammaln(p * counts) - gammaln(q) + q * np.log(gamma)
        height = (
            sizes @ of_count + p * self._per_order - self._weights @ (shape * grown) + self._fixed
        )
        trend = digamma(p * counts + q)
        mean_grown = float(self._weights @ grown)
        slopes = np.array(
            [
                sizes @ (counts * (trend - digamma(p * counts)))
                + self._per_order
                - (self._weights * self._orders) @ grown,
                sizes @ (trend - digamma(q)) + sizes.sum() * np.log(gamma) - mean_grown,
                sizes.sum() * q / gamma - self._weights @ (shape / (gamma + self._spent)),
            ]
        )
        return float(height), slopes


def _spending(rows: ArrayLike, sample_weight: ArrayLike | None) -> tuple[Array, Array, Array]:
    values = np.asarray(rows, dtype=float)
    if values.shape[1:] != (COLUMNS,) or not len(values):
        raise HistoryError(
            "Order values need one row per customer, at least one: number of orders, mean value."
        )
    if not (np.isfinite(values).all() and (values > 0).all()):
        raise HistoryError(
            "Every customer of the spend model needs at least one order and a mean value above 0, "
            "neither missing nor infinite."
        )
    return values[:, 0], values[:, 1], checked_weights(sample_weight, len(values))


def _scale(means: Array, weights: Array) -> float:
    return float(weights @ means / weights.sum())
