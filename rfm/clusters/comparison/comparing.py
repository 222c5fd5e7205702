"""All algorithms that suit the customers, side by side.

Choices and measures are made on at most 20,000 customers, every n-th in the fixed order; the model
is then fitted to all. Outliers take part in neither: they are placed afterwards.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.algorithms.catalogue import ALGORITHMS
from rfm.clusters.cells import count_distinct
from rfm.clusters.comparison.choosing import (
    NUMBERS,
    Task,
    choose_number,
    choose_own,
    ensure_enough,
)
from rfm.clusters.comparison.entries import InUse, judge
from rfm.clusters.comparison.measures import gap_statistic
from rfm.clusters.comparison.outliers import find_outliers
from rfm.clusters.comparison.recommending import JudgedAlgorithm, in_order, reason
from rfm.clusters.comparison.results import Candidate, Comparison
from rfm.clusters.comparison.stability import BOOTSTRAPS, SampledStability
from rfm.errors import ClustersError
from rfm.features.points import Codes, Features, order_of, thinned
from rfm.schema import NOISE
from rfm.threads import one_thread

MEASURED_ON: Final = 20_000


@dataclass(frozen=True)
class Compared:
    """A comparison, with the models that were compared.

    Parameters
    ----------
    comparison : Comparison
        What is kept and shown.
    models : mapping of str to ClusterAlgorithm
        Fitted models by algorithm; `labels_` are the clusters of all customers in the order given.
    outliers : bool array of shape (customers,)
        Who is far from everybody.
    """

    comparison: Comparison
    models: Mapping[str, ClusterAlgorithm]
    outliers: NDArray[np.bool_]

    @property
    def model(self) -> ClusterAlgorithm:
        """The model in use."""
        return self.models[self.comparison.in_use]

    @property
    def labels(self) -> Codes:
        """Clusters of all customers by the model in use, in the order given; -1 is noise."""
        return self.model.labels_

    def stabilities(self, order: Sequence[int]) -> tuple[float, ...]:
        """Return the stability of each cluster in use, in an order; nothing if not measured."""
        jaccards = self.comparison.candidate(self.comparison.in_use).jaccards
        # They are listed largest first, as the algorithm numbers its clusters.
        return tuple(jaccards[number] for number in order) if jaccards else ()


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
        algorithm is unknown or does not suit them.
    """
    with one_thread():
        _ensure_possible(features, algorithm, k)
        progress("Looking for outliers")
        found = find_outliers(features)
        inliers = features.take(np.flatnonzero(~found.is_outlier))
        inliers = inliers.take(order_of(inliers))
        some = thinned(inliers, MEASURED_ON)
        task = Task(some, seed, progress, SampledStability(some, seed))
        models, judged = _judged(features, inliers, task, k, in_use)
        ordered = in_order(judged)
    recommended = ordered[0].candidate.algorithm
    comparison = Comparison(
        candidates=(*(one.candidate for one in ordered), *_skipped(features)),
        recommended=recommended,
        reason=reason(ordered),
        in_use=in_use.model.name if in_use else algorithm or recommended,
        has_clear_groups=ordered[0].is_trusted,
        outliers=int(found.is_outlier.sum()),
        outliers_sentence=found.sentence,
        customers=len(features),
        sampled=len(some),
        bootstraps=BOOTSTRAPS,
    )
    return Compared(comparison, models, found.is_outlier)


def _judged(
    features: Features, inliers: Features, task: Task, k: int | None, in_use: InUse | None
) -> tuple[dict[str, ClusterAlgorithm], list[JudgedAlgorithm]]:
    """Return the models of all algorithms that suit the customers, and what was found of each."""
    task.progress("Looking for groups")
    gaps = gap_statistic(task.features, NUMBERS, task.seed)
    models, judged = {}, []
    for kind in ALGORITHMS.values():
        if kind.objection(features):
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
    return models, judged


def _skipped(features: Features) -> list[Candidate]:
    objections = [(kind, kind.objection(features)) for kind in ALGORITHMS.values()]
    return [
        Candidate(algorithm=kind.name, title=kind.title, skipped=objection)
        for kind, objection in objections
        if objection
    ]


def _ensure_possible(features: Features, algorithm: str | None, k: int | None) -> None:
    if algorithm and algorithm not in ALGORITHMS:
        raise ClustersError(
            f'There is no algorithm "{algorithm}". Choose one of {", ".join(ALGORITHMS)}.'
        )
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
    seconds = time.perf_counter() - begun
    settled = fitted.settle(features)
    if not (settled.labels_ == NOISE).any():
        settled.leave_nobody_out()
    return settled, seconds
