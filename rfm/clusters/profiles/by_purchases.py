"""Clusters of recency, frequency and money in words: a name, and a paragraph of their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from rfm import schema
from rfm.clusters.profiles.purchase_names import (
    PurchaseLevels,
    is_still_true,
    name_by_purchases,
)
from rfm.clusters.profiles.results import ClusterProfile
from rfm.features.pipeline import Pipeline
from rfm.features.points import Array, Codes
from rfm.settings import Count
from rfm.words import counted, days, frequency, rough_percent, round_money


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
        groups = [np.flatnonzero(labels == one.cluster) for one in profiles]
        values = customers[list(schema.RFM)].to_numpy(dtype=float)
        sums = [_Sums.of(values[rows]) for rows in groups]
        names = name_by_purchases(self._levels(customers, groups))
        everyone = _Sums.of(values)
        return [
            replace(profile, name=name, summary=self._paragraph(one, everyone))
            for profile, name, one in zip(profiles, names, sums, strict=True)
        ]

    def is_still_true(
        self, customers: pd.DataFrame, labels: Codes, cluster: int, name: str
    ) -> bool:
        """Return whether a name that a cluster had is true of it now.

        Parameters
        ----------
        customers : DataFrame
            As for the names.
        labels : array of int
            Cluster of each customer.
        cluster : int
            The one that is meant.
        name : str
            What it was called.
        """
        (one,) = self._levels(customers, [np.flatnonzero(labels == cluster)])
        return is_still_true(name, one)

    def _levels(self, customers: pd.DataFrame, groups: Sequence[Codes]) -> list[PurchaseLevels]:
        """Return where the typical customer of each group is among all."""
        values = customers[list(schema.RFM)].to_numpy(dtype=float)
        counted_in = schema.ORDERS if schema.ORDERS in customers else schema.FREQUENCY
        orders = customers[counted_in].to_numpy(dtype=float)
        medians = [tuple(np.median(values[rows], axis=0).tolist()) for rows in groups]
        ordered, typical = np.sort(values, axis=0), float(np.median(values[:, 0]))
        return [
            PurchaseLevels(
                shares=tuple(map(share_below, ordered.T, own)),
                once=float((orders[rows] <= 1).mean()),
                recent=float((values[rows, 0] <= typical).mean()),
                lapsed=float((values[rows, 0] >= typical).mean()),
                point=tuple(point),
            )
            for own, rows, point in zip(medians, groups, self._points(medians), strict=True)
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
