"""The clusters of a log or of a customer table, which go on when the same source is analysed again.

Readers have a cluster's name in their heads and in their mailings, and keep its colour too. An old
and a new cluster are the same when they share at least half of the customers that either has, among
those known at both times. Where clusters compete, the pairs are chosen whose Jaccard indices have
the largest sum. A cluster that is split goes on as its larger part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.clusters.partitions import jaccards_of, renumbered
from rfm.clusters.profiles.by_effects import LONGEST
from rfm.clusters.profiles.results import ClusterProfiles
from rfm.errors import SettingsError
from rfm.features.points import Array, Codes
from rfm.words import quoted

if TYPE_CHECKING:
    from rfm.clusters.algorithms.base import ClusterAlgorithm
    from rfm.clusters.comparison.results import Comparison
    from rfm.features.pipeline import Pipeline

SAME_FROM: Final = 0.5


@dataclass(frozen=True)
class Placer:
    """Puts customers, known or new, into the clusters of a snapshot.

    Parameters
    ----------
    pipeline : Pipeline
        How attributes become comparable.
    algorithm : ClusterAlgorithm
        What found the clusters.
    order : tuple of int
        The algorithm's own number of each cluster as readers know them, best first.
    names : tuple of str
        Their names; one more than `order` where the last is the group of those in no cluster.
    """

    pipeline: "Pipeline"
    algorithm: "ClusterAlgorithm"
    order: tuple[int, ...]
    names: tuple[str, ...]

    @property
    def has_noise(self) -> bool:
        """Whether the last group is that of the customers in no cluster."""
        return len(self.names) > len(self.order)

    def labels(self, customers: pd.DataFrame) -> Codes:
        """Return the place in `names` of each customer's cluster."""
        return renumbered(self.algorithm.predict(self.pipeline.features(customers)), self.order)

    def names_of(self, found: Codes) -> "pd.Categorical[str]":
        """Return the name of each customer's cluster, given the algorithm's own numbers."""
        labels = renumbered(found, self.order)
        return pd.Categorical.from_codes(labels, pd.Index(self.names), ordered=True)

    def probabilities(self, customers: pd.DataFrame) -> Array:
        """Return how likely each customer belongs to each of `names`; rows sum to 1."""
        own = self.algorithm.probabilities(self.pipeline.features(customers))
        ordered = own[:, list(self.order)]
        if not self.has_noise:
            return ordered
        rest = np.clip(1.0 - ordered.sum(axis=1, keepdims=True), 0.0, 1.0)
        return np.hstack([ordered, rest])


@dataclass(frozen=True, kw_only=True)
class Clustering:
    """Clusters with all that there is to judge them by.

    Parameters
    ----------
    comparison : Comparison
        The algorithms that were tried, and the one that was taken.
    profiles : ClusterProfiles
        What sets each cluster apart.
    placer : Placer
        Puts customers into the clusters.
    slots : tuple of int
        The places of the clusters' colours, which they keep.
    members : DataFrame
        Number and name of the cluster of each customer and, where algorithms were compared, its
        probability, the place on the map, and whether the customer is far from everybody.
    """

    comparison: "Comparison"
    profiles: ClusterProfiles
    placer: Placer
    slots: tuple[int, ...]
    members: pd.DataFrame


def membership_columns(
    labels: Codes, names: tuple[str, ...], probabilities: Array | None = None
) -> pd.DataFrame:
    """Return the columns of the customer table that say who belongs where.

    Parameters
    ----------
    labels : array of int
        Place in `names` of each customer's cluster.
    names : tuple of str
        The clusters' names.
    probabilities : array of shape (customers, clusters), optional
        How surely; not said when absent.
    """
    columns: dict[str, Any] = {
        schema.CLUSTER: labels + 1,
        schema.CLUSTER_NAME: pd.Categorical.from_codes(labels, pd.Index(names), ordered=True),
    }
    if probabilities is not None:
        columns[schema.CLUSTER_PROBABILITY] = probabilities[np.arange(len(labels)), labels]
    return pd.DataFrame(columns)


@dataclass(frozen=True)
class Kept:
    """Names and colours (their slots) of clusters, by number."""

    names: tuple[str, ...]
    slots: tuple[int, ...]


@dataclass(frozen=True)
class KnownClusters(Kept):
    """The clusters of the last analysis.

    Parameters
    ----------
    names, slots : tuple
        Names and colours, by number.
    members : Series
        The number of each customer's cluster, 0 the first and -1 none, by customer number.
    """

    members: pd.Series


def keep(known: KnownClusters | None, names: Sequence[str], members: pd.Series) -> Kept:
    """Return the names and colours of new clusters: those of the known ones they go on from.

    Parameters
    ----------
    known : KnownClusters, optional
        The clusters of the last analysis.
    names : sequence of str
        What the new clusters would be called on their own.
    members : Series
        The number of each customer's new cluster, by customer number; -1 is none. The group of
        those in no cluster goes on from nothing and keeps its own name.
    """
    if known is None:
        return Kept(tuple(names), tuple(range(len(names))))
    came_from = match_clusters(known.members, members)
    kept = [known.names[came_from[new]] if new in came_from else "" for new in range(len(names))]
    taken = {known.slots[old] for old in came_from.values()}
    free = iter(slot for slot in range(len(names) + len(taken)) if slot not in taken)
    slots = [
        known.slots[came_from[new]] if new in came_from else next(free) for new in range(len(names))
    ]
    return Kept(_unique(kept, names), tuple(slots))


def _unique(kept: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """Return kept names, and for new clusters their own, told apart from those that are kept."""
    taken = set(filter(None, kept))
    names = []
    for old, new in zip(kept, own, strict=True):
        name = old or next(
            candidate
            for candidate in (new, *(f"{new} ({number})" for number in range(2, len(own) + 2)))
            if candidate not in taken
        )
        taken.add(name)
        names.append(name)
    return tuple(names)


def renamed(kept: Kept, wanted: Sequence[tuple[str, str]]) -> Kept:
    """Return the names with those that a reader wants instead.

    Parameters
    ----------
    kept : Kept
        The names that the clusters would have.
    wanted : sequence of (str, str)
        A name, and the one to be used instead of it.

    Raises
    ------
    SettingsError
        When no cluster has a name, or a new one is too long or taken.
    """
    names = list(kept.names)
    for old, new in wanted:
        if old not in names:
            known = quoted(names)
            raise SettingsError(f"No cluster is called '{old}'. The clusters are: {known}.")
        if not new.strip() or len(new) > LONGEST:
            raise SettingsError(
                f"'{new[:LONGEST]}' cannot be the name of a cluster: give 1 to {LONGEST} letters."
            )
        if new in names and new != old:
            raise SettingsError(f"Another cluster is called '{new}' already. Give another name.")
        names[names.index(old)] = new.strip()
    return replace(kept, names=tuple(names))


def match_clusters(old: "pd.Series[int]", new: "pd.Series[int]") -> Mapping[int, int]:
    """Return for each new cluster the old one that it continues; those without one are absent.

    Parameters
    ----------
    old, new : Series of int
        Cluster by customer number (the index), -1 for noise. Customers known only once do not
        count; noise continues nothing.

    Examples
    --------
    >>> import pandas as pd
    >>> old = pd.Series([0, 0, 1, 1, 1], index=list("abcde"))
    >>> new = pd.Series([1, 1, 0, 0, 0], index=list("abcde"))
    >>> match_clusters(old, new)
    {0: 1, 1: 0}
    """
    from scipy.optimize import linear_sum_assignment

    known = old.index.intersection(new.index)
    before = np.asarray(old.loc[known], dtype=np.int64)
    after = np.asarray(new.loc[known], dtype=np.int64)
    jaccards = jaccards_of(after, before, int(after.max(initial=-1)) + 1)
    # Only pairs that may be the same compete, so that a weak pair cannot part a strong one.
    allowed = np.where(jaccards >= SAME_FROM, jaccards, 0.0)
    rows, columns = linear_sum_assignment(-allowed)
    return {
        int(row): int(column)
        for row, column in zip(rows, columns, strict=True)
        if allowed[row, column] > 0
    }
