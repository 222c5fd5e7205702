"""The spend model of a shop: the fit, what it says, and what customers' next orders are worth."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rfm.lifetime.models.gamma_gamma import GammaGamma
from rfm.lifetime.models.histories import Array
from rfm.lifetime.spending import Spending


@dataclass(frozen=True, kw_only=True)
class SpendFit:
    """The Gamma-Gamma model, fitted.

    Attributes
    ----------
    values, standard_errors : mapping of str to float
        Parameters; `gamma` in the currency.
    log_likelihood : float
    converged : bool
    customers, orders : int
        How many it has learned from.
    left_out_customers, left_out_orders : int
        How many it has not, because their net value is not above 0.
    mean_order : float
        Mean net value of an order as it was, in the currency.
    verdict : str
        Whether the fit can be trusted, in a sentence.
    """

    values: Mapping[str, float]
    standard_errors: Mapping[str, float]
    log_likelihood: float
    converged: bool
    customers: int
    orders: int
    left_out_customers: int
    left_out_orders: int
    mean_order: float
    verdict: str

    @property
    def model(self) -> GammaGamma:
        """The model with these parameters, ready to predict."""
        return GammaGamma.of(self.values)


def fit_spend(spending: Spending) -> SpendFit:
    """Return the spend model fitted to all orders with a value above 0."""
    rows = spending.rows
    model = GammaGamma().fit(rows)
    return SpendFit(
        values=model.values_,
        standard_errors=model.standard_errors_,
        log_likelihood=model.log_likelihood_,
        converged=model.converged_,
        customers=len(rows),
        orders=int(spending.orders.sum()),
        left_out_customers=spending.left_out_customers,
        left_out_orders=spending.left_out_orders,
        mean_order=spending.mean_order,
        verdict=_verdict(model),
    )


def order_values(model: GammaGamma, spending: Spending) -> Array:
    """Return the expected value of each customer's future orders, always a number.

    Where the model has no finite mean, because a few orders are enormous, it is the mean of the
    customer's own orders, or of everyone's for a customer without any.
    """
    expected = model.expected_spend(spending.orders, spending.means)
    own = np.where(spending.orders > 0, spending.means, spending.mean_order)
    return np.where(np.isfinite(expected), expected, own)


def _verdict(model: GammaGamma) -> str:
    if not model.converged_:
        return (
            "Order values hardly vary, or vary in a way the model cannot hold: its parameters ran "
            "to the edge. Expected order values stay close to each customer's own mean."
        )
    if model.q_ <= 1:
        return (
            f"The fit converged, but q is {model.q_:.2f}: a few customers spend so much that there "
            "is no meaningful average. Expected values of new customers are the plain mean of all "
            "orders."
        )
    return "The fit converged."
