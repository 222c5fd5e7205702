"""HDBSCAN: crowds of any shape, however many there are; whoever stands alone is noise.

The smallest cluster. HDBSCAN asks how many customers make a cluster. 1, 2 and 5 % of all customers
are tried (10 customers at least), and the clusters that are set apart best are kept, by DBCV: a
smaller share finds fragments of crowds, a larger one merges neighbours.
"""

from typing import ClassVar, Final, Self

import numpy as np

from rfm.clusters.algorithms.nearest import NearestAlgorithm
from rfm.clusters.algorithms.validity import density_validity
from rfm.features.points import Array, Codes, Features, thinned

SHARES: Final = (0.01, 0.02, 0.05)
FEWEST: Final = 10
# Neighbours that make a place dense.
NEIGHBOURS: Final = 10
# 100,000 customers took 85 s; the others are placed by their nearest neighbours.
SAMPLED: Final = 20_000
MOST_COLUMNS: Final = 20


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

    def again(self, seed: int) -> Self:
        """Return an unfitted copy with the same share."""
        copy = super().again(seed)
        copy.share = getattr(self, "share_", self.share)
        return copy

    def learn(self, ordered: Features) -> None:
        """Find the crowds."""
        points = thinned(ordered, SAMPLED).points
        shares = (self.share,) if self.share else SHARES
        tried = [(share, _crowds(points, share)) for share in shares]
        validities = [density_validity(points, labels) for _, labels in tried]
        ranked = [-np.inf if one is None else one for one in validities]
        best = int(np.argmax(ranked))
        self.share_, labels = tried[best]
        self.fit_ = ranked[best] if np.isfinite(ranked[best]) else 0.0
        self.remember(points, labels)


def smallest_cluster(customers: int, share: float) -> int:
    """Return how many customers make a cluster."""
    return max(FEWEST, round(share * customers))


def _crowds(points: Array, share: float) -> Codes:
    from sklearn.cluster import HDBSCAN

    smallest = smallest_cluster(len(points), share)
    neighbours = min(NEIGHBOURS, smallest, len(points))
    if len(points) < smallest:
        return np.full(len(points), -1)
    found = HDBSCAN(min_cluster_size=smallest, min_samples=neighbours, copy=True).fit(points)
    return np.asarray(found.labels_, dtype=np.int64)
