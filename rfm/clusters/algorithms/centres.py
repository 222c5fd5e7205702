"""Placing by the nearest centre, for all algorithms whose clusters have one."""

from typing import ClassVar, Final

import numpy as np

from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.partitions import nearest_centre
from rfm.features.points import Array, Codes, Features

_LEAST_VARIANCE: Final = 1e-12
_ROWS_AT_ONCE: Final = 50_000


class CentreAlgorithm(ClusterAlgorithm):
    """An algorithm whose clusters are what lies nearest to their centres."""

    learned: ClassVar[tuple[str, ...]] = ("centres_", "variance_")
    by_cluster: ClassVar[tuple[str, ...]] = ("centres_",)

    centres_: Array
    variance_: float

    def predict(self, features: Features) -> Codes:
        """Return the cluster with the nearest centre."""
        return nearest_centre(features.points, self.centres_.tolist())

    def probabilities(self, features: Features) -> Array:
        """Return how sure each cluster is, were all of them round, equally wide and equally likely.

        The most probable cluster is always that of the nearest centre.
        """
        return certainties_of(squared_distances(features.points, self.centres_), self.variance_)


def squared_distances(points: Array, centres: Array) -> Array:
    """Return the squared distance of each point to each centre."""
    from scipy.spatial.distance import cdist

    distances = np.empty((len(points), len(centres)))
    for start in range(0, len(points), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        distances[rows] = cdist(points[rows], centres, "sqeuclidean")
    return distances


def certainties_of(distances: Array, variance: float) -> Array:
    """Return memberships from squared distances and the mean of them in one direction."""
    exponents = distances / (-2 * max(variance, _LEAST_VARIANCE))
    exponents -= exponents.max(axis=1, keepdims=True)
    weights = np.exp(exponents)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
