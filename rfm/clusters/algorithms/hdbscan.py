"""HDBSCAN: crowds of any shape, however many there are; whoever stands alone is noise.

The smallest cluster. HDBSCAN asks how many customers make a cluster. 1, 2 and 5 % of all customers
are tried (10 customers at least), and the clusters that are set apart best are kept, by DBCV: a
smaller share finds fragments of crowds, a larger one merges neighbours.

How well clusters of any shape are set apart: density-based clustering validation (DBCV). A
silhouette asks for round clusters: of two rings, one inside the other, it prefers the halves of
both. DBCV (Moulavi and others, 2014) asks whether the sparsest place *inside* a cluster is denser
than the densest place *between* it and its nearest neighbour. It is 1 for clusters with empty space
between them, and negative where a border runs through a crowd. Noise counts against it.
"""

from collections.abc import Mapping
from typing import ClassVar, Final

import numpy as np

from rfm.clusters.algorithms.nearest import NearestAlgorithm
from rfm.features.points import Array, Codes, Features, thinned_rows

SHARES: Final = (0.01, 0.02, 0.05)
FEWEST: Final = 10
# Neighbours that make a place dense. In DBCV too the distance to the last of them says how dense it
# is: the paper's mean over all fellows grows with the length of a ring, however dense it is.
NEIGHBOURS: Final = 10
# 100,000 customers took 85 s; the others are placed by their nearest neighbours.
SAMPLED: Final = 20_000
MOST_COLUMNS: Final = 20
ALL_UP_TO: Final = 2_000
_FEWEST: Final = 3


class HdbscanAlgorithm(NearestAlgorithm):
    """HDBSCAN, with the smallest cluster as a share of the customers.

    Parameters
    ----------
    k, seed : int
        Not used: it finds its own number, and leaves nothing to chance.
    share : float
        Smallest cluster as a share of all customers; 0 tries several.
    """

    name: ClassVar[str] = "hdbscan"
    title: ClassVar[str] = "HDBSCAN"
    takes_k: ClassVar[bool] = False
    uses_seed: ClassVar[bool] = False
    has_noise: ClassVar[bool] = True
    decided: ClassVar[Mapping[str, str]] = {"share": "share_"}

    share_: float

    def __init__(self, k: int = 0, seed: int = 0, share: float = 0.0) -> None:
        super().__init__(k, seed)
        self.share = share

    @classmethod
    def objection(cls, features: Features) -> str:
        """Object to many columns, where everybody is about equally far from everybody."""
        columns = features.points.shape[1]
        if columns > MOST_COLUMNS:
            return (
                f"HDBSCAN looks for crowds, and with {columns} columns nearly everybody is alone; "
                f"it suits up to {MOST_COLUMNS}. Use fewer columns, or reduce them first."
            )
        return ""

    def prepare(self, ordered: Features) -> Array:
        """Return the customers among whom crowds are looked for."""
        return ordered.thinned(SAMPLED).points

    def divide(self, prepared: Array, ordered: Features) -> None:  # noqa: ARG002
        """Find the crowds."""
        points = prepared
        shares = (self.share,) if self.share else SHARES
        tried = [(share, _crowds(points, share)) for share in shares]
        validities = [density_validity(points, labels) for _, labels in tried]
        ranked = [-np.inf if one is None else one for one in validities]
        best = int(np.argmax(ranked))
        self.share_, labels = tried[best]
        self.fit_ = ranked[best] if np.isfinite(ranked[best]) else 0.0
        self.remember(points, labels)


def _crowds(points: Array, share: float) -> Codes:
    from sklearn.cluster import HDBSCAN

    smallest = max(FEWEST, round(share * len(points)))
    neighbours = min(NEIGHBOURS, smallest, len(points))
    if len(points) < smallest:
        return np.full(len(points), -1)
    found = HDBSCAN(min_cluster_size=smallest, min_samples=neighbours, copy=True).fit(points)
    return np.asarray(found.labels_, dtype=np.int64)


def density_validity(points: Array, labels: Codes) -> float | None:
    """Return the DBCV of a partition, -1 to 1; None when fewer than two clusters can be measured.

    Parameters
    ----------
    points : array of shape (n, columns)
        Customers; equal ones of one cluster count once. Every n-th is taken when there are many.
    labels : integer array of shape (n,)
        Cluster of each customer; -1 is noise.
    """
    rows = thinned_rows(len(points), ALL_UP_TO)
    together = np.unique(np.column_stack([points[rows], labels[rows]]), axis=0)
    places, of_place = together[:, :-1], together[:, -1]
    clusters, sizes = np.unique(of_place[of_place >= 0], return_counts=True)
    clusters, sizes = clusters[sizes >= _FEWEST], sizes[sizes >= _FEWEST]
    if len(clusters) < 2:  # noqa: PLR2004 - there is nothing to be apart from
        return None
    members = [places[of_place == cluster] for cluster in clusters]
    inner = [_inside(each) for each in members]
    sparsest = np.array([one[0] for one in inner])
    nearest = _nearest_gaps([(one[1], one[2]) for one in inner])
    apart = (nearest - sparsest) / np.maximum(np.maximum(nearest, sparsest), 1e-300)
    return float((sizes * apart).sum() / len(places))


def _inside(members: Array) -> tuple[float, Array, Array]:
    """Return the sparsest place on a cluster's tree, its inner members and their core distances."""
    from scipy.sparse.csgraph import minimum_spanning_tree
    from scipy.spatial.distance import cdist

    distances = cdist(members, members)
    cores = _core_distances(distances)
    reach = np.maximum(distances, np.maximum(cores[:, None], cores[None, :]))
    tree = minimum_spanning_tree(reach).tocoo()
    degrees = np.bincount(np.concatenate([tree.row, tree.col]), minlength=len(members))
    is_inner = degrees > 1
    between_inner = is_inner[tree.row] & is_inner[tree.col]
    edges = tree.data[between_inner] if between_inner.any() else tree.data
    return float(edges.max()), members[is_inner], cores[is_inner]


def _core_distances(distances: Array) -> Array:
    nearest = min(NEIGHBOURS, len(distances) - 1)
    return np.asarray(np.partition(distances, nearest, axis=1)[:, nearest])


def _nearest_gaps(inner: list[tuple[Array, Array]]) -> Array:
    """Return for each cluster the reach to the nearest other one."""
    from scipy.spatial.distance import cdist

    gaps = np.full((len(inner), len(inner)), np.inf)
    for first, (points, cores) in enumerate(inner):
        for second, (others, of_others) in enumerate(inner[:first]):
            reach = np.maximum(cdist(points, others), np.maximum(cores[:, None], of_others))
            gaps[first, second] = gaps[second, first] = reach.min()
    return np.asarray(gaps.min(axis=1))
