"""The corrections of a shop's sums, learned and applied to what is expected of each customer.

For orders and churn within the horizon the season is a clock: so many days of the model are looked
ahead that all customers together are expected to place as many orders as the factor says. What is
expected of a customer then follows from one model, and churn goes along. Sums over other times are
multiplied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.lifetime.backtesting.origins import PastSum, past_sums
from rfm.lifetime.forecast.clock import clock_days
from rfm.lifetime.forecast.futures import QUANTITIES
from rfm.lifetime.forecast.outlook import Outlook
from rfm.lifetime.forecast.prospects import DAYS_PER_YEAR
from rfm.lifetime.lifetime import Lifetime
from rfm.lifetime.models.histories import Array, Histories
from rfm.lifetime.purchase_days import EPOCH, PurchaseDays
from rfm.lifetime.seasons.checking import learn_checked
from rfm.lifetime.seasons.correction import ORDERS, REVENUE, Correction
from rfm.lifetime.seasons.quarters import ends_of_quarters
from rfm.lifetime.seasons.wording import FEWEST_ORIGINS

INTERVALS: Final[Mapping[str, tuple[str, ...]]] = {
    schema.EXPECTED_ORDERS_YEAR: (schema.ORDERS_YEAR_LOW, schema.ORDERS_YEAR_HIGH),
    schema.CLV: (schema.CLV_LOW, schema.CLV_HIGH),
}
NEARER: Final = {
    schema.CLV: schema.EXPECTED_REVENUE,
    schema.EXPECTED_ORDERS_YEAR: schema.EXPECTED_ORDERS,
}
"""Sums over a longer time, and those over the horizon that tell of them where the log is short."""

Corrections = Mapping[str, Correction]


def sums_of_the_past(lifetime: Lifetime, days: PurchaseDays, seed: int) -> tuple[PastSum, ...]:
    """Return what was expected of all customers at every origin, and what came.

    Parameters
    ----------
    lifetime : Lifetime
        The models fitted to all that is known.
    days : PurchaseDays
        Purchases with their net amounts.
    seed : int
        Of the choice of customers, where there are very many.
    """
    now = (lifetime.as_of.date() - EPOCH).days
    lengths = (lifetime.horizon_days, lifetime.value_days, DAYS_PER_YEAR)
    ends = ends_of_quarters(lifetime.value_days)
    parts = list(pairwise((0, *ends)))
    models = lifetime.model, lifetime.spend.model
    return past_sums(days, now, lengths, models, seed=seed, parts=parts)


def learn_corrections(
    lifetime: Lifetime, past: Sequence[PastSum], outlook: Outlook
) -> dict[str, Correction]:
    """Return what the past says of each sum, by its column.

    Parameters
    ----------
    lifetime : Lifetime
        The models fitted to all that is known.
    past : sequence of PastSum
        At every origin.
    outlook : Outlook
        What the models expect, without corrections.
    """
    windows = {
        schema.EXPECTED_ORDERS: (ORDERS, lifetime.horizon_days),
        schema.EXPECTED_REVENUE: (REVENUE, lifetime.horizon_days),
        schema.CLV: (REVENUE, lifetime.value_days),
        schema.EXPECTED_ORDERS_YEAR: (ORDERS, DAYS_PER_YEAR),
    }
    own = {name: outlook.own_error(name) for name in QUANTITIES}
    own[schema.EXPECTED_ORDERS_YEAR] = own[schema.EXPECTED_ORDERS]
    found = {
        column: learn_checked(past, measure, window, own_error=own[column])
        for column, (measure, window) in windows.items()
    }
    for column, nearer in NEARER.items():
        found[column] = _not_surer_than(found[nearer], found[column])
    return found


def _not_surer_than(nearer: Correction, correction: Correction) -> Correction:
    """Return a correction of which too little is known with at least the error of a nearer one."""
    if correction.origins >= FEWEST_ORIGINS:
        return correction
    return replace(correction, error=max(correction.error, nearer.error))


def corrected(
    lifetime: Lifetime, histories: Histories, outlook: Outlook, corrections: Corrections
) -> Outlook:
    """Return what is expected of each customer, with the factors of the corrections.

    Parameters
    ----------
    lifetime : Lifetime
        The models.
    histories : Histories
        Of the customers of the outlook's table, in its order.
    outlook : Outlook
        What the models expect, without corrections.
    corrections : mapping of str to Correction
        By the column whose sum they correct.
    """
    table, orders = outlook.table, corrections[schema.EXPECTED_ORDERS].factor
    price = corrections[schema.EXPECTED_REVENUE].factor / orders
    columns = {schema.EXPECTED_ORDER_VALUE: table[schema.EXPECTED_ORDER_VALUE].to_numpy() * price}
    for name, ends in INTERVALS.items():
        columns |= _times(table, (name, *ends), corrections[name].factor)
    if orders != 1:
        columns |= _by_the_clock(lifetime, histories, table, orders)
    return replace(outlook, table=table.assign(**columns), corrections=corrections)


def _by_the_clock(
    lifetime: Lifetime, histories: Histories, table: pd.DataFrame, factor: float
) -> dict[str, Array]:
    """Return expected orders and churn of a horizon that is as long as the season makes it."""
    model, place = lifetime.model, histories.place_of
    distinct = replace(histories, place_of=np.arange(len(histories.x)))
    wanted = factor * float(table[schema.EXPECTED_ORDERS].sum())
    days = clock_days(model, histories, lifetime.horizon_days, factor)
    silence = model.no_purchase_probability(distinct, days)
    orders = model.expected_orders(distinct, days)[place]
    # Exact where customers who leave keep the model from as many orders at any time.
    orders *= wanted / float(orders.sum())
    alive = np.maximum(table[schema.P_ALIVE].to_numpy(), 1 - silence[place])
    return {
        schema.P_ALIVE: alive,
        schema.CHURN_PROBABILITY: silence[place],
        schema.EXPECTED_ORDERS: np.maximum(orders, 1 - silence[place]),
    }


def with_sums_of(before: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose year's orders and value have the sums that another one has.

    Sums are measured against the past; what else is known of customers only divides them anew.
    """
    columns: dict[str, Array] = {}
    for name, ends in INTERVALS.items():
        wanted, given = float(before[name].sum()), float(table[name].sum())
        ratio = wanted / given if given > 0 else 1.0
        columns |= _times(table, (name, *ends), ratio)
    return table.assign(**columns)


def _times(table: pd.DataFrame, columns: tuple[str, ...], ratio: float) -> dict[str, Array]:
    return {column: table[column].to_numpy(np.float64) * ratio for column in columns}
