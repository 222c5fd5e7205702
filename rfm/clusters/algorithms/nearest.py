"""Placing by the nearest known customers, for clusters that have no centre and no formula.

The ten nearest of the customers that were clustered vote, each with the inverse of its squared
distance: a known customer meets itself and keeps its cluster. Where an algorithm knows noise, a
customer farther from everybody in the winning cluster than its own members are from their nearest
fellow is noise.
"""

from typing import Any, ClassVar, Final, Self

import numpy as np

from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.features.points import Array, Codes, Features, order_of
from rfm.schema import NOISE

VOTERS: Final = 10
# Of members, by the distance to their nearest fellow: the farthest few do not widen a cluster.
_WITHIN: Final = 0.99
_LEAST_SQUARE: Final = 1e-18


class NearestAlgorithm(ClusterAlgorithm):
    """An algorithm that knows its clusters by their members."""

    learned: ClassVar[tuple[str, ...]] = ("known_", "known_labels_", "limits_")
    by_cluster: ClassVar[tuple[str, ...]] = ("limits_",)
    has_noise: ClassVar[bool] = False

    known_: Array
    known_labels_: Codes
    limits_: Array

    def fit(self, features: Features, y: Any = None) -> Self:  # noqa: ARG002
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
