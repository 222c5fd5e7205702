"""k-means: round clusters around k centres.

Few columns are collapsed into weighted cells first (see rfm/clusters/cells.py), so
that a million customers take as long as some thousand. With many columns hardly any two customers
share a cell: there the starts are made on a sample, and the best one is run on until nothing moves.
"""

from collections.abc import Sequence
from typing import Any, ClassVar, Final, Self

import numpy as np

from rfm.clusters.algorithms.centres import CentreAlgorithm
from rfm.clusters.cells import MOST_MERGED, WeightedCells, collapse
from rfm.clusters.partitions import Partition, fit_kmeans, settle_kmeans, steadied
from rfm.features.points import Array, Features, order_of, thinned

# Starts of a fit, and of a fit to a bootstrap sample.
STARTS: Final = 10
FEW_STARTS: Final = 3
SAMPLED: Final = 20_000


class KMeansAlgorithm(CentreAlgorithm):
    """k-means, best of ten starts."""

    name: ClassVar[str] = "kmeans"
    title: ClassVar[str] = "k-means"
    fit_title: ClassVar[str] = "inertia"

    _scanned: tuple[WeightedCells, Partition]

    def __init__(self, k: int = 2, seed: int = 0, starts: int = STARTS) -> None:
        super().__init__(k, seed)
        self.starts = starts

    @classmethod
    def scan(cls, features: Features, numbers: Sequence[int], seed: int) -> dict[int, Self]:
        """Return the algorithm fitted with each number of clusters; cells are made only once."""
        cells = _cells(features)
        fitted = {k: cls(k, seed) for k in numbers}
        for model in fitted.values():
            model._learn_cells(cells, features)
            model.settle(features)
        return fitted

    def resampled(self) -> Self:
        """Return a copy with fewer starts: some of a hundred samples may miss the best valley."""
        copy = self.again(self.seed)
        copy.starts = min(self.starts, FEW_STARTS)
        return copy

    def fit(self, features: Features, y: Any = None) -> Self:  # noqa: ARG002
        """Find the clusters; cells are in an order of their own, and customers need none."""
        self.learn(features)
        return self.settle(features)

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

    def learn(self, ordered: Features) -> None:
        """Find the centres."""
        self._learn_cells(_cells(ordered), ordered)

    def _learn_cells(self, cells: WeightedCells, features: Features) -> None:
        k = min(self.k, len(cells.points))
        found = fit_kmeans(cells, k, self.seed, starts=self.starts)
        if cells.weights.sum() < len(features):
            ordered = features.take(order_of(features))
            everyone = WeightedCells(ordered.points, np.ones(len(ordered)), len(ordered))
            found = settle_kmeans(everyone, found.centres)
        self._scanned = cells, found
        self._take(found, features)

    def _take(self, found: Partition, features: Features) -> None:
        self.centres_, self.fit_ = found.centres, found.inertia
        self.variance_ = variance_of(found.inertia, features.points)


def variance_of(inertia: float, points: Array) -> float:
    """Return the mean squared distance to the centre in one direction that varies."""
    varying = max(1, int((np.ptp(points, axis=0) > 0).sum()))
    return inertia / (len(points) * varying)


def _cells(features: Features) -> WeightedCells:
    if features.points.shape[1] > MOST_MERGED and len(features) > SAMPLED:
        return collapse(thinned(features.take(order_of(features)), SAMPLED).points)
    return collapse(features.points)
