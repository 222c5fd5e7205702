"""What the models expect of each customer."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.lifetime.forecast.next_order import next_order_window
from rfm.lifetime.lifetime import Lifetime
from rfm.lifetime.models.histories import Array, Histories, collapse
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.models.quadrature import unit_points
from rfm.lifetime.spend_fit import order_values
from rfm.lifetime.spending import Spending

DAYS_PER_YEAR: Final = 365
LONGEST_WAIT: Final = 365
DISCOUNT_POINTS: Final = 3


def histories_of(customers: pd.DataFrame) -> Histories:
    """Return the purchase histories of customers, in days.

    The first purchase counts as joining, the later ones as purchases. A day in the shop may be a
    little shorter than 24 hours of tenure, so nobody is known for less than until the last visit.
    """
    last = customers[schema.LAST_REPEAT_DAYS].to_numpy(dtype=float)
    tenure = customers[schema.TENURE_DAYS].to_numpy(dtype=float)
    repeats = customers[schema.REPEAT_ORDERS].to_numpy(dtype=float)
    return collapse(np.column_stack([repeats, last, np.maximum(tenure, last)]))


@dataclass(frozen=True)
class _Expected:
    """Expected numbers of orders of each distinct history."""

    horizon: Array
    year: Array
    value: Array
    """Within the days of the value, each discounted to today."""


def prospects(
    lifetime: Lifetime, customers: pd.DataFrame, spending: Spending, as_of: datetime
) -> pd.DataFrame:
    """Return what is expected of each customer.

    Parameters
    ----------
    lifetime : Lifetime
        The models.
    customers : DataFrame
        One row per customer, with the columns of their history.
    spending : Spending
        The value of the same customers' orders.
    as_of : datetime
        The moment the table looks back from.

    Returns
    -------
    DataFrame
        In the order and with the index of `customers`.

        ==================== ==============================================================
        p_alive              probability that the customer has not left for good
        churn_probability    probability of no order within the horizon
        expected_orders      mean number of orders (purchase days) within the horizon
        expected_orders_year within 365 days
        expected_order_value mean value of an order, in the currency
        clv                  mean value of the orders within the days of the value, discounted
        next_order_from, _to days between which the next order falls with an even chance;
                             absent when the later one is more than a year away
        ==================== ==============================================================
    """
    model, histories = lifetime.model, histories_of(customers)
    place = histories.place_of
    distinct = replace(histories, place_of=np.arange(len(histories.x)))
    expected = _expected_orders(model, distinct, lifetime)
    worth = order_values(lifetime.spend.model, spending)
    begins, ends = next_order_window(model, distinct, as_of, LONGEST_WAIT)
    silence = model.no_purchase_probability(distinct, lifetime.horizon_days)
    return pd.DataFrame(
        {
            schema.P_ALIVE: model.p_alive(distinct)[place],
            schema.CHURN_PROBABILITY: silence[place],
            schema.EXPECTED_ORDERS: expected.horizon[place],
            schema.EXPECTED_ORDERS_YEAR: expected.year[place],
            schema.EXPECTED_ORDER_VALUE: worth,
            schema.CLV: expected.value[place] * worth,
            schema.NEXT_ORDER_FROM: begins[place],
            schema.NEXT_ORDER_TO: ends[place],
        },
        index=customers.index,
    )


def _expected_orders(model: PurchaseModel, distinct: Histories, lifetime: Lifetime) -> _Expected:
    days = lifetime.value_days
    whole = model.expected_orders(distinct, days)
    return _Expected(
        horizon=model.expected_orders(distinct, lifetime.horizon_days),
        year=whole if days == DAYS_PER_YEAR else model.expected_orders(distinct, DAYS_PER_YEAR),
        value=discounted_orders(model, distinct, days, lifetime.discount_rate),
    )


def discounted_orders(
    model: PurchaseModel, histories: Histories, days: float, rate: float
) -> Array:
    """Return the mean number of orders within some days, each discounted to today.

    With E(t) the mean number of orders until t and d(t) the discount, this is the integral of d
    over E, by parts: d(T) E(T) plus the integral of E(t) times the force of interest times d(t).
    E(t) is smooth, so few points give it to five digits.
    """
    force = np.log1p(rate) / DAYS_PER_YEAR
    points, weights = unit_points(DISCOUNT_POINTS)
    total = model.expected_orders(histories, days) * np.exp(-force * days)
    for point, weight in zip(points * days, weights * days, strict=True):
        share = force * np.exp(-force * point) * weight
        total += share * model.expected_orders(histories, float(point))
    return total
