"""What each customer's orders are worth, as the spend model sees them.

Every purchase day counts, the first one too. Out of time, on two real logs and a made-up one, the
first order's value tells more of what a customer will spend than leaving it out; most customers of
a shop have no other order.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rfm import schema
from rfm.errors import SettingsError
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
    """Return the net value of each customer's orders.

    What a customer gave back is taken from all of their orders in proportion: a log rarely says
    which order a return belongs to, and the sum is right.

    Parameters
    ----------
    customers : DataFrame
        One row per customer: `monetary` and `returned_amount`.
    days : PurchaseDays
        The purchase days of the same customers, in the same order.

    Returns
    -------
    Spending
        Number and mean value of each customer's orders, in the currency.

    Raises
    ------
    SettingsError
        When the purchase days are not of these customers.
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
