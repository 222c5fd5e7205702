"""How well a partition divides the customers: separation and tightness.

Noise is left out, for it is no cluster. A silhouette compares a customer's mean distance to the own
cluster with that to the nearest other one: 1 is a cluster far from all others, 0 a customer on a
border. Those of several partitions are taken at once: the distances are computed only once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rfm.features.points import Array, Codes, thinned_rows
from rfm.threads import one_thread

ALL_UP_TO: Final = 10_000
SAMPLED: Final = 5_000
# Their distances to ten thousand customers stay in the processor's cache.
_ROWS_AT_ONCE: Final = 64


@dataclass(frozen=True)
class Measures:
    """Measures of one partition; None with fewer than two clusters.

    Parameters
    ----------
    silhouette : float, optional
        Mean silhouette, -1 to 1; on a sample of 5,000 where there are more than 10,000 customers.
    davies_bouldin : float, optional
        Mean over clusters of how much each overlaps with its worst neighbour; lower is better.
    calinski_harabasz : float, optional
        Spread between clusters over spread within, by degrees of freedom; higher is better.
    """

    silhouette: float | None = None
    davies_bouldin: float | None = None
    calinski_harabasz: float | None = None


def measure(points: Array, labels: Codes) -> Measures:
    """Return the measures of a partition.

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
        return Measures()
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

    return Measures(
        silhouette=silhouettes(points, [labels])[0],
        davies_bouldin=float(davies_bouldin_score(points, labels)),
        calinski_harabasz=float(calinski_harabasz_score(points, labels)),
    )


def silhouettes(points: Array, partitions: list[Codes], sampled: int = 0) -> list[float]:
    """Return the mean silhouette of partitions without noise, on a sample where there are many."""
    wanted = sampled or (len(points) if len(points) <= ALL_UP_TO else SAMPLED)
    rows = thinned_rows(len(points), wanted)
    return mean_silhouettes(points[rows], [labels[rows] for labels in partitions])


def mean_silhouettes(points: Array, partitions: Sequence[Codes]) -> list[float]:
    """Return the mean silhouette of each partition of the points, right to the fifth decimal.

    Parameters
    ----------
    points : array of shape (n, columns)
        One row per customer.
    partitions : sequence of integer arrays of shape (n,)
        Cluster of each customer, once for each partition, numbered from 0.
    """
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
