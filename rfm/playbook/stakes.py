"""What is at stake in each group, and so what to do first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm import schema


@dataclass(frozen=True, kw_only=True)
class Stake:
    """What may be lost in a group.

    Parameters
    ----------
    group : str
        The group.
    customers, at_risk : int
        How many it has, and how many of them are at risk or probably lost.
    money, low, high : float
        What is expected of those at risk within the horizon, with the ends of its interval.
    """

    group: str
    customers: int
    at_risk: int
    money: float
    low: float
    high: float


def stakes_of(
    customers: pd.DataFrame,
    groups: "pd.Series[str]",
    at_risk: NDArray[np.bool_],
    sums: pd.DataFrame,
) -> tuple[Stake, ...]:
    """Return what is at stake in each group, in the order of the groups.

    At stake is what is expected within the horizon of the customers at risk, or probably lost. A
    group's sum and its interval are those of all its customers: those at risk have the part of
    them that their own orders are of all expected orders, in money.

    Parameters
    ----------
    customers : DataFrame
        `expected_orders` and `expected_order_value` of each customer.
    groups : Series
        Each customer's group, in the same order.
    at_risk : ndarray of bool
        Who is at risk, or probably lost.
    sums : DataFrame
        `group`, `expected_revenue`, `expected_revenue_low` and `expected_revenue_high` of each.

    Returns
    -------
    tuple of Stake
        One a row of `sums`.
    """
    money = (customers[schema.EXPECTED_ORDERS] * customers[schema.EXPECTED_ORDER_VALUE]).to_numpy()
    labels = pd.Categorical(groups)
    codes, size = labels.codes.astype(np.int64), len(labels.categories)
    counts, risky, whole, lost = (
        np.bincount(codes, weights, size)
        for weights in (None, at_risk.astype(float), money, np.where(at_risk, money, 0.0))
    )
    places = labels.categories.astype("str").get_indexer(pd.Index(sums[schema.GROUP].astype("str")))
    parts = np.divide(lost, whole, out=np.zeros(size), where=whole > 0)[places]
    rows = zip(
        sums[schema.GROUP].astype("str"),
        counts[places],
        risky[places],
        *(sums[name].to_numpy() * parts for name in _ENDS),
        strict=True,
    )
    return tuple(_stake(*row) for row in rows)


_ENDS = (schema.EXPECTED_REVENUE, schema.EXPECTED_REVENUE_LOW, schema.EXPECTED_REVENUE_HIGH)


def _stake(group: str, customers: Any, at_risk: Any, *money: Any) -> Stake:
    mean, low, high = map(float, money)
    return Stake(
        group=group, customers=int(customers), at_risk=int(at_risk), money=mean, low=low, high=high
    )


def best_first(stakes: Iterable[Stake], most: int = 3) -> tuple[Stake, ...]:
    """Return the groups with most at stake, the largest first; none in which nothing is.

    Parameters
    ----------
    stakes : iterable of Stake
        What is at stake in each group.
    most : int
        How many are returned at most.

    Returns
    -------
    tuple of Stake
        Of equal stakes the one that came first.
    """
    known = (each for each in stakes if each.at_risk and each.money > 0)
    return tuple(sorted(known, key=lambda each: -each.money)[:most])
