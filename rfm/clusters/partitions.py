"""k-means over weighted cells, repeatable to the last bit, and how alike two partitions are.

The seed. k-means has many resting places within a millionth of each other's inertia, and chance
decides at which one it stops: two seeds would differ in a handful of customers on a border.
`steadied` therefore takes the best over the same ten seeds, whatever the user's; a fit with the
user's seed replaces it when it is clearly better.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rfm.clusters.cells import WeightedCells, group_means
from rfm.features.points import Array, Codes
from rfm.schema import NOISE
from rfm.threads import one_thread
from rfm.words import AGREES_FROM

# Starts of each fit; the best one counts.
STARTS: Final = 10
# A start that moves less than this (a share of the variance) is near enough to its resting place to
# be compared with the others; the best goes on to the end. It takes a quarter less time, and the
# inertia stays within 0.02 % of what 1e-4 gives on two real logs, 0.1 % on a million customers.
ROUGHLY: Final = 1e-3
# The fits that have to agree with each other; the best of them is taken.
FIRST_SEED, *OTHER_SEEDS = range(10)
# The user's seed has a say when its inertia is lower by more than this share.
CLEARLY_LOWER: Final = 0.001


@dataclass(frozen=True)
class Partition:
    """A division of the cells into k clusters.

    Parameters
    ----------
    labels : array of shape (cells,)
        Cluster of each cell; clusters are numbered by their centres, not by chance.
    centres : array of shape (k, columns)
        Mean of the customers of each cluster.
    inertia : float
        Sum over customers of the squared distance to their centre.
    """

    labels: Codes
    centres: Array
    inertia: float


def fit_kmeans(
    cells: WeightedCells,
    k: int,
    seed: int,
    *,
    starts: int = STARTS,
    among: WeightedCells | None = None,
) -> Partition:
    """Divide the cells into k clusters: best of several starts, run until nothing moves.

    Parameters
    ----------
    cells : WeightedCells
        At least k distinct places.
    k : int
        Number of clusters.
    seed : int
        Seed of the starts.
    starts : int
        How many; the best one counts.
    among : WeightedCells, optional
        The same cells merged into fewer, at least k, where the starts are tried in less time.
    """
    from sklearn.cluster import KMeans

    tried = among or cells
    with one_thread():
        best = KMeans(k, n_init=starts, random_state=seed, tol=ROUGHLY)
        best.fit(tried.points, sample_weight=tried.weights)
    return settle_kmeans(cells, best.cluster_centers_)


def renumbered(labels: Codes, order: tuple[int, ...]) -> Codes:
    """Return an algorithm's labels as places in an order; noise (-1) comes after the last."""
    place = np.full(len(order) + 1, len(order), dtype=np.int64)
    place[list(order)] = np.arange(len(order))
    # -1 is the last entry.
    return place[labels]


def settle_kmeans(cells: WeightedCells, centres: Array) -> Partition:
    """Move centres until nothing moves, so that seeds with the same valley end at the same bits."""
    from sklearn.cluster import KMeans

    k = len(centres)
    with one_thread():
        settled = KMeans(k, init=centres, n_init=1, tol=0, max_iter=1_000)
        settled.fit(cells.points, sample_weight=cells.weights)
    return _numbered_by_centre(cells, settled.labels_.astype(np.int64), k)


def steadied(cells: WeightedCells, first: Partition, seed: int) -> tuple[Partition, float]:
    """Return the best partition over ten seeds, and its worst agreement with the others.

    The other seeds search among merged cells; one that ends elsewhere is asked again among all.

    Parameters
    ----------
    cells : WeightedCells
        What is divided.
    first : Partition
        The fit with the first seed.
    seed : int
        The user's.
    """
    k, merged = len(first.centres), cells.merged()
    fits = [first, *(fit_kmeans(cells, k, other, among=merged) for other in OTHER_SEEDS)]
    best = _tightest(fits)
    fits[1:] = [
        one if _alike(cells, best, one) >= AGREES_FROM else fit_kmeans(cells, k, other)
        for other, one in zip(OTHER_SEEDS, fits[1:], strict=True)
    ]
    best = _tightest(fits)
    of_user = fit_kmeans(cells, k, seed, among=merged)
    if of_user.inertia < best.inertia * (1 - CLEARLY_LOWER):
        best = of_user
    return best, min(_alike(cells, best, one) for one in fits)


def _tightest(fits: Sequence[Partition]) -> Partition:
    return min(fits, key=lambda one: one.inertia)


def _alike(cells: WeightedCells, first: Partition, second: Partition) -> float:
    return agreement(first.labels, second.labels, cells.weights)


def nearest_centre(points: Array, centres: Sequence[Sequence[float]]) -> Codes:
    """Return for each point the number of the nearest centre; of equally near ones the first."""
    nearest = np.zeros(len(points), dtype=np.int64)
    # A sweep a centre over whole columns: several times faster than a row-wise argmin, and the
    # bits of a row's distances depend on that row alone.
    smallest = _distances(points, centres[0])
    for number, centre in enumerate(centres[1:], start=1):
        distances = _distances(points, centre)
        nearest[distances < smallest] = number
        np.minimum(smallest, distances, out=smallest)
    return nearest


def agreement(first: Codes, second: Codes, weights: Array) -> float:
    """Return how alike two partitions of the same customers are (adjusted Rand index).

    1 is the same partition whatever its numbering, 0 what chance would give.
    """
    k = int(second.max()) + 1
    both = _in_groups(first * k + second, weights)
    pairs = _pairs(both)
    of_first = _pairs(_in_groups(first, weights))
    of_second = _pairs(_in_groups(second, weights))
    by_chance = of_first * of_second / _pairs(weights.sum(keepdims=True))
    most = (of_first + of_second) / 2
    return 1.0 if most == by_chance else float((pairs - by_chance) / (most - by_chance))


def _in_groups(groups: Codes, weights: Array) -> Array:
    return np.bincount(groups, weights).astype(float)


def _distances(points: Array, centre: Sequence[float]) -> Array:
    # The squared distance without the term that is equal for all centres.
    sums = np.full(len(points), sum(side**2 for side in centre))
    for axis, side in enumerate(centre):
        sums -= points[:, axis] * (2 * side)
    return sums


def _pairs(counts: Array) -> float:
    return float((counts * (counts - 1) / 2).sum())


def _numbered_by_centre(cells: WeightedCells, labels: Codes, k: int) -> Partition:
    centres, _ = group_means(cells.points, labels, cells.weights, k)
    order = np.lexsort(centres.T[::-1])
    number = np.empty(k, dtype=np.int64)
    number[order] = np.arange(k)
    labels, centres = number[labels], centres[order]
    distances = ((cells.points - centres[labels]) ** 2).sum(axis=1)
    return Partition(labels, centres, float((cells.weights * distances).sum()) + cells.scatter)


def jaccards_of(labels: Codes, others: Codes, k: int) -> Array:
    """Return the Jaccard index of each of k clusters with each other one."""
    both = shared_counts(labels, others, k)
    union = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
    # Row and column 0 are noise: they count in the sizes, and are no match.
    return np.asarray((both / np.maximum(union, 1))[1:, 1:])


def shared_counts(labels: Codes, others: Codes, k: int) -> Array:
    """Return how many customers each pair of clusters shares; noise comes first."""
    columns = int(others.max(initial=NOISE)) + 2
    cells = (labels + 1) * columns + (others + 1)
    counts = np.bincount(cells, minlength=(k + 1) * columns)
    return counts.astype(np.float64).reshape(k + 1, columns)
