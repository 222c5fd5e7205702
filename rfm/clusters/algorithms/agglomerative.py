"""Agglomerative (Ward): the two groups that cost least are merged, again and again.

Merging needs every pair of customers, so at most some thousand are merged; the others join their
nearest neighbours. One tree holds every number of clusters.
"""

from typing import ClassVar, Final

import numpy as np

from rfm import schema
from rfm.clusters.algorithms.nearest import NearestAlgorithm
from rfm.clusters.cells import group_means
from rfm.features.points import Array, Codes, Features

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
