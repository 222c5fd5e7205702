"""The clusters of a log: k-means by the same rule as in a comparison, without samples or rivals.

A million customers are divided in a second: k-means looks at weighted cells, and drawing a hundred
samples, which takes longer than reading the log, is left to the comparison.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from rfm.clusters.algorithms.kmeans import KMeansAlgorithm
from rfm.clusters.cells import count_distinct
from rfm.clusters.comparison.choosing import ChosenAlgorithm, Task, choose_number, ensure_enough
from rfm.clusters.comparison.comparing import Compared
from rfm.clusters.comparison.entries import candidate_of
from rfm.clusters.comparison.results import Comparison
from rfm.clusters.comparison.stability import Stability, smallest_share
from rfm.clusters.partitions import FIRST_SEED
from rfm.features.points import Features, order_of
from rfm.threads import one_thread


def cluster_quickly(
    features: Features, *, k: int | None, seed: int, progress: Callable[[str], None]
) -> Compared:
    """Return k-means with the number of clusters that suits the customers.

    Parameters
    ----------
    features : Features
        One row per customer.
    k : int, optional
        The number that the user set; as many as customers differ where these are fewer.
    seed : int
        The user's, which has a say where it is clearly better than ten others.
    progress : callable
        Called with what is being done, such as "k-means, k = 5".

    Raises
    ------
    ClustersError
        When fewer than ten customers differ.
    """
    ordered = features.take(order_of(features))
    distinct = count_distinct(ordered.points)
    ensure_enough(len(features), distinct)

    def stability_of(model: KMeansAlgorithm, *, to_the_end: bool = True) -> Stability:
        del to_the_end
        agreement = model.steady(ordered, seed)
        return Stability((), agreement, smallest_share(model.labels_))

    with one_thread():
        task = Task(ordered, FIRST_SEED, progress, stability_of)
        chosen = choose_number(KMeansAlgorithm, task, min(k, distinct) if k else None)
        chosen.model.settle(features)
    if k and k > distinct:
        why = (
            f"k = {distinct}: you asked for {k}, but there are only {distinct} customers who "
            f"differ in what clusters are made of."
        )
        chosen = replace(chosen, why=why)
    comparison = _alone(chosen, len(features))
    nobody = np.zeros(len(features), dtype=bool)
    return Compared(comparison, {comparison.in_use: chosen.model}, nobody)


def _alone(chosen: ChosenAlgorithm, customers: int) -> Comparison:
    """Return what is known of clusters that were not compared with any others."""
    own = next(one for one in chosen.scan if one.k == chosen.model.k)
    candidate = replace(candidate_of(chosen, chosen.model), silhouette=own.silhouette)
    return Comparison(
        candidates=(candidate,),
        recommended=candidate.algorithm,
        reason=chosen.why,
        in_use=candidate.algorithm,
        has_clear_groups=chosen.stability.is_trusted,
        customers=customers,
        sampled=customers,
    )
