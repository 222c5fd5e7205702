"""What the models expect of each customer, and would have said on each day of a history."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm import schema
from rfm.lifetime.lifetime import Lifetime
from rfm.lifetime.models.histories import Array, Histories, collapse
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.models.quadrature import unit_points
from rfm.lifetime.spending import Spending, order_values

DAYS_PER_YEAR: Final = 365
LONGEST_WAIT: Final = 365
DISCOUNT_POINTS: Final = 3
EARLY: Final = 0.25
LATE: Final = 0.75
MOST_POINTS: Final = 1_000
Days = NDArray[np.datetime64]


def histories_of(customers: pd.DataFrame) -> Histories:
    """Return the purchase histories of customers, in days.

    The first purchase counts as joining, the later ones as purchases. A day in the shop may be a
    little shorter than 24 hours of tenure, so nobody is known for less than until the last visit.
    """
    last = customers[schema.LAST_REPEAT_DAYS].to_numpy(dtype=float)
    tenure = customers[schema.TENURE_DAYS].to_numpy(dtype=float)
    repeats = customers[schema.REPEAT_ORDERS].to_numpy(dtype=float)
    return collapse(np.column_stack([repeats, last, np.maximum(tenure, last)]))


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
    place, days = histories.place_of, lifetime.value_days
    distinct = replace(histories, place_of=np.arange(len(histories.x)))
    soon = model.expected_orders(distinct, lifetime.horizon_days)
    year = model.expected_orders(distinct, DAYS_PER_YEAR)
    discounted = discounted_orders(model, distinct, days, lifetime.discount_rate)
    worth = order_values(lifetime.spend.model, spending)
    begins, ends = next_order_window(model, distinct, as_of)
    silence = model.no_purchase_probability(distinct, lifetime.horizon_days)
    alive = model.p_alive(distinct)
    return pd.DataFrame(
        {
            # In the last digit what cannot differ may.
            schema.P_ALIVE: np.maximum(alive, 1 - silence)[place],
            schema.CHURN_PROBABILITY: silence[place],
            schema.EXPECTED_ORDERS: np.maximum(soon, 1 - silence)[place],
            schema.EXPECTED_ORDERS_YEAR: year[place],
            schema.EXPECTED_ORDER_VALUE: worth,
            schema.CLV: discounted[place] * worth,
            schema.NEXT_ORDER_FROM: begins[place],
            schema.NEXT_ORDER_TO: ends[place],
        },
        index=customers.index,
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


def next_order_window(
    model: PurchaseModel, histories: Histories, as_of: datetime
) -> tuple[Days, Days]:
    """Return the days between which each customer's next order falls with an even chance.

    It comes before the window with a chance of a quarter, and after it, or never, with another.
    Both are counted from `as_of`: a customer who has been silent for long is likely to have left,
    and one who is still expected is expected in the future. A window that ends more than a year
    away is absent (NaT).
    """
    late = model.waiting_time(histories, LATE, LONGEST_WAIT)
    early = np.where(np.isfinite(late), model.waiting_time(histories, EARLY, LONGEST_WAIT), np.inf)
    return day_after(as_of, early), day_after(as_of, late)


def day_after(as_of: datetime, days: Array) -> Days:
    """Return the day that lies so many days after a moment; absent (NaT) after infinitely many."""
    known = np.isfinite(days)
    seconds = np.where(known, days, 0.0) * 24 * 60 * 60
    moments = np.datetime64(pd.Timestamp(as_of), "s") + seconds.astype("timedelta64[s]")
    whole = moments.astype("datetime64[D]").astype("datetime64[s]")
    return np.where(known, whole, np.datetime64("NaT", "s"))


@dataclass(frozen=True)
class AlivePath:
    """A history day by day.

    Attributes
    ----------
    moments : ndarray of datetime64
        From the first purchase day to the day looked back from; a later purchase day comes twice,
        before and after the purchase. A long history has 1,000 days, evenly apart.
    probability : ndarray of float
        P(alive) at each.
    purchases : ndarray of datetime64
        The days with a purchase.
    """

    moments: NDArray[np.datetime64]
    probability: Array
    purchases: NDArray[np.datetime64]


def alive_path(model: PurchaseModel, orders: pd.DataFrame, as_of: datetime) -> AlivePath:
    """Return P(alive) of a customer at each day of their history.

    Parameters
    ----------
    model : PurchaseModel
        Fitted in days.
    orders : DataFrame
        The customer's orders and returns: ORDERED_AT and IS_RETURN.
    as_of : datetime
        The day looked back from.

    Returns
    -------
    AlivePath
        Days and probabilities.
    """
    bought = orders[~orders[schema.IS_RETURN].to_numpy(dtype=bool)]
    days = np.unique(bought[schema.ORDERED_AT].to_numpy().astype("datetime64[D]"))
    if not len(days):
        return AlivePath(days, np.zeros(0), days)
    passed = (days - days[0]).astype(np.int64)
    now = max(int((np.datetime64(as_of, "D") - days[0]).astype(np.int64)), int(passed[-1]))
    step = now // MOST_POINTS + 1
    grid = np.unique(np.concatenate([np.arange(0, now, step), passed, [now]]))
    before = np.searchsorted(passed, grid, side="left")
    after = np.searchsorted(passed, grid, side="right")
    # A purchase lifts the curve at once: its day is there with and without it.
    moments = np.concatenate([grid, passed[1:]])
    repeats = np.concatenate([after, before[np.searchsorted(grid, passed[1:])]]) - 1
    order = np.lexsort((repeats, moments))
    moments, repeats = moments[order], repeats[order]
    probability = model.p_alive(np.column_stack([repeats, passed[repeats], moments]))
    return AlivePath(days[0] + moments.astype("timedelta64[D]"), probability, days)
