"""Clusters that have no centre and no formula, placed by the nearest known customers; and Ward's.

The ten nearest of the customers that were clustered vote, each with the inverse of its squared
distance: a known customer meets itself and keeps its cluster. Where an algorithm knows noise, a
customer farther from everybody in the winning cluster than its own members are from their nearest
fellow is noise.

Agglomerative (Ward): the two groups that cost least are merged, again and again. Merging needs
every pair of customers, so at most some thousand are merged; the others join their nearest
neighbours. One tree holds every number of clusters.
"""

from typing import ClassVar, Final, Self

import numpy as np

from rfm import schema
from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.cells import group_means
from rfm.features.points import Array, Codes, Features, order_of
from rfm.schema import NOISE

VOTERS: Final = 10
# Of members, by the distance to their nearest fellow: the farthest few do not widen a cluster.
_WITHIN: Final = 0.99
_LEAST_SQUARE: Final = 1e-18
MERGED: Final = 3_000
MOST_CUSTOMERS: Final = 200_000


class NearestAlgorithm(ClusterAlgorithm):
    """An algorithm that knows its clusters by their members."""

    learned: ClassVar[tuple[str, ...]] = ("known_", "known_labels_", "limits_")
    by_cluster: ClassVar[tuple[str, ...]] = ("limits_",)
    has_noise: ClassVar[bool] = False

    known_: Array
    known_labels_: Codes
    limits_: Array

    def fit(self, features: Features) -> Self:
        """Find the clusters, the same in any order of customers."""
        order = order_of(features)
        self.learn(features.take(order))
        if len(self.known_) < len(features):
            return self.settle(features)
        # Everybody is known, and nobody has to be placed.
        labels = np.empty(len(features), dtype=np.int64)
        labels[order] = self.known_labels_
        return self.number_by_size(labels)

    def remember(self, points: Array, labels: Codes) -> None:
        """Keep the customers that were clustered, and how far a new one may be from them."""
        found = np.unique(labels[labels != NOISE])
        self.known_ = points
        self.known_labels_ = np.where(labels == NOISE, NOISE, np.searchsorted(found, labels))
        self.limits_ = np.full(len(found), np.inf)
        if self.has_noise:
            members = [points[labels == cluster] for cluster in found]
            self.limits_ = np.array([_reach(each) for each in members])

    def leave_nobody_out(self) -> None:
        """Let no distance be too far."""
        self.limits_ = np.full(len(self.limits_), np.inf)

    def renumber(self, order: Codes) -> None:
        """Renumber the known customers too."""
        super().renumber(order)
        number = np.full(max(int(self.known_labels_.max(initial=NOISE)) + 1, 1), NOISE)
        number[order] = np.arange(len(order))
        is_noise = self.known_labels_ == NOISE
        self.known_labels_ = np.where(is_noise, NOISE, number[self.known_labels_])

    def predict(self, features: Features) -> Codes:
        """Return the cluster that the nearest known customers vote for."""
        votes = self._votes(features)
        winner = np.argmax(votes, axis=1).astype(np.int64)
        return np.where(winner == len(self.limits_), NOISE, winner)

    def probabilities(self, features: Features) -> Array:
        """Return each cluster's share of the votes of the nearest known customers."""
        return self._votes(features)[:, :-1]

    def _votes(self, features: Features) -> Array:
        """Return the share of votes of each cluster, and of noise in the last column."""
        from scipy.spatial import cKDTree

        voters = min(VOTERS, len(self.known_))
        distances, rows = cKDTree(self.known_).query(features.points, k=np.arange(1, voters + 1))
        noise = len(self.limits_)
        labels = np.where(self.known_labels_ == NOISE, noise, self.known_labels_)[rows]
        weights = 1.0 / np.maximum(distances**2, _LEAST_SQUARE)
        cells = np.arange(len(rows))[:, None] * (noise + 1) + labels
        counted = np.bincount(cells.ravel(), weights.ravel(), len(rows) * (noise + 1))
        votes: Array = counted.astype(np.float64).reshape(len(rows), noise + 1)
        votes /= votes.sum(axis=1, keepdims=True)
        is_far = distances[:, 0] > np.append(self.limits_, np.inf)[np.argmax(votes, axis=1)]
        votes[is_far] = np.arange(noise + 1) == noise
        return votes


def _reach(members: Array) -> float:
    """Return how far nearly all members are from their nearest fellow."""
    from scipy.spatial import cKDTree

    distances, _ = cKDTree(members).query(members, k=2)
    return float(np.quantile(distances[:, 1], _WITHIN))


class AgglomerativeAlgorithm(NearestAlgorithm):
    """Ward's method on a sample that the seed draws."""

    name: ClassVar[str] = "agglomerative"
    title: ClassVar[str] = "Agglomerative (Ward)"
    fit_name: ClassVar[str] = schema.SPREAD
    fit_title: ClassVar[str] = "spread within clusters"

    @classmethod
    def objection(cls, features: Features) -> str:
        """Object to very many customers, of whom the merged sample says too little."""
        if len(features) > MOST_CUSTOMERS:
            return (
                f"Agglomerative merging compares every pair of customers; of {len(features):,} it "
                f"could merge only {MERGED:,}. It suits up to {MOST_CUSTOMERS:,}."
            )
        return ""

    def prepare(self, ordered: Features) -> tuple[Array, Array]:
        """Return the customers that are merged, and the tree of their mergers."""
        from scipy.cluster.hierarchy import linkage

        points = _sample(ordered, self.seed)
        return points, np.asarray(linkage(points, "ward"))

    def divide(self, prepared: tuple[Array, Array], ordered: Features) -> None:  # noqa: ARG002
        """Cut the tree."""
        from scipy.cluster.hierarchy import fcluster

        points, tree = prepared
        labels: Codes = fcluster(tree, self.k, "maxclust").astype(np.int64) - 1
        self.fit_ = _spread(points, labels)
        self.remember(points, labels)


def _sample(ordered: Features, seed: int) -> Array:
    if len(ordered) <= MERGED:
        return ordered.points
    rows: Codes = np.random.default_rng(seed).choice(len(ordered), MERGED, replace=False)
    return ordered.points[np.sort(rows)]


def _spread(points: Array, labels: Codes) -> float:
    means, _ = group_means(points, labels, np.ones(len(points)))
    return float(sum(column.sum() for column in ((points - means[labels]) ** 2).T))
