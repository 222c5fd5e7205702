"""How far the future may differ from what is expected, for a customer and for groups of them.

Two things make a forecast uncertain: the parameters, and chance in what customers do. Both count
here. For each set of parameters that fits the log about as well, the future of every customer is
drawn: whether they are still one, how often they buy, what they spend. The interval of a customer
holds the middle 90 % of these futures.

The sum over a group varies with the parameters, which move all customers together, and by the
chance of each customer, which evens out. The chance in a sum is drawn from a Gamma distribution
with the variance that the customers' own futures have. Seasons and whatever else the models do not
know move all customers together too: how much is measured on the log's own past
(`rfm.lifetime.seasons`), and no sum is told to be surer than that.

In a large base a random part of the customers is drawn, and stands for all.
"""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial import KDTree

from rfm import schema
from rfm.lifetime.forecast.futures import QUANTITIES, Futures, draw_futures
from rfm.lifetime.forecast.sums import HIGH, LOW, middle_of_sums
from rfm.lifetime.lifetime import Estimate, Lifetime
from rfm.lifetime.models.histories import Array, Histories
from rfm.lifetime.seasons.correction import Correction
from rfm.lifetime.spending import Spending

MOST_DRAWN: Final = 20_000
DRAWN_OF_MANY: Final = 5_000
"""How many customers are drawn when there are more than `MOST_DRAWN`."""
ALIKE: Final = 8
LEAST: Final = 1e-12


Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Outlook:
    """The futures of customers, drawn.

    Attributes
    ----------
    table : DataFrame
        One row per customer: what is expected, with the middle 90 % of the value (`clv_low`,
        `clv_high`) and of the orders of a year (`orders_year_low`, `orders_year_high`).
    drawn : ndarray of int
        The customers whose futures were drawn, as places in the table.
    futures : Futures
        Theirs.
    seed : int
    corrections : mapping of str to Correction
        By the column whose sum they correct: the table has their factors, and sums have at least
        their errors. Empty where the past was not asked.
    """

    table: pd.DataFrame
    drawn: Codes
    futures: Futures
    seed: int
    corrections: Mapping[str, Correction] = field(default_factory=dict)

    def of_groups(
        self, codes: Codes, groups: int, names: Collection[str] = QUANTITIES
    ) -> dict[str, tuple[Array, Array, Array]]:
        """Return expected orders, revenue and value of groups of customers, with intervals.

        Each customer's code is 0 to `groups` - 1. For each name, all by default, the mean of each
        group, and the ends of its interval.
        """
        orders = self.table[schema.EXPECTED_ORDERS]
        expected = {
            schema.EXPECTED_ORDERS: orders,
            schema.EXPECTED_REVENUE: self.table[schema.EXPECTED_ORDER_VALUE] * orders,
            schema.CLV: self.table[schema.CLV],
        }
        generator = np.random.default_rng(self.seed)
        size = np.bincount(codes, minlength=groups)
        drawn = np.bincount(codes[self.drawn], minlength=groups)
        share = np.divide(size, drawn, out=np.zeros(groups), where=drawn > 0)
        estimates = {}
        for name in names:
            values = expected[name]
            means = np.bincount(codes, values, groups).astype(np.float64)
            sums = self._sums(name, codes[self.drawn], means, share)
            estimates[name] = means, *middle_of_sums(means, sums, self._errors(name), generator)
        return estimates

    def own_error(self, name: str) -> float:
        """Return the standard deviation of the logarithm of a sum over all, by the models alone."""
        quantity = self.futures.quantities[name]
        total, stands_for = float(quantity.expected.sum()), len(self.table) / len(self.drawn)
        if not total > 0:
            return 0.0
        chance = float(quantity.variances.sum()) / stands_for
        return math.sqrt(float(quantity.means.sum(axis=1).var()) + chance) / total

    def _errors(self, name: str) -> tuple[float, float]:
        """Return how far sums were off in the past, and how much the models do not say of it."""
        if name not in self.corrections:
            return 0.0, 0.0
        error = self.corrections[name].error
        return error, math.sqrt(max(error**2 - self.own_error(name) ** 2, 0.0))

    def total(self) -> dict[str, Estimate]:
        """Return expected orders, revenue and value of all customers, with intervals."""
        sums = self.of_groups(np.zeros(len(self.table), dtype=np.int64), 1)
        return {
            name: Estimate(float(mean[0]), float(low[0]), float(high[0]))
            for name, (mean, low, high) in sums.items()
        }

    def _sums(self, name: str, codes: Codes, means: Array, share: Array) -> tuple[Array, Array]:
        """Return each group's mean under each set of parameters, and its variance by chance."""
        quantity, groups = self.futures.quantities[name], len(means)
        drawn = np.array([np.bincount(codes, row, groups) for row in quantity.means])
        centre = np.bincount(codes, quantity.expected, groups)
        ratio = np.divide(drawn, centre, out=np.ones_like(drawn), where=centre > 0)
        factor = self.corrections[name].factor if name in self.corrections else 1.0
        chance = np.bincount(codes, quantity.variances, groups) * share * factor
        return ratio * means, chance


def look_around(
    lifetime: Lifetime,
    table: pd.DataFrame,
    histories: Histories,
    spending: Spending,
    seed: int,
) -> Outlook:
    """Return what is expected of each customer (`table`) with the interval of their value."""
    generator = np.random.default_rng(seed)
    drawn = np.arange(len(table))
    if len(table) > MOST_DRAWN:
        drawn = np.sort(generator.choice(len(table), DRAWN_OF_MANY, replace=False))
    futures = draw_futures(
        lifetime,
        histories.of_customers(drawn),
        Spending(spending.orders[drawn], spending.means[drawn], 0, 0),
        generator,
    )
    columns: dict[str, Array] = {}
    for name, ends, outcomes in (
        (schema.CLV, (schema.CLV_LOW, schema.CLV_HIGH), futures.money),
        (
            schema.EXPECTED_ORDERS_YEAR,
            (schema.ORDERS_YEAR_LOW, schema.ORDERS_YEAR_HIGH),
            futures.orders,
        ),
    ):
        mean = table[name].to_numpy()
        low, high = np.quantile(outcomes, (LOW, HIGH), axis=0)
        if len(drawn) < len(table):
            low, high = _like_the_drawn(table, spending, drawn, (mean, low, high))
        columns |= zip(ends, (np.minimum(low, mean), np.maximum(high, mean)), strict=True)
    return Outlook(table.assign(**columns), drawn, futures, seed)


def _like_the_drawn(
    table: pd.DataFrame, spending: Spending, drawn: Codes, known: tuple[Array, Array, Array]
) -> tuple[Array, Array]:
    """Return everyone's interval from those of the customers drawn whose prospects are most alike.

    `known` is everyone's mean, and the two ends of the interval of those who were drawn. Relative
    to the mean an interval depends on how many orders are expected, how likely there is none, and
    on how many orders tell what the customer spends.
    """
    silence = np.clip(table[schema.CHURN_PROBABILITY].to_numpy(), LEAST, 1 - LEAST)
    points = np.column_stack(
        [
            np.log(table[schema.EXPECTED_ORDERS_YEAR].to_numpy() + LEAST),
            np.log(silence) - np.log1p(-silence),
            np.log1p(spending.orders),
        ]
    )
    nearest = KDTree(points[drawn]).query(points, k=ALIKE)[1]
    mean, *bounds = known
    low, high = (
        mean * (bound / np.maximum(mean[drawn], LEAST))[nearest].mean(axis=1) for bound in bounds
    )
    return low, high


def outlook_of_groups(
    outlook: Outlook, groups: pd.Series, at_risk: NDArray[np.bool_]
) -> pd.DataFrame:
    """Return what is expected of each group that has customers.

    Parameters
    ----------
    outlook : Outlook
        What is expected of every customer.
    groups : Series
        Each customer's group, categorical, in the order of the outlook's table.
    at_risk : ndarray of bool
        Who is at risk, or probably lost.

    Returns
    -------
    DataFrame
        One row per group, its name as the index.

        ======================= ===========================================================
        p_alive                 mean
        churn_probability       mean
        expected_orders         sum, within the horizon
        expected_revenue        sum of the money of these orders, with `_low` and `_high`
        clv                     sum, with `_low` and `_high`
        value_at_stake          sum of the `clv` of customers at risk, with `_low` and `_high`
        ======================= ===========================================================
    """
    labels = pd.Categorical(groups).remove_unused_categories()
    codes, size = labels.codes.astype(np.int64), len(labels.categories)
    table, sums = outlook.table, outlook.of_groups(codes, size)
    customers = np.bincount(codes, minlength=size)
    # Of each group those who are at risk, and those who are not.
    apart = outlook.of_groups(2 * codes + at_risk, 2 * size, (schema.CLV,))[schema.CLV]
    stake, stake_low, stake_high = (each[1::2] for each in apart)
    revenue, low, high = sums[schema.EXPECTED_REVENUE]
    value, least, most = sums[schema.CLV]
    return pd.DataFrame(
        {
            schema.P_ALIVE: np.bincount(codes, table[schema.P_ALIVE], size) / customers,
            schema.CHURN_PROBABILITY: np.bincount(codes, table[schema.CHURN_PROBABILITY], size)
            / customers,
            schema.EXPECTED_ORDERS: sums[schema.EXPECTED_ORDERS][0],
            schema.EXPECTED_REVENUE: revenue,
            schema.EXPECTED_REVENUE_LOW: low,
            schema.EXPECTED_REVENUE_HIGH: high,
            schema.CLV: value,
            schema.CLV_LOW: least,
            schema.CLV_HIGH: most,
            schema.VALUE_AT_STAKE: stake,
            schema.VALUE_AT_STAKE_LOW: stake_low,
            schema.VALUE_AT_STAKE_HIGH: stake_high,
        },
        index=labels.categories.astype("str"),
    )
