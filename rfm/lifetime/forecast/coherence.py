"""What is expected of customers, with another churn probability, so that nothing disagrees.

A churn probability that was corrected by the past is another statement about whether a customer
buys within the horizon. What the model says of those who buy, and of those who stay silent, is
kept; only how probable the two are changes. That is R. Jeffrey's rule (1965, "The logic of
decision", chapter 11), the least change of the model that agrees with the correction. From it
follow P(alive), the orders of a year, the value and the next order; expected orders of the horizon
keep their sum over all customers, which has a measure of its own.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.lifetime.forecast.prospects import (
    DAYS_PER_YEAR,
    EARLY,
    LATE,
    LONGEST_WAIT,
    Days,
    day_after,
    discounted_orders,
)
from rfm.lifetime.lifetime import Lifetime
from rfm.lifetime.models.histories import Array, Histories

CERTAIN: Final = 1e-9
"""No customer is more certain than this to buy or to stay silent."""
_INTERVALS: Final = {
    schema.EXPECTED_ORDERS_YEAR: (schema.ORDERS_YEAR_LOW, schema.ORDERS_YEAR_HIGH),
    schema.CLV: (schema.CLV_LOW, schema.CLV_HIGH),
}


@dataclass(frozen=True)
class _Change:
    """How each customer's chances change: probabilities of an order within the horizon.

    Attributes
    ----------
    before, after : ndarray
        By the model, and as corrected.
    buying, silent : ndarray
        How many times as probable it becomes that the customer buys, and that they do not.
    orders : ndarray
        How many times as many orders are expected within the horizon.
    """

    before: Array
    after: Array
    buying: Array
    silent: Array
    orders: Array


def carry(
    lifetime: Lifetime, histories: Histories, table: pd.DataFrame, churn: Array
) -> pd.DataFrame:
    """Return what is expected of customers whose churn probability is another one.

    Parameters
    ----------
    lifetime : Lifetime
        The models, horizon and days of the value.
    histories : Histories
        Of the customers of the table, in its order.
    table : DataFrame
        What is expected with the churn probability that it has, one row per customer.
    churn : ndarray
        The churn probability to be shown.

    Returns
    -------
    DataFrame
        The same columns. Nobody has fewer expected orders, or a lower P(alive), than 1 less the
        churn probability; the sum of expected orders is that of `table`, unless nobody is expected
        to buy twice. Where that sum is below the number of customers who are to buy, all are a
        little less likely to.
    """
    buys = 1 - table[schema.CHURN_PROBABILITY].to_numpy()
    orders = table[schema.EXPECTED_ORDERS].to_numpy()
    if np.array_equal(churn, table[schema.CHURN_PROBABILITY]) and (orders >= buys).all():
        return table
    change = _change(buys, np.clip(1 - churn, CERTAIN, 1 - CERTAIN), orders)
    gone, shown = 1 - table[schema.P_ALIVE].to_numpy(), 1 - change.after
    begins, ends = _next_order(lifetime, histories, change)
    columns: dict[str, Array | Days] = {
        # Of those who stay silent, as many are gone for good as the model says.
        schema.P_ALIVE: np.maximum(1 - gone * change.silent, 1 - shown),
        schema.CHURN_PROBABILITY: shown,
        # In the last digit 1 - shown may be more than what it was taken from.
        schema.EXPECTED_ORDERS: np.maximum(orders * change.orders, 1 - shown),
        schema.NEXT_ORDER_FROM: begins,
        schema.NEXT_ORDER_TO: ends,
    }
    within = {
        schema.EXPECTED_ORDERS_YEAR: (DAYS_PER_YEAR, 0.0),
        schema.CLV: (lifetime.value_days, lifetime.discount_rate),
    }
    for name, (days, rate) in within.items():
        ratio = _longer(lifetime, histories, change, days, rate)
        columns |= {
            column: table[column].to_numpy() * ratio
            for column in (name, *_INTERVALS[name])
            if column in table
        }
    return table.assign(**columns)


def _change(before: Array, after: Array, orders: Array) -> _Change:
    """Return how chances change when customers buy with other probabilities.

    A customer who buys is expected to buy `more` times beyond the first. These further orders are
    those of the model times what makes the sum of all orders the same.
    """
    more = np.maximum(orders / np.maximum(before, CERTAIN) - 1, 0.0)
    after = after * min(1.0, float(orders.sum() / after.sum()))
    further = float(after @ more)
    share = float(orders.sum() - after.sum()) / further if further > 0 else 0.0
    expected = after * (1 + max(share, 0.0) * more)
    return _Change(
        before=before,
        after=after,
        buying=after / np.maximum(before, CERTAIN),
        silent=(1 - after) / np.maximum(1 - before, CERTAIN),
        orders=expected / np.maximum(orders, CERTAIN),
    )


def _longer(
    lifetime: Lifetime, histories: Histories, change: _Change, days: float, rate: float
) -> Array:
    """Return how many times as many orders are expected within other days, each discounted.

    Orders after the horizon are those of customers who bought within it and of customers who did
    not; the latter are those of a history with so much more silence.
    """
    model, horizon, place = lifetime.model, lifetime.horizon_days, histories.place_of
    distinct = replace(histories, place_of=np.arange(len(histories.x)))
    if days <= horizon:
        return change.orders
    whole = discounted_orders(model, distinct, days, rate)[place]
    within = discounted_orders(model, distinct, horizon, rate)[place]
    later = replace(distinct, T=distinct.T + horizon)
    discount = (1 + rate) ** (-horizon / DAYS_PER_YEAR)
    silence = model.no_purchase_probability(distinct, horizon)
    silent = (discount * silence * discounted_orders(model, later, days - horizon, rate))[place]
    again = np.maximum(whole - within - silent, 0.0)
    carried = within * change.orders + again * change.buying + silent * change.silent
    return np.divide(carried, whole, out=np.ones_like(whole), where=whole > 0)


def _next_order(lifetime: Lifetime, histories: Histories, change: _Change) -> tuple[Days, Days]:
    """Return the days between which the next order falls with an even chance."""
    early, late = (_waiting(lifetime, histories, change, chance) for chance in (EARLY, LATE))
    return _window(lifetime.as_of, np.where(np.isfinite(late), early, np.inf), late)


def _window(as_of: datetime, early: Array, late: Array) -> tuple[Days, Days]:
    return day_after(as_of, early), day_after(as_of, late)


def _waiting(lifetime: Lifetime, histories: Histories, change: _Change, chance: float) -> Array:
    """Return the days until a customer has bought with a chance, each case asked once."""
    beyond = change.before + (chance - change.after) / np.maximum(change.silent, CERTAIN)
    asked = np.where(change.after >= chance, chance / np.maximum(change.buying, CERTAIN), beyond)
    chances, of_chance = np.unique(asked, return_inverse=True)
    cases, place = np.unique(histories.place_of * len(chances) + of_chance, return_inverse=True)
    each = histories.only(cases // len(chances))
    return lifetime.model.waiting_time(each, chances[cases % len(chances)], LONGEST_WAIT)[place]
