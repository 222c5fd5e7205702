"""Whether other customers, or another start, would give the same clusters.

Other customers: samples are drawn with replacement, as many as there are customers (at most some
thousand), a customer drawn twice counting once. Each sample is divided anew, and every cluster is
looked for among the new ones: its Jaccard index is the share that both have of what either has,
at the best match. The mean over the samples is its stability (Hennig, 2007; `clusterboot` of the R
package fpc). From .75 on a cluster can be trusted.

Each sample starts anew, with a seed of its own. Further samples are scaled otherwise as well:
clusters that another usual scaling divides differently are a useful cut through one cloud.

Another start: the same customers with ten seeds; the lowest adjusted Rand index between any two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.comparison.scalings import scaled_otherwise
from rfm.clusters.partitions import agreement, jaccards_of, shared_counts
from rfm.features.points import Array, Codes, Features
from rfm.schema import NOISE
from rfm.words import AGREES_FROM, TRUSTED_FROM

BOOTSTRAPS: Final = 100
# Samples of each other scaling.
RESCALED: Final = 10
SEEDS: Final = 10
SMALLEST_SHARE: Final = 0.01
DRAWN: Final = 2_000
# Customers on whom the starts are compared.
STARTED_ON: Final = 5_000
# Samples after which a cluster that is clearly not to be trusted need not be asked again.
_FIRST_LOOK: Final = 20
_CLEARLY: Final = 3.0


@dataclass(frozen=True)
class Stability:
    """How stable the clusters are.

    Parameters
    ----------
    jaccards : tuple of float
        Mean Jaccard index of each cluster; empty where no samples were drawn.
    agreement : float
        Lowest adjusted Rand index over ten seeds; of fewer when it was low already.
    smallest : float
        Share of the customers in the smallest cluster.
    """

    jaccards: tuple[float, ...]
    agreement: float
    smallest: float = 1.0

    @property
    def worst(self) -> float:
        """The least stable cluster."""
        return min(self.jaccards, default=1.0)

    @property
    def is_trusted(self) -> bool:
        """Whether every cluster can be trusted, whatever the start."""
        is_large = self.smallest >= SMALLEST_SHARE
        return is_large and self.worst >= TRUSTED_FROM and self.agreement >= AGREES_FROM

    @property
    def nearness(self) -> tuple[bool, float, float, float]:
        """How near the clusters come to being trusted, to be compared with others."""
        is_large = self.smallest >= SMALLEST_SHARE
        return is_large, min(self.worst, TRUSTED_FROM), self.agreement, self.worst


@dataclass(frozen=True)
class SampledStability:
    """How stable clusters are over other starts and over samples of the customers.

    Parameters
    ----------
    features : Features
        Customers in the fixed order.
    seed : int
        Seed of the samples.
    """

    features: Features
    seed: int

    def __call__(self, model: ClusterAlgorithm, *, to_the_end: bool = True) -> Stability:
        """Return the stability of a fitted algorithm's clusters.

        Parameters
        ----------
        model : ClusterAlgorithm
            Fitted.
        to_the_end : bool
            Whether everything is measured even when a cluster has clearly failed.
        """
        nothing = (0.0,) * model.n_clusters_
        smallest = smallest_share(model.labels_)
        if smallest < SMALLEST_SHARE and model.takes_k and not to_the_end:
            return Stability(nothing, 1.0, smallest)
        agreement = self.agreement(model, to_the_end=to_the_end)
        if agreement < AGREES_FROM and not to_the_end:
            return Stability(nothing, agreement, smallest)
        jaccards = self.jaccards(model, to_the_end=to_the_end)
        return Stability(tuple(jaccards.tolist()), agreement, smallest)

    def jaccards(self, model: ClusterAlgorithm, *, to_the_end: bool = True) -> Array:
        """Return the mean Jaccard index of each cluster over bootstrap samples."""
        labels = model.predict(self.features)
        generator = np.random.default_rng(self.seed)
        drawn: list[Array] = []
        for number in range(BOOTSTRAPS):
            if not to_the_end and len(drawn) == _FIRST_LOOK and _has_failed(np.array(drawn)):
                break
            rows = draw(len(self.features), generator)
            again = model.resampled(number).fit(self.features.take(rows))
            drawn.append(best_jaccards(labels[rows], again.labels_, model.n_clusters_))
        return _means(np.array(drawn).reshape(len(drawn), model.n_clusters_))

    def rescaled(self, model: ClusterAlgorithm) -> Array:
        """Return the mean Jaccard index of each cluster over samples that are scaled otherwise.

        Of each cluster it is the lowest of the scalings.
        """
        labels, k = model.predict(self.features), model.n_clusters_
        generator = np.random.default_rng(self.seed)
        means = []
        for scaled in scaled_otherwise(self.features):
            drawn = []
            for number in range(RESCALED):
                rows = draw(len(scaled), generator)
                again = model.resampled(number).fit(scaled.take(rows))
                drawn.append(best_jaccards(labels[rows], again.labels_, k))
            means.append(_means(np.array(drawn).reshape(RESCALED, k)))
        return np.asarray(np.min(means, axis=0))

    def agreement(self, model: ClusterAlgorithm, *, to_the_end: bool = True) -> float:
        """Return the lowest adjusted Rand index between fits with ten seeds; 1 without chance."""
        if not model.uses_seed:
            return 1.0
        some = self.features.thinned(STARTED_ON)
        weights = np.ones(len(some))
        partitions: list[Codes] = []
        lowest = 1.0
        for seed in range(SEEDS):
            labels = model.again(seed).fit(some).labels_ + 1
            lowest = min(lowest, *(agreement(one, labels, weights) for one in partitions), 1.0)
            if not to_the_end and lowest < AGREES_FROM:
                break
            partitions.append(labels)
        return lowest


def smallest_share(labels: Codes) -> float:
    """Return the share of the customers in the smallest cluster; 1 without clusters."""
    sizes = np.bincount(labels[labels != NOISE])
    return float(sizes.min() / len(labels)) if len(sizes) else 1.0


def draw(customers: int, generator: np.random.Generator) -> Codes:
    """Return the rows of a bootstrap sample, each once."""
    return np.unique(generator.integers(customers, size=min(customers, DRAWN)))


def best_jaccards(labels: Codes, others: Codes, k: int) -> Array:
    """Return for each of k clusters its Jaccard index with the most similar other cluster.

    A cluster of which the sample has nobody is NaN; noise matches nothing.
    """
    sizes = np.bincount(labels[labels != NOISE], minlength=k)
    found = jaccards_of(labels, others, k).max(axis=1, initial=0.0)
    return np.where(sizes > 0, found, np.nan)


def carried_over(
    jaccards: Sequence[float], before: Codes, labels: Codes, k: int
) -> tuple[float, ...]:
    """Return the stability of each of k clusters: that of the one it shares most customers with.

    Parameters
    ----------
    jaccards : sequence of float
        Stabilities that were measured, by the numbers in `before`.
    before, labels : integer arrays of shape (customers,)
        Clusters of the same customers, then and now.
    k : int
        Number of clusters now; one that goes on from none has the stability 0.
    """
    from scipy.optimize import linear_sum_assignment

    both = np.zeros((k, len(jaccards)))
    shared = shared_counts(labels, before, k)[1:, 1:]
    both[:, : shared.shape[1]] = shared
    clusters, were = linear_sum_assignment(-both)
    found = np.zeros(k)
    found[clusters] = np.array(jaccards)[were]
    return tuple(found.tolist())


def _means(drawn: Array) -> Array:
    seen = ~np.isnan(drawn)
    return np.asarray(np.where(seen, drawn, 0.0).sum(axis=0) / np.maximum(seen.sum(axis=0), 1))


def _has_failed(drawn: Array) -> bool:
    means = _means(drawn)
    spread = np.where(np.isnan(drawn), means, drawn).std(axis=0)
    return bool((means + _CLEARLY * spread / np.sqrt(len(drawn)) < TRUSTED_FROM).any())
