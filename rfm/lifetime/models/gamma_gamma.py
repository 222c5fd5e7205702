"""Gamma-Gamma: what a customer spends on an order.

Order values vary around each customer's own mean (Gamma, shape `p`), and the means vary between
customers (inverse Gamma, `q` and `gamma`). How often someone buys must not depend on how much they
spend. Two likelihoods of one model:

* `GammaGamma` knows the mean of a customer's orders: the closed form of Fader and Hardie (2013),
  "The Gamma-Gamma model of monetary value".
* `GammaGammaOfOrders` knows the value of each order, as Colombo and Jiang (1999), "A stochastic
  RFM model", Journal of Interactive Marketing 13(3), set it up. With the rate of a customer
  integrated out, n orders with sum s and sum of logarithms l have the density
  `exp((p - 1) l) gamma ** q Gamma(p n + q) / (Gamma(p) ** n Gamma(q) (gamma + s) ** (p n + q))`,
  so that sum, number and mean logarithm tell all that the values do. How evenly one customer
  spends is seen in their own orders, and not only in how means of few orders scatter.
"""

from typing import ClassVar, Final, Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.utils.validation import check_is_fitted, validate_data

from rfm.errors import HistoryError
from rfm.lifetime.models.estimator import LikelihoodModel, Starts
from rfm.lifetime.models.histories import Array, checked_weights
from rfm.lifetime.models.spend_likelihoods import Likelihood, OfMeans, OfOrders

ROUNDING: Final = 1e-9
STARTS: Final = ((1.5, 1.2, 0.5), (0.0, 1.5, 1.0), (2.5, 0.7, -1.0))


class GammaGamma(LikelihoodModel):
    """Gamma-Gamma model of order values, from the mean of each customer's orders.

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
    columns: ClassVar[tuple[str, ...]] = ("number of orders", "mean value")
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
        X : array-like, shape (n_customers, n_columns)
            Number of orders and their mean value, both above 0; for the likelihood of each order
            also the mean natural logarithm of their values.
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
        spending, weights = _spending(rows, sample_weight, self.columns)
        return self._fit(spending, weights, STARTS)

    def refit(self, X: ArrayLike, sample_weight: ArrayLike) -> Self:  # noqa: N803
        """Fit a copy to customers much like those of this model, starting from its parameters.

        Parameters
        ----------
        X : array-like, shape (n_customers, n_columns)
            Number of orders and their mean value, both above 0; for the likelihood of each order
            also the mean natural logarithm of their values.
        sample_weight : array-like, shape (n_customers,)
            How often each row counts.

        Returns
        -------
        GammaGamma
            The copy.
        """
        check_is_fitted(self, "values_")
        spending, weights = _spending(X, sample_weight, self.columns)
        start = np.log([self.p_, self.q_, self.gamma_ / _scale(spending, weights)])
        return type(self)()._fit(spending, weights, (tuple(start),), again=self)

    def _fit(
        self, spending: Array, weights: Array, starts: Starts, *, again: Self | None = None
    ) -> Self:
        scale, customers = _scale(spending, weights), float(weights.sum())
        known = self._known(spending, weights, scale)
        units = np.array([1.0, 1.0, scale])
        height = self._search(known.at, customers, starts, units, again)
        self.log_likelihood_ = float(height * customers - known.densities * np.log(scale))
        self.converged_ = self.converged_ and not self.on_edge_
        return self

    @staticmethod
    def _known(spending: Array, weights: Array, scale: float) -> Likelihood:
        """Return the likelihood of what is known of orders, in units of the scale."""
        orders, means = spending.T
        return OfMeans(orders, means / scale, weights)

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


class GammaGammaOfOrders(GammaGamma):
    """Gamma-Gamma model of order values, from the value of each order.

    A row of what it is fitted to also has the mean logarithm of a customer's order values.
    """

    columns: ClassVar[tuple[str, ...]] = (*GammaGamma.columns, "mean logarithm of the values")

    @staticmethod
    def _known(spending: Array, weights: Array, scale: float) -> Likelihood:
        orders, means, logarithms = spending.T
        return OfOrders(orders, means / scale, weights, logarithms - np.log(scale))


def _spending(
    rows: ArrayLike, sample_weight: ArrayLike | None, columns: tuple[str, ...]
) -> tuple[Array, Array]:
    """Return checked rows of what is known of each customer's orders, and their weights."""
    values = np.asarray(rows, dtype=float)
    if values.shape[1:] != (len(columns),) or not len(values):
        raise HistoryError(
            f"Order values need one row per customer, at least one: {', '.join(columns)}."
        )
    if not (np.isfinite(values).all() and (values[:, :2] > 0).all()):
        raise HistoryError(
            "Every customer of the spend model needs at least one order and a mean value above 0, "
            "neither missing nor infinite."
        )
    if (values[:, 2:] > np.log(values[:, 1:2]) + ROUNDING).any():
        raise HistoryError(
            "A customer's mean logarithm of order values is above the logarithm of their mean, "
            "which no values have."
        )
    return values, checked_weights(sample_weight, len(values))


def _scale(spending: Array, weights: Array) -> float:
    return float(weights @ spending[:, 1] / weights.sum())
