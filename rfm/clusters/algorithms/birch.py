"""BIRCH: one pass over the customers sums them up in small balls, and the balls are clustered.

For data of any length and more columns than a grid of cells can hold. The balls are as large as
they must be for a thousand of them to hold a sample of the customers, and are divided by k-means,
each weighing as much as it holds (phase 3 of Zhang, Ramakrishnan and Livny, 1996).
"""

from collections.abc import Mapping
from typing import ClassVar, Final

import numpy as np

from rfm.clusters.algorithms.kmeans import FEW_STARTS, CentreAlgorithm, variance_of
from rfm.clusters.cells import WeightedCells, group_means
from rfm.clusters.partitions import fit_kmeans
from rfm.features.points import Array, Features, thinned

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
    decided: ClassVar[Mapping[str, str]] = {"radius": "radius_"}

    radius_: float

    def __init__(self, k: int = 2, seed: int = 0, radius: float = 0.0) -> None:
        super().__init__(k, seed)
        self.radius = radius

    def prepare(self, ordered: Features) -> tuple[Array, float, WeightedCells]:
        """Return the customers, and how they are summed up: balls of what radius."""
        points = thinned(ordered, SUMMED_UP).points
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
