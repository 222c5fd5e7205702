"""How well clusters of any shape are set apart: density-based clustering validation (DBCV).

A silhouette asks for round clusters: of two rings, one inside the other, it prefers the halves of
both. DBCV (Moulavi and others, 2014) asks whether the sparsest place *inside* a cluster is denser
than the densest place *between* it and its nearest neighbour. It is 1 for clusters with empty space
between them, and negative where a border runs through a crowd. Noise counts against it.
"""

from typing import Final

import numpy as np

from rfm.features.points import Array, Codes, thinned_rows

ALL_UP_TO: Final = 2_000
# The fellow whose distance says how dense a place is, as in HDBSCAN. The paper's mean over all
# fellows grows with the length of a ring, however dense it is.
NEIGHBOURS: Final = 10
_FEWEST: Final = 3


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
