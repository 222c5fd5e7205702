"""Clusters of recency, frequency and money in words: a name from a table, and a paragraph.

A cluster's median recency, frequency and money are placed among all customers as low, middle or
high, and the table gives the three levels a name. Names are unique: clusters that share one get the
words of the axis on which they lie farthest apart ("Lapsed One-Timers, Higher Spend").
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.clusters.profiles.results import ClusterProfile
from rfm.features.pipeline import Pipeline
from rfm.features.points import Array, Codes
from rfm.settings import Count
from rfm.words import counted, days, frequency, rough_percent, round_money

ANY: Final = "any"
RECENT, WHILE_AGO, LAPSED = "recent", "a while ago", "lapsed"
ONCE, FEW, OFTEN = "once", "few", "often"
SMALL, MIDDLE, LARGE = "small", "middle", "large"

# Shares of all customers below which a median is low, and above which it is high.
_RECENT_BELOW, _LAPSED_ABOVE = 0.35, 0.60
_OFTEN_ABOVE: Final = 0.65
_SMALL_BELOW, _LARGE_ABOVE = 0.30, 0.80

# The first line that fits names the cluster.
_NAMES: Final = (
    (RECENT, OFTEN, LARGE, "Loyal High Spenders"),
    (RECENT, OFTEN, ANY, "Loyal Regulars"),
    (RECENT, FEW, LARGE, "Recent High Spenders"),
    (RECENT, FEW, SMALL, "Recent Small Spenders"),
    (RECENT, FEW, ANY, "Recent Occasional Buyers"),
    (RECENT, ONCE, LARGE, "New High Spenders"),
    (RECENT, ONCE, ANY, "New Customers"),
    (WHILE_AGO, OFTEN, LARGE, "High Spenders"),
    (WHILE_AGO, OFTEN, ANY, "Regulars"),
    (WHILE_AGO, FEW, LARGE, "Occasional High Spenders"),
    (WHILE_AGO, FEW, SMALL, "Occasional Small Spenders"),
    (WHILE_AGO, FEW, ANY, "Occasional Buyers"),
    (WHILE_AGO, ONCE, LARGE, "One-Time High Spenders"),
    (WHILE_AGO, ONCE, ANY, "One-Time Buyers"),
    (LAPSED, OFTEN, LARGE, "Lapsed High Spenders"),
    (LAPSED, OFTEN, ANY, "Lapsed Regulars"),
    (LAPSED, FEW, ANY, "Lapsed Occasional Buyers"),
    (LAPSED, ONCE, LARGE, "Lapsed Big One-Timers"),
    (LAPSED, ONCE, ANY, "Lapsed One-Timers"),
)

# Words for clusters that share a name, from the lowest to the highest value of an axis.
_WORDS: Final = (
    ("Most Recent", "More Recent", "Midway", "Less Recent", "Least Recent"),
    ("Least Often", "Less Often", "Quite Often", "More Often", "Most Often"),
    ("Lowest Spend", "Lower Spend", "Middle Spend", "Higher Spend", "Highest Spend"),
)
# Which of the five words are used for that many clusters.
_PICKED: Final = {2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
# Equal spreads are told apart by money first.
_AXES_BY_WEIGHT: Final = (2, 1, 0)


@dataclass(frozen=True)
class PurchaseLevels:
    """Where the typical customer of a cluster is among all.

    Parameters
    ----------
    shares : tuple of float
        Of recency, frequency and money: share of all customers with a smaller value, those with an
        equal one counted half.
    orders : float
        Median number of orders.
    point : tuple of float
        The medians of the three in feature space.
    """

    shares: tuple[float, ...]
    orders: float
    point: tuple[float, ...]


@dataclass(frozen=True)
class ByPurchases:
    """Names and paragraphs that speak of orders and money.

    Parameters
    ----------
    count : {"orders", "lines", "days"}
        What `frequency` counts.
    currency : str
        Symbol or code that money is shown with.
    pipeline : Pipeline
        How the three become comparable.
    """

    count: Count
    currency: str
    pipeline: Pipeline

    def __call__(
        self, customers: pd.DataFrame, labels: Codes, profiles: Sequence[ClusterProfile]
    ) -> list[ClusterProfile]:
        """Return the profiles with a unique name and a paragraph for each.

        Parameters
        ----------
        customers : DataFrame
            One row per customer with recency, frequency and money; `orders` is used for the names
            when it is there.
        labels : array of int
            Cluster of each customer.
        profiles : sequence of ClusterProfile
            What else is known of each cluster.
        """
        values = customers[list(schema.RFM)].to_numpy(dtype=float)
        orders = customers[schema.ORDERS if schema.ORDERS in customers else schema.FREQUENCY]
        groups = [np.flatnonzero(labels == one.cluster) for one in profiles]
        sums = [_Sums.of(values[rows]) for rows in groups]
        everyone = _Sums.of(values)
        ordered = np.sort(values, axis=0)
        points = self._points([one.medians for one in sums])
        levels = [
            PurchaseLevels(
                shares=tuple(map(share_below, ordered.T, one.medians)),
                orders=float(np.median(orders.to_numpy(dtype=float)[rows])),
                point=tuple(point),
            )
            for one, rows, point in zip(sums, groups, points, strict=True)
        ]
        return [
            replace(profile, name=name, summary=self._paragraph(one, everyone))
            for profile, name, one in zip(profiles, name_by_purchases(levels), sums, strict=True)
        ]

    def _points(self, medians: Sequence[tuple[float, ...]]) -> list[list[float]]:
        """Return where medians lie on the three axes; one that is the same for all is at 0."""
        used = self.pipeline.used
        found = self.pipeline.features(pd.DataFrame(medians, columns=list(schema.RFM))).points
        axes = [
            found[:, used.index(name)] if name in used else 0 * found[:, 0] for name in schema.RFM
        ]
        points: list[list[float]] = np.column_stack(axes).tolist()
        return points

    def _paragraph(self, cluster: "_Sums", everyone: "_Sums") -> str:
        """Return the cluster's numbers, those of all customers beside them."""
        who = f"{counted(cluster.customers, 'customer')} "
        who += f"({rough_percent(cluster.customers / everyone.customers)})"
        recency, often, money = self._medians(cluster)
        of_all = ", ".join(self._medians(everyone))
        sentences = (
            f"{who} whose last order was {recency} ago, with {often} worth {money} in all "
            f"(medians; all customers: {of_all}).",
            self._revenue(cluster, everyone),
        )
        return " ".join(filter(None, sentences))

    def _medians(self, those: "_Sums") -> tuple[str, str, str]:
        recency, often, money = those.medians
        return days(recency), frequency(often, self.count), round_money(money, self.currency)

    def _revenue(self, cluster: "_Sums", everyone: "_Sums") -> str:
        is_one = cluster.customers == 1
        they, s = ("This customer", "s") if is_one else ("They", "")
        if cluster.revenue < 0:
            amount = round_money(-cluster.revenue, self.currency)
            return f"{they} return{s} more than was bought, by {amount}."
        if everyone.revenue <= 0:
            return ""
        share = rough_percent(cluster.revenue / everyone.revenue)
        return f"{they} bring{s} {share} of the revenue."


@dataclass(frozen=True)
class _Sums:
    """How many customers there are, what they brought, and what is typical of them."""

    customers: int
    revenue: float
    medians: tuple[float, ...]

    @classmethod
    def of(cls, values: Array) -> "_Sums":
        # Whole numbers, whose sums are the same in any order of customers.
        units = np.round(values[:, 2] * schema.UNITS_PER_CURRENCY)
        revenue = float(units.sum() / schema.UNITS_PER_CURRENCY)
        return cls(len(values), revenue, tuple(np.median(values, axis=0).tolist()))


def share_below(ordered: Array, value: float) -> float:
    """Return the share of sorted values below a value, with equal ones counted half."""
    below, through = (np.searchsorted(ordered, value, side) for side in ("left", "right"))
    return float(below + through) / (2 * len(ordered))


def name_by_purchases(levels: Sequence[PurchaseLevels]) -> tuple[str, ...]:
    """Return a unique name for each cluster, in the order given.

    Parameters
    ----------
    levels : sequence of PurchaseLevels
        The clusters, best first.
    """
    plain = [_plain_name(one) for one in levels]
    names = list(plain)
    for name in dict.fromkeys(plain):
        sharing = [number for number, other in enumerate(plain) if other == name]
        if len(sharing) > 1:
            words = _telling_apart([levels[number] for number in sharing])
            for number, word in zip(sharing, words, strict=True):
                names[number] = f"{name}, {word}"
    return tuple(names)


def _plain_name(one: PurchaseLevels) -> str:
    words = _words_of(one)
    return next(
        name
        for *pattern, name in _NAMES
        if all(asked in (ANY, word) for asked, word in zip(pattern, words, strict=True))
    )


def _words_of(one: PurchaseLevels) -> tuple[str, str, str]:
    recency, often, monetary = one.shares
    return (
        (RECENT, WHILE_AGO, LAPSED)[np.searchsorted((_RECENT_BELOW, _LAPSED_ABOVE), recency)],
        ONCE if one.orders <= 1 else OFTEN if often >= _OFTEN_ABOVE else FEW,
        (SMALL, MIDDLE, LARGE)[np.searchsorted((_SMALL_BELOW, _LARGE_ABOVE), monetary)],
    )


def _telling_apart(sharing: Sequence[PurchaseLevels]) -> list[str]:
    points = np.array([one.point for one in sharing])
    spreads = np.ptp(points, axis=0)
    axis = max(_AXES_BY_WEIGHT, key=lambda number: spreads[number])
    ranks = np.empty(len(sharing), dtype=int)
    # Best first: of two equal values the better cluster counts as the higher.
    ranks[np.lexsort((-np.arange(len(sharing)), points[:, axis]))] = np.arange(len(sharing))
    picked = _PICKED.get(len(sharing))
    if picked is None:
        return [f"Group {rank + 1}" for rank in ranks]
    return [_WORDS[axis][picked[rank]] for rank in ranks]
