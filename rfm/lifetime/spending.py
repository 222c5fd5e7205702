"""What each customer's orders are worth, and the spend model that learns from it.

Every purchase day counts, the first one too. Out of time, on two real logs and a made-up one, the
first order's value tells more of what a customer will spend than leaving it out; most customers of
a shop have no other order.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rfm import schema
from rfm.errors import SettingsError
from rfm.lifetime.models.gamma_gamma import GammaGamma
from rfm.lifetime.models.histories import Array
from rfm.lifetime.purchase_days import PurchaseDays


@dataclass(frozen=True)
class Spending:
    """Orders with a value above 0, one entry per customer in the order of the customer table.

    Attributes
    ----------
    orders : ndarray of float
        How many of a customer's purchase days have a net value above 0.
    means : ndarray of float
        Their mean net value, in the currency; 0 where there are none.
    left_out_orders, left_out_customers : int
        Purchase days whose net value is not above 0, and customers with no other.
    """

    orders: Array
    means: Array
    left_out_orders: int
    left_out_customers: int

    @property
    def rows(self) -> Array:
        """Orders and mean value of the customers that the spend model learns from."""
        return np.column_stack([self.orders, self.means])[self.orders > 0]

    @property
    def mean_order(self) -> float:
        """Mean net value of all orders above 0."""
        return float(self.orders @ self.means / self.orders.sum())


def spending_of(customers: pd.DataFrame, days: PurchaseDays) -> Spending:
    """Return the net value of the orders of customers, whose days must be in the same order.

    What a customer gave back is taken from all of their orders in proportion: a log rarely says
    which order a return belongs to, and the sum is right.
    """
    size = len(customers)
    if len(days.customer_ids) != size:
        raise SettingsError(
            f"The purchase days are of {len(days.customer_ids):,} customers, the table is of "
            f"{size:,}."
        )
    bought = np.bincount(days.customer, days.amount, size)
    given_back = customers[schema.RETURNED_AMOUNT].to_numpy(dtype=float)
    kept = np.clip(1 - np.divide(given_back, bought, out=np.ones(size), where=bought > 0), 0, 1)
    net = days.amount * kept[days.customer]
    counts = net > 0
    orders = np.bincount(days.customer[counts], minlength=size).astype(np.float64)
    sums = np.bincount(days.customer[counts], net[counts], size)
    means = np.divide(sums, orders, out=np.zeros(size), where=orders > 0)
    return Spending(orders, means, int((~counts).sum()), int((orders == 0).sum()))


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
