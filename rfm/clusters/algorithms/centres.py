"""Algorithms whose clusters are what lies nearest to their centres: k-means and BIRCH.

k-means: round clusters around k centres. Few columns are collapsed into weighted cells first (see
rfm/clusters/cells.py), so that a million customers take as long as some thousand. With many columns
hardly any two customers share a cell: there the starts are made on a sample, and the best one is
run on until nothing moves.

BIRCH: one pass over the customers sums them up in small balls, and the balls are clustered. For
data of any length and more columns than a grid of cells can hold. The balls are as large as they
must be for a thousand of them to hold a sample of the customers, and are divided by k-means, each
weighing as much as it holds (phase 3 of Zhang, Ramakrishnan and Livny, 1996).
"""

from collections.abc import Mapping
from typing import ClassVar, Final, Self

import numpy as np

from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.cells import MOST_MERGED, WeightedCells, collapse, group_means
from rfm.clusters.partitions import Partition, fit_kmeans, nearest_centre, settle_kmeans, steadied
from rfm.features.points import Array, Codes, Features, order_of

_LEAST_VARIANCE: Final = 1e-12
_ROWS_AT_ONCE: Final = 50_000
# Starts of a fit, and of a fit to a bootstrap sample.
STARTS: Final = 10
FEW_STARTS: Final = 3
SAMPLED: Final = 20_000
MOST_BALLS: Final = 1_000
# Customers that say how large the balls have to be, and those that are summed up at most.
SIZED_ON: Final = 3_000
SUMMED_UP: Final = 100_000
_FIRST_RADIUS: Final = 0.1
_WIDER: Final = 1.5


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
    from scipy.special import softmax

    return np.asarray(softmax(distances / (-2 * max(variance, _LEAST_VARIANCE)), axis=1))


class KMeansAlgorithm(CentreAlgorithm):
    """k-means, best of ten starts."""

    name: ClassVar[str] = "kmeans"
    title: ClassVar[str] = "k-means"
    fit_title: ClassVar[str] = "inertia"
    # Cells are in an order of their own, and customers need none.
    needs_order: ClassVar[bool] = False

    _scanned: tuple[WeightedCells, Partition]

    def __init__(self, k: int = 2, seed: int = 0, starts: int = STARTS) -> None:
        super().__init__(k, seed)
        self.starts = starts

    def resampled(self, seed: int) -> Self:
        """Return a copy with fewer starts: some of a hundred samples may miss the best valley."""
        copy = self.again(seed)
        copy.starts = min(self.starts, FEW_STARTS)
        return copy

    def steady(self, features: Features, seed: int) -> float:
        """Take the best of fits with ten seeds, and say how far they agree at least.

        Parameters
        ----------
        features : Features
            The customers that a `scan` with the first seed was made on.
        seed : int
            Of one more fit, which counts where it is clearly better.
        """
        cells, first = self._scanned
        found, agreement = steadied(cells, first, seed)
        self._take(found, features)
        self.settle(features)
        return agreement

    def prepare(self, ordered: Features) -> WeightedCells:
        """Return the cells."""
        points = ordered.points
        if points.shape[1] > MOST_MERGED and len(points) > SAMPLED:
            points = ordered.take(order_of(ordered)).thinned(SAMPLED).points
        return collapse(points)

    def divide(self, prepared: WeightedCells, ordered: Features) -> None:
        """Find the centres."""
        cells = prepared
        k = min(self.k, len(cells.points))
        # One cluster has one centre, wherever it starts.
        found = fit_kmeans(cells, k, self.seed, starts=self.starts if k > 1 else 1)
        if cells.weights.sum() < len(ordered):
            points = ordered.take(order_of(ordered)).points
            everyone = WeightedCells(points, np.ones(len(points)))
            found = settle_kmeans(everyone, found.centres)
        self._scanned = cells, found
        self._take(found, ordered)

    def _take(self, found: Partition, features: Features) -> None:
        self.centres_, self.fit_ = found.centres, found.inertia
        self.variance_ = variance_of(found.inertia, features.points)


def variance_of(inertia: float, points: Array) -> float:
    """Return the mean squared distance to the centre in one direction that varies."""
    varying = max(1, int((np.ptp(points, axis=0) > 0).sum()))
    return inertia / (len(points) * varying)


class BirchAlgorithm(CentreAlgorithm):
    """BIRCH.

    Parameters
    ----------
    k, seed : int
        Number of clusters; the seed decides in which order the customers pass.
    radius : float
        Of the balls; 0 finds one that suits.
    """

    name: ClassVar[str] = "birch"
    title: ClassVar[str] = "BIRCH"
    fit_title: ClassVar[str] = "inertia"
    decided: ClassVar[Mapping[str, str]] = {"radius": "radius_"}

    radius_: float

    def __init__(self, k: int = 2, seed: int = 0, radius: float = 0.0) -> None:
        super().__init__(k, seed)
        self.radius = radius

    def prepare(self, ordered: Features) -> tuple[Array, float, WeightedCells]:
        """Return the customers, and how they are summed up: balls of what radius."""
        points = ordered.thinned(SUMMED_UP).points
        radius = self.radius or _radius(points, self.seed)
        return points, radius, _balls(points, radius, self.seed)

    def divide(
        self,
        prepared: tuple[Array, float, WeightedCells],
        ordered: Features,  # noqa: ARG002
    ) -> None:
        """Divide the balls."""
        points, self.radius_, balls = prepared
        k = min(self.k, len(balls.points))
        found = fit_kmeans(balls, k, self.seed, starts=FEW_STARTS)
        self.centres_, self.fit_ = found.centres, found.inertia
        self.variance_ = variance_of(found.inertia, points)


def _radius(points: Array, seed: int) -> float:
    chosen = points[:: max(1, len(points) // SIZED_ON)]
    radius = _FIRST_RADIUS * float(np.sqrt(chosen.var(axis=0).sum())) or 1.0
    while len(_balls(chosen, radius, seed).points) > MOST_BALLS:
        radius *= _WIDER
    return radius


def _balls(points: Array, radius: float, seed: int) -> WeightedCells:
    from sklearn.cluster import Birch

    # In sorted order the first branches would be full before the last customers come.
    shuffled = points[np.random.default_rng(seed).permutation(len(points))]
    ball_of = Birch(threshold=radius, n_clusters=None).fit(shuffled).labels_
    _, ball_of = np.unique(ball_of, return_inverse=True)
    means, weights = group_means(shuffled, ball_of, np.ones(len(shuffled)))
    scatter = float(((shuffled - means[ball_of]) ** 2).sum())
    return WeightedCells(means, weights, scatter)
