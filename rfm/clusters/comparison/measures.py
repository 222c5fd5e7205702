"""How well a partition divides the customers: separation, tightness, and balance of sizes.

Noise is left out, for it is no cluster.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rfm.clusters.algorithms.ordering import thinned_rows
from rfm.clusters.comparison.silhouettes import mean_silhouettes
from rfm.features.points import Array, Codes

ALL_UP_TO: Final = 10_000
SAMPLED: Final = 5_000


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


def size_balance(sizes: tuple[int, ...]) -> float:
    """Return how evenly the customers are divided: 1 for equal clusters, near 0 for one giant.

    It is the entropy of the sizes as a share of the highest possible one (Pielou's evenness).
    """
    shares = np.array(sizes, dtype=float) / max(sum(sizes), 1)
    if len(shares) < 2:  # noqa: PLR2004 - one cluster is neither even nor uneven
        return 1.0
    return float(-(shares * np.log(shares)).sum() / np.log(len(shares)))
