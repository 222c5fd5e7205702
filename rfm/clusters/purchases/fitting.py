"""All customers -> the clusters of the shop."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from rfm import schema
from rfm.clusters.purchases.choice import Choice, choose
from rfm.clusters.purchases.collapse import collapse
from rfm.clusters.purchases.descriptions import Summary, describe
from rfm.clusters.purchases.features import Array, Axes, FeatureMap
from rfm.clusters.purchases.kmeans import Labels, nearest_centre
from rfm.clusters.purchases.model import ClusterModel, NoClusters
from rfm.clusters.purchases.names import Standing, name_clusters
from rfm.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

FEWEST_DISTINCT: Final = 10


def fit_clusters(
    customers: "pd.DataFrame", settings: Settings, *, currency: str = ""
) -> ClusterModel | NoClusters:
    """Find the clusters of all customers, the same in any order of rows.

    Parameters
    ----------
    customers : DataFrame
        One row per customer with `recency_days`, `frequency`, `monetary`; `orders` is used for the
        names when it is there.
    settings : Settings
        `clusters`, `seed` and `count` are used.
    currency : str
        Symbol or code that the descriptions show money with.

    Returns
    -------
    ClusterModel or NoClusters
        `NoClusters`, with the reason, when fewer than ten customers differ from each other.
    """
    values = customers[list(schema.RFM)].to_numpy(dtype=float)
    if not len(values):
        return NoClusters(_too_few(0, 0))
    features = FeatureMap.fit(*values.T)
    cells = collapse(features.points(*values.T))
    if cells.distinct < FEWEST_DISTINCT:
        return NoClusters(_too_few(len(values), cells.distinct))
    choice = choose(cells, settings.seed, settings.clusters)
    labels, centres = _best_first(values, features, choice)
    labelled = _Labelled(values, _orders(customers), labels, len(centres))
    everyone = labelled.summary(np.ones(len(values), dtype=bool))
    summaries = [labelled.summary(labels == number) for number in range(len(centres))]
    varying = max(1, int((np.ptp(cells.points, axis=0) > 0).sum()))
    return ClusterModel(
        names=name_clusters(labelled.standings(features, summaries)),
        descriptions=tuple(
            describe(summary, everyone, settings.count, currency) for summary in summaries
        ),
        reason=choice.reason,
        tried=choice.tried,
        centres=centres,
        medians=tuple(summary.medians for summary in summaries),
        customers=tuple(summary.customers for summary in summaries),
        features=features,
        variance=choice.partition.inertia / (len(values) * varying),
        lowest=Axes(*values.min(axis=0).tolist()),
        highest=Axes(*values.max(axis=0).tolist()),
        count=settings.count,
    )


@dataclass(frozen=True)
class _Labelled:
    """All customers with their final clusters."""

    values: Array
    orders: Array
    labels: Labels
    k: int

    def summary(self, chosen: NDArray[np.bool_]) -> Summary:
        medians = np.median(self.values[chosen], axis=0)
        return Summary(
            customers=int(chosen.sum()),
            revenue=float(_in_units(self.values[chosen, 2]).sum() / schema.UNITS_PER_CURRENCY),
            medians=Axes(*medians.tolist()),
        )

    def standings(self, features: FeatureMap, summaries: Sequence[Summary]) -> list[Standing]:
        ordered = np.sort(self.values, axis=0)
        return [
            Standing(
                shares=Axes(
                    *(
                        share_below(ordered[:, axis], value)
                        for axis, value in enumerate(summary.medians)
                    )
                ),
                orders=float(np.median(self.orders[self.labels == number])),
                point=tuple(features.points(*summary.medians)[0].tolist()),
            )
            for number, summary in enumerate(summaries)
        ]


def share_below(ordered: Array, value: float) -> float:
    """Return the share of sorted values below a value, with equal ones counted half."""
    below, through = (np.searchsorted(ordered, value, side) for side in ("left", "right"))
    return float(below + through) / (2 * len(ordered))


def _best_first(
    values: Array, features: FeatureMap, choice: Choice
) -> tuple[Labels, tuple[Axes, ...]]:
    centres = choice.partition.centres
    labels = nearest_centre(features.points(*values.T), centres.tolist())
    sizes = np.bincount(labels, minlength=len(centres))
    revenues = np.bincount(labels, _in_units(values[:, 2]), minlength=len(centres))
    order = np.lexsort((*centres.T, -revenues / np.maximum(sizes, 1)))
    number = np.empty(len(centres), dtype=np.int64)
    number[order] = np.arange(len(centres))
    return number[labels], tuple(Axes(*centre) for centre in centres[order].tolist())


def _in_units(money: Array) -> Array:
    # Whole numbers, whose sums are the same in any order of customers.
    return np.round(money * schema.UNITS_PER_CURRENCY)


def _orders(customers: "pd.DataFrame") -> Array:
    column = schema.ORDERS if schema.ORDERS in customers else schema.FREQUENCY
    return customers[column].to_numpy(dtype=float)


def _too_few(customers: int, distinct: int) -> str:
    who = "1 customer" if customers == 1 else f"{customers:,} customers"
    return (
        f"Too few customers to find clusters: at least {FEWEST_DISTINCT} that differ in recency, "
        f"frequency or money are needed, and this log has {who}"
        + (f", {distinct} of them different." if customers > distinct else ".")
    )
