"""The clusters of a log or of a customer table, with all that there is to judge them by."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rfm import schema
from rfm.clusters.partitions import renumbered
from rfm.clusters.profiles.results import ClusterProfiles
from rfm.features.points import Array, Codes

if TYPE_CHECKING:
    from rfm.clusters.algorithms.base import ClusterAlgorithm
    from rfm.clusters.comparison.results import Comparison
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
