"""The clusters of one shop: where they are, what they are called, and who belongs to which."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rfm import schema
from rfm.clusters.purchases.choice import Tried
from rfm.clusters.purchases.features import Array, Axes, FeatureMap
from rfm.clusters.purchases.kmeans import nearest_centre
from rfm.settings import Count

if TYPE_CHECKING:
    import pandas as pd

# Clusters of identical customers have no width; the certainty then still has to be a number.
_LEAST_VARIANCE: Final = 1e-12


@dataclass(frozen=True)
class NoClusters:
    """There are too few customers to make clusters of; `reason` says so in a sentence."""

    reason: str


@dataclass(frozen=True)
class ClusterModel:
    """The clusters, best first: cluster 0 has the highest mean `monetary`.

    Parameters
    ----------
    names, descriptions : tuple of str
        Name and paragraph of each cluster.
    reason : str
        Why there are that many, in a sentence or two.
    tried : tuple of Tried
        Every k that was tried; `scan` is the same as a table.
    centres : tuple of Axes
        Centres in feature space.
    medians : tuple of Axes
        Median recency, frequency and money of each cluster.
    customers : tuple of int
        Customers in each cluster.
    features : FeatureMap
        How values become points of feature space.
    variance : float
        Mean squared distance to the centre per axis, all clusters together.
    lowest, highest : Axes
        The range of values that was seen.
    count : {"orders", "lines", "days"}
        What `frequency` counts.
    """

    names: tuple[str, ...]
    descriptions: tuple[str, ...]
    reason: str
    tried: tuple[Tried, ...]
    centres: tuple[Axes, ...]
    medians: tuple[Axes, ...]
    customers: tuple[int, ...]
    features: FeatureMap
    variance: float
    lowest: Axes
    highest: Axes
    count: Count

    @property
    def k(self) -> int:
        """Number of clusters."""
        return len(self.names)

    @property
    def scan(self) -> "pd.DataFrame":
        """Return k, inertia and mean silhouette of every k that was tried."""
        import pandas as pd

        return pd.DataFrame(
            {
                schema.K: [one.k for one in self.tried],
                schema.INERTIA: [one.inertia for one in self.tried],
                schema.SILHOUETTE: [one.silhouette for one in self.tried],
            }
        )

    def labels(
        self, recency_days: ArrayLike, frequency: ArrayLike, monetary: ArrayLike
    ) -> NDArray[np.int64]:
        """Return the cluster of each customer: that of the nearest centre."""
        points = self.features.points(recency_days, frequency, monetary)
        return nearest_centre(points, self.centres)

    def certainties(
        self, recency_days: ArrayLike, frequency: ArrayLike, monetary: ArrayLike
    ) -> Array:
        """Return how certain each customer's membership in each cluster is; rows sum to 1.

        It is the posterior probability of the clusters if each were a round cloud (a spherical
        Gaussian) of the pooled width and all were equally likely beforehand. Sizes are not
        weighed in: the most certain cluster is always the one of the nearest centre, and halfway
        between two centres both get one half. It measures how clear-cut the case is among these
        clusters, not whether the customer resembles anybody.
        """
        points = self.features.points(recency_days, frequency, monetary)
        gaps = points[:, None, :] - np.array(self.centres)[None, :, :]
        exponents = (gaps**2).sum(axis=2) / (-2 * max(self.variance, _LEAST_VARIANCE))
        exponents -= exponents.max(axis=1, keepdims=True)
        weights = np.exp(exponents)
        return np.asarray(weights / weights.sum(axis=1, keepdims=True))
