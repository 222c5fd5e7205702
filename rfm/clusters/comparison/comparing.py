"""All algorithms that suit the customers, side by side; or k-means alone, for a log's clusters.

Choices and measures are made on at most 20,000 customers, every n-th in the fixed order; the model
is then fitted to all. Outliers take part in neither: they are placed afterwards.

Alone, k-means is chosen by the same rule without samples or rivals. A million customers are divided
in a second: k-means looks at weighted cells, and drawing a hundred samples, which takes longer than
reading the log, is left to the comparison.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.algorithms.catalogue import ALGORITHMS
from rfm.clusters.algorithms.centres import KMeansAlgorithm
from rfm.clusters.cells import count_distinct
from rfm.clusters.comparison.choosing import (
    NUMBERS,
    ChosenAlgorithm,
    Task,
    choose_number,
    choose_own,
    ensure_enough,
)
from rfm.clusters.comparison.entries import Compared, InUse, candidate_of, judge
from rfm.clusters.comparison.measures import find_outliers, gap_statistic
from rfm.clusters.comparison.numbers_otherwise import numbers_otherwise
from rfm.clusters.comparison.recommending import JudgedAlgorithm, in_order, reason
from rfm.clusters.comparison.results import Candidate, Comparison
from rfm.clusters.comparison.stability import (
    BOOTSTRAPS,
    SampledStability,
    Stability,
    smallest_share,
)
from rfm.clusters.partitions import FIRST_SEED
from rfm.errors import ClustersError
from rfm.features.points import Features, order_of
from rfm.schema import NOISE
from rfm.stopwatch import seconds_since
from rfm.threads import one_thread

MEASURED_ON: Final = 20_000


def compare(
    features: Features,
    *,
    algorithm: str | None = None,
    k: int | None = None,
    seed: int = 0,
    in_use: InUse | None = None,
    progress: Callable[[str], None],
) -> Compared:
    """Run every algorithm that suits the customers, and recommend one.

    Parameters
    ----------
    features : Features
        One row per customer.
    algorithm : str, optional
        The one to use; the recommended one when absent.
    k : int, optional
        Number of clusters of those that take one; each finds its own when absent.
    seed : int
        Seed of all that is left to chance.
    in_use : InUse, optional
        Clusters that stay in use, with the algorithm that was fitted: it is only judged.
    progress : callable
        Called with what is being done, such as "k-means, k = 5".

    Returns
    -------
    Compared
        The comparison with its models, the recommended algorithm first.

    Raises
    ------
    ClustersError
        When fewer than ten customers differ, there are too few of them for `k` clusters, or the
        algorithm does not suit them.
    """
    with one_thread():
        _ensure_possible(features, algorithm, k)
        progress("Looking for outliers")
        found = find_outliers(features)
        inliers = features.take(np.flatnonzero(~found.is_outlier))
        inliers = inliers.take(order_of(inliers))
        some = inliers.thinned(MEASURED_ON)
        task = Task(some, seed, progress, SampledStability(some, seed))
        models, judged, skipped = _judged(features, inliers, task, k, in_use)
        ordered = in_order(judged)
        best = ordered[0].candidate
        of_scalings = "" if k else numbers_otherwise(best, some, seed)
    recommended = best.algorithm
    comparison = Comparison(
        candidates=(*(one.candidate for one in ordered), *skipped),
        recommended=recommended,
        reason=" ".join(filter(None, (reason(ordered), of_scalings))),
        in_use=in_use.model.name if in_use else algorithm or recommended,
        has_clear_groups=ordered[0].has_clear_groups,
        outliers=int(found.is_outlier.sum()),
        outliers_sentence=found.sentence,
        customers=len(features),
        sampled=len(some),
        bootstraps=BOOTSTRAPS,
    )
    return Compared(comparison, models, found.is_outlier)


def _judged(
    features: Features, inliers: Features, task: Task, k: int | None, in_use: InUse | None
) -> tuple[dict[str, ClusterAlgorithm], list[JudgedAlgorithm], list[Candidate]]:
    """Return the models of all algorithms that suit, what was found of each, and the others."""
    task.progress("Looking for groups")
    gaps = gap_statistic(task.features, NUMBERS, task.seed)
    models, judged, skipped = {}, [], []
    for kind in ALGORITHMS.values():
        if objection := kind.objection(features):
            skipped.append(Candidate(algorithm=kind.name, title=kind.title, skipped=objection))
            continue
        if in_use is not None and isinstance(in_use.model, kind):
            task.progress(f"{kind.title}, in use")
            fitted = in_use.model
            chosen, seconds = in_use.judged_again(task)
        else:
            chosen = (choose_number if kind.takes_k else choose_own)(kind, task, k)
            task.progress(f"{kind.title}, all customers")
            fitted, seconds = _fit_all(chosen.model, inliers, features)
        models[kind.name] = fitted
        judged.append(judge(chosen, fitted, seconds, task.features, gaps))
    return models, judged, skipped


def _ensure_possible(features: Features, algorithm: str | None, k: int | None) -> None:
    distinct = count_distinct(features.points[order_of(features)])
    ensure_enough(len(features), distinct)
    if k is not None and not 2 <= k <= distinct // 2:  # noqa: PLR2004
        raise ClustersError(
            f"{k} clusters cannot be made of {distinct:,} customers that differ: ask for 2 to "
            f"{distinct // 2:,}, or let the number be found."
        )
    objection = ALGORITHMS[algorithm].objection(features) if algorithm else ""
    if objection:
        raise ClustersError(f"{objection} Choose another algorithm, or none.")


def _fit_all(
    model: ClusterAlgorithm, inliers: Features, features: Features
) -> tuple[ClusterAlgorithm, float]:
    """Return the model fitted to all but the outliers and labelled for all, and the seconds."""
    begun = time.perf_counter()
    fitted = model.again(model.seed).fit(inliers)
    seconds = seconds_since(begun, f"clusters {model.name}")
    settled = fitted.settle(features)
    if not (settled.labels_ == NOISE).any():
        settled.leave_nobody_out()
    return settled, seconds


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
