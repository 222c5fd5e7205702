"""BIRCH: one pass over the customers sums them up in small balls, and the balls are clustered.

For data of any length and more columns than a grid of cells can hold. The balls are as large as
they must be for a thousand of them to hold a sample of the customers, and are divided by k-means,
each weighing as much as it holds (phase 3 of Zhang, Ramakrishnan and Livny, 1996).
"""

from collections.abc import Sequence
from typing import ClassVar, Final, Self

import numpy as np

from rfm.clusters.algorithms.centres import CentreAlgorithm
from rfm.clusters.algorithms.kmeans import FEW_STARTS, variance_of
from rfm.clusters.cells import WeightedCells
from rfm.clusters.partitions import fit_kmeans
from rfm.features.points import Array, Features, order_of, thinned

MOST_BALLS: Final = 1_000
# Customers that say how large the balls have to be, and those that are summed up at most.
SIZED_ON: Final = 3_000
SUMMED_UP: Final = 100_000
_FIRST_RADIUS: Final = 0.1
_WIDER: Final = 1.5


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

    radius_: float

    def __init__(self, k: int = 2, seed: int = 0, radius: float = 0.0) -> None:
        super().__init__(k, seed)
        self.radius = radius

    @classmethod
    def scan(cls, features: Features, numbers: Sequence[int], seed: int) -> dict[int, Self]:
        """Return the algorithm fitted with each number of clusters; the balls are made once."""
        points = thinned(features.take(order_of(features)), SUMMED_UP).points
        radius = _radius(points, seed)
        balls = _balls(points, radius, seed)
        fitted = {k: cls(k, seed, radius) for k in numbers}
        for model in fitted.values():
            model.radius_ = radius
            model._divide(balls, points)
            model.settle(features)
        return fitted

    def again(self, seed: int) -> Self:
        """Return an unfitted copy with balls of the same size."""
        copy = super().again(seed)
        copy.radius = getattr(self, "radius_", self.radius)
        return copy

    def learn(self, ordered: Features) -> None:
        """Sum up and divide."""
        points = thinned(ordered, SUMMED_UP).points
        self.radius_ = self.radius or _radius(points, self.seed)
        self._divide(_balls(points, self.radius_, self.seed), points)

    def _divide(self, balls: WeightedCells, points: Array) -> None:
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
    weights = np.bincount(ball_of).astype(float)
    means = np.column_stack([np.bincount(ball_of, column) / weights for column in shuffled.T])
    scatter = float(((shuffled - means[ball_of]) ** 2).sum())
    return WeightedCells(means, weights, len(weights), scatter)
