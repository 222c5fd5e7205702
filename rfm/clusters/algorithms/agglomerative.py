"""Agglomerative (Ward): the two groups that cost least are merged, again and again.

Merging needs every pair of customers, so at most some thousand are merged; the others join their
nearest neighbours. One tree holds every number of clusters.
"""

from collections.abc import Sequence
from typing import ClassVar, Final, Self

import numpy as np

from rfm import schema
from rfm.clusters.algorithms.nearest import NearestAlgorithm
from rfm.features.points import Array, Codes, Features, order_of

MERGED: Final = 3_000
MOST_CUSTOMERS: Final = 200_000


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

    @classmethod
    def scan(cls, features: Features, numbers: Sequence[int], seed: int) -> dict[int, Self]:
        """Return the algorithm fitted with each number of clusters; the tree is grown only once."""
        points = _sample(features.take(order_of(features)), seed)
        tree = _tree(points)
        fitted = {k: cls(k, seed) for k in numbers}
        for model in fitted.values():
            model._cut(points, tree)
            model.settle(features)
        return fitted

    def learn(self, ordered: Features) -> None:
        """Grow the tree and cut it."""
        points = _sample(ordered, self.seed)
        self._cut(points, _tree(points))

    def _cut(self, points: Array, tree: Array) -> None:
        from scipy.cluster.hierarchy import fcluster

        labels: Codes = fcluster(tree, self.k, "maxclust").astype(np.int64) - 1
        self.fit_ = _spread(points, labels)
        self.remember(points, labels)


def _sample(ordered: Features, seed: int) -> Array:
    if len(ordered) <= MERGED:
        return ordered.points
    rows: Codes = np.random.default_rng(seed).choice(len(ordered), MERGED, replace=False)
    return ordered.points[np.sort(rows)]


def _tree(points: Array) -> Array:
    from scipy.cluster.hierarchy import linkage

    return np.asarray(linkage(points, "ward"))


def _spread(points: Array, labels: Codes) -> float:
    sizes = np.bincount(labels)
    spread = 0.0
    for column in points.T:
        means = np.bincount(labels, column) / sizes
        spread += float(((column - means[labels]) ** 2).sum())
    return spread
