"""How well a partition divides the customers, whether there is anything to divide, and outliers.

Separation and tightness: noise is left out, for it is no cluster. A silhouette compares a
customer's mean distance to the own cluster with that to the nearest other one: 1 is a cluster far
from all others, 0 a customer on a border. Those of several partitions are taken at once: the
distances are computed only once.

Whether k-means does better here than on customers without any groups: the inertia falls with every
cluster more, groups or none. The gap (Tibshirani, Walther and Hastie, 2001) is how much lower its
logarithm is than on points spread evenly over a box as long, wide and tilted as the data; its error
is that of the box's points, which are drawn several times.

Who is far from everybody is found before clusters are made, and not allowed to make them. A
customer's loneliness is the distance to the tenth nearest place where somebody is. Beyond the outer
fence of Tukey (the upper quartile plus three times the distance between the quartiles) it is out of
the ordinary. At most 5 % of the customers are taken out, the loneliest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rfm.clusters.cells import WeightedCells
from rfm.clusters.partitions import fit_kmeans
from rfm.features.points import Array, Codes, Features, order_of, thinned_rows
from rfm.threads import one_thread
from rfm.words import percent

ALL_UP_TO: Final = 10_000
SAMPLED: Final = 5_000
# Distances of so many to ten thousand customers stay in the processor's cache.
_ROWS_AT_ONCE: Final = 64
REFERENCES: Final = 10
GAPS_ON: Final = 1_000
_STARTS: Final = 3
# Errors by which some number of clusters must beat one; one error is exceeded by chance too often
# when nine numbers are tried.
CLEARLY: Final = 3.0
NEIGHBOURS: Final = 10
FENCE: Final = 3.0
MOST_SHARE: Final = 0.05
# Places that the distances are measured to.
PLACES: Final = 20_000
_DECIMALS: Final = 9


def measure(points: Array, labels: Codes) -> dict[str, Any]:
    """Return the measures of a partition, as a candidate has them; none of fewer than two clusters.

    The silhouette is taken on a sample of 5,000 where there are more than 10,000 customers.

    Parameters
    ----------
    points : array of shape (customers, columns)
        Where the customers are, in the fixed order: every n-th is the sample.
    labels : integer array of shape (customers,)
        Cluster of each, -1 for noise.
    """
    points, labels = points[labels >= 0], labels[labels >= 0]
    sizes = np.bincount(labels) if len(labels) else np.array([])
    if np.count_nonzero(sizes) < 2 or np.count_nonzero(sizes) >= len(labels):  # noqa: PLR2004
        return {}
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

    return {
        "silhouette": silhouettes(points, [labels])[0],
        "davies_bouldin": float(davies_bouldin_score(points, labels)),
        "calinski_harabasz": float(calinski_harabasz_score(points, labels)),
    }


def silhouettes(points: Array, partitions: Sequence[Codes], sampled: int = 0) -> list[float]:
    """Return the mean silhouette of partitions without noise, right to the fifth decimal.

    Parameters
    ----------
    points : array of shape (n, columns)
        One row per customer.
    partitions : sequence of integer arrays of shape (n,)
        Cluster of each customer, once for each partition, numbered from 0.
    sampled : int
        On how many customers; by default on all, or a sample where there are many.
    """
    rows = thinned_rows(
        len(points), sampled or (len(points) if len(points) <= ALL_UP_TO else SAMPLED)
    )
    points, partitions = points[rows], [labels[rows] for labels in partitions]
    members = [np.eye(int(labels.max()) + 1, dtype=np.float32)[labels] for labels in partitions]
    ends = np.cumsum([member.shape[1] for member in members])[:-1]
    with one_thread():
        # All partitions in one product: several times faster than one narrow product each.
        together = _summed_distances(points - points.mean(axis=0), np.hstack(members))
    return [
        float(_silhouettes(sums, labels).mean())
        for labels, sums in zip(partitions, np.split(together, ends, axis=1), strict=True)
    ]


def _summed_distances(points: Array, members: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the sum of each point's distances to the members of each group."""
    squares, ones = (points**2).sum(axis=1), np.ones(len(points))
    # |a - b|^2 = |a|^2 - 2ab + |b|^2 as one product. What it cancels needs double precision; the
    # distances themselves do not.
    left = np.column_stack([squares, -2 * points, ones])
    right = np.vstack([ones, points.T, squares])
    sums = np.empty(members.shape, dtype=np.float32)
    for start in range(0, len(points), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        distances = (left[rows] @ right).astype(np.float32)
        np.sqrt(np.maximum(distances, 0, out=distances), out=distances)
        np.matmul(distances, members, out=sums[rows])
    return sums


def _silhouettes(sums: NDArray[np.float32], labels: Codes) -> Array:
    everyone = np.arange(len(labels))
    sizes = np.bincount(labels)
    own_size = sizes[labels]
    own = sums[everyone, labels] / np.maximum(own_size - 1, 1)
    # A cluster of which the sample holds nobody is nobody's nearest one.
    others = np.where(sizes > 0, sums / np.maximum(sizes, 1), np.inf)
    others[everyone, labels] = np.inf
    nearest = others.min(axis=1)
    largest = np.maximum(own, nearest)
    apart = np.divide(nearest - own, largest, out=np.zeros(len(labels)), where=largest > 0)
    return np.where((own_size > 1) & np.isfinite(nearest), apart, 0.0)


@dataclass(frozen=True)
class Gap:
    """The gap of one number of clusters, and its simulation error."""

    k: int
    gap: float
    error: float


def gap_statistic(ordered: Features, numbers: Sequence[int], seed: int) -> tuple[Gap, ...]:
    """Return the gap of each number of clusters, 1 included.

    Parameters
    ----------
    ordered : Features
        Customers in the fixed order; every n-th is taken when there are many.
    numbers : sequence of int
        Numbers of clusters.
    seed : int
        Seed of the even points.
    """
    points = ordered.thinned(GAPS_ON).points
    ks = sorted({1, *(k for k in numbers if k < len(points))})
    own = _logs(points, ks, seed)
    generator = np.random.default_rng(seed)
    boxed = _Box(points)
    others = np.array([_logs(boxed.draw(generator), ks, seed) for _ in range(REFERENCES)])
    errors = others.std(axis=0) * np.sqrt(1 + 1 / REFERENCES)
    gaps = others.mean(axis=0) - own
    return tuple(Gap(k, float(g), float(e)) for k, g, e in zip(ks, gaps, errors, strict=True))


def shows_groups(gaps: Sequence[Gap]) -> bool:
    """Return whether some number of clusters is clearly better than one."""
    one, *others = gaps
    return any(each.gap - one.gap > CLEARLY * max(each.error, one.error) for each in others)


class _Box:
    """A box around points, along their principal axes."""

    def __init__(self, points: Array) -> None:
        self.middle = points.mean(axis=0)
        _, _, self.axes = np.linalg.svd(points - self.middle, full_matrices=False)
        turned = (points - self.middle) @ self.axes.T
        self.shape = turned.shape
        self.low, self.high = turned.min(axis=0), turned.max(axis=0)

    def draw(self, generator: np.random.Generator) -> Array:
        drawn = generator.uniform(self.low, self.high, self.shape)
        return np.asarray(drawn @ self.axes + self.middle)


def _logs(points: Array, ks: Sequence[int], seed: int) -> Array:
    cells = WeightedCells(points, np.ones(len(points)))
    inertias = [fit_kmeans(cells, k, seed, starts=_STARTS).inertia for k in ks]
    return np.log(np.maximum(inertias, np.finfo(float).tiny))


@dataclass(frozen=True)
class Outliers:
    """Who is far from everybody.

    Parameters
    ----------
    is_outlier : bool array of shape (customers,)
        Whether a customer is.
    sentence : str
        How they were found and what is done with them.
    """

    is_outlier: NDArray[np.bool_]
    sentence: str


def find_outliers(features: Features) -> Outliers:
    """Find the customers far from everybody, the same in any order of customers."""
    loneliness = _loneliness(features)
    # Measured on every customer, so that a crowd at one place counts as what it is.
    low, high = np.quantile(loneliness, (0.25, 0.75)) if len(features) else (0.0, 0.0)
    fence = high + FENCE * (high - low)
    fence = max(fence, float(np.quantile(loneliness, 1 - MOST_SHARE)) if len(features) else 0.0)
    is_outlier = loneliness > fence
    if not is_outlier.any():
        return Outliers(is_outlier, "No customer is far from all others.")
    count = int(is_outlier.sum())
    who = (
        "1 customer is"
        if count == 1
        else f"{count:,} customers ({percent(count / len(features))}) are"
    )
    return Outliers(
        is_outlier,
        f"{who} far from all others: the distance to the tenth nearest is beyond Tukey's outer "
        f"fence. The clusters were made without them, and they were placed afterwards.",
    )


def _loneliness(features: Features) -> Array:
    from scipy.spatial import cKDTree

    ordered = features.take(order_of(features))
    places = np.unique(np.round(ordered.thinned(PLACES).points, _DECIMALS), axis=0)
    if len(places) <= NEIGHBOURS + 1:
        return np.zeros(len(features))
    # One more, for a customer's own place is the nearest one.
    distances, _ = cKDTree(places).query(features.points, k=[NEIGHBOURS + 1])
    return np.asarray(distances[:, 0])
