"""What each customer's orders are worth, and the spend model that learns from it.

Every purchase day counts, the first one too. Out of time, on two real logs and a made-up one, the
first order's value tells more of what a customer will spend than leaving it out; most customers of
a shop have no other order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.errors import SettingsError
from rfm.lifetime.models.gamma_gamma import GammaGamma, GammaGammaOfOrders
from rfm.lifetime.models.histories import Array
from rfm.lifetime.purchase_days import PurchaseDays
from rfm.lifetime.wording import spend_verdict_of

OF_MEANS: Final = "gamma-gamma"
OF_ORDERS: Final = "gamma-gamma-of-orders"
SPEND_MODELS: Final[Mapping[str, type[GammaGamma]]] = {
    OF_MEANS: GammaGamma,
    OF_ORDERS: GammaGammaOfOrders,
}
SPEND_TITLES: Final = {
    OF_MEANS: "Gamma-Gamma, of means",
    OF_ORDERS: "Gamma-Gamma, of each order",
}


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
    logarithms : ndarray of float
        The mean logarithm of their net values; empty where no model is to be fitted.
    """

    orders: Array
    means: Array
    left_out_orders: int
    left_out_customers: int
    logarithms: Array = field(default_factory=lambda: np.zeros(0))

    @property
    def rows(self) -> Array:
        """Orders and mean value of the customers that the spend model learns from."""
        return self.rows_of(GammaGamma)

    def rows_of(self, model: GammaGamma | type[GammaGamma]) -> Array:
        """Return what a spend model learns from, one row for each customer with orders."""
        known = [self.orders, self.means, self.logarithms][: len(model.columns)]
        return np.column_stack(known)[self.orders > 0]

    @property
    def mean_order(self) -> float:
        """Mean net value of all orders above 0."""
        return float(self.orders @ self.means / self.orders.sum())


def net_days(customers: pd.DataFrame, days: PurchaseDays) -> PurchaseDays:
    """Return the purchases of customers, whose days must be in the same order, with net amounts.

    What a customer gave back is taken from all of their orders in proportion: a log rarely says
    which order a return belongs to, and the sum is right.

    Parameters
    ----------
    customers : DataFrame
        One row per customer, by customer number.
    days : PurchaseDays
        The purchase days of the same customers.

    Returns
    -------
    PurchaseDays
        The same days, with what was kept of their amounts.

    Raises
    ------
    SettingsError
        When the days are of other customers.
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
    return replace(days, amount=days.amount * kept[days.customer])


def spending_of(customers: pd.DataFrame, days: PurchaseDays) -> Spending:
    """Return the net value of the orders of customers, whose days must be in the same order."""
    size, net = len(customers), net_days(customers, days).amount
    counts = net > 0
    orders = np.bincount(days.customer[counts], minlength=size).astype(np.float64)
    means, logarithms = (
        np.divide(
            np.bincount(days.customer[counts], values, size),
            orders,
            out=np.zeros(size),
            where=orders > 0,
        )
        for values in (net[counts], np.log(net[counts]))
    )
    left_out = int((~counts).sum()), int((orders == 0).sum())
    return Spending(orders, means, *left_out, logarithms)


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
    kind : str
        "gamma-gamma" (the closed form on means) or "gamma-gamma-of-orders".
    on_edge : mapping of str to str
        Parameters that ran to the edge: "low" or "high".
    reason : str
        Why it is the one in use; empty in snapshots that do not have it yet.
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
    kind: str = OF_MEANS
    on_edge: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def model(self) -> GammaGamma:
        """The model with these parameters, ready to predict."""
        return SPEND_MODELS[self.kind].of(self.values)


def fit_spend(spending: Spending, kind: str = OF_MEANS, reason: str = "") -> SpendFit:
    """Return a spend model fitted to all orders with a value above 0.

    Parameters
    ----------
    spending : Spending
        What orders are worth.
    kind : str
        Of the means of customers, or of the value of each order.
    reason : str
        Why it is the one in use.
    """
    rows = spending.rows_of(SPEND_MODELS[kind])
    model = SPEND_MODELS[kind]().fit(rows)
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
        verdict=spend_verdict_of(model),
        kind=kind,
        on_edge=model.on_edge_,
        reason=reason,
    )


def order_values(model: GammaGamma, spending: Spending) -> Array:
    """Return the expected value of each customer's future orders, always a number.

    Where the model has no finite mean, because a few orders are enormous, it is the mean of the
    customer's own orders, or of everyone's for a customer without any.
    """
    expected = model.expected_spend(spending.orders, spending.means)
    own = np.where(spending.orders > 0, spending.means, spending.mean_order)
    return np.where(np.isfinite(expected), expected, own)
