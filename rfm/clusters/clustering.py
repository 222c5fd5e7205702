"""The clusters of a log or of a customer table: named, explained, judged, and placeable."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rfm import schema
from rfm.clusters.comparison.results import Comparison
from rfm.clusters.profiles.results import ClusterProfiles
from rfm.features.points import Array, Codes

if TYPE_CHECKING:
    from rfm.clusters.algorithms.base import ClusterAlgorithm
    from rfm.features.pipeline import Pipeline


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

    `members` has one row per customer: number and name of the cluster and, where algorithms were
    compared, its probability, the place on the map, and whether the customer is far from everybody.
    `slots` are the places of the clusters' colours, which they keep.
    """

    comparison: Comparison
    profiles: ClusterProfiles
    placer: Placer
    slots: tuple[int, ...]
    members: pd.DataFrame

    @property
    def names(self) -> tuple[str, ...]:
        """The clusters' names in order, noise last."""
        return self.placer.names


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


def renumbered(labels: Codes, order: tuple[int, ...]) -> Codes:
    """Return an algorithm's labels as places in an order; noise (-1) comes after the last."""
    place = np.full(len(order) + 1, len(order), dtype=np.int64)
    place[list(order)] = np.arange(len(order))
    # -1 is the last entry.
    return place[labels]
