"""All algorithms that suit the customers, side by side.

Choices and measures are made on at most 20,000 customers, every n-th in the fixed order; the model
is then fitted to all. Outliers take part in neither: they are placed afterwards.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.algorithms.catalogue import ALGORITHMS
from rfm.clusters.algorithms.ordering import order_of, thinned
from rfm.clusters.comparison.choosing import NUMBERS, Task, choose_number, choose_own
from rfm.clusters.comparison.entries import Entry, judge
from rfm.clusters.comparison.gap import gap_statistic
from rfm.clusters.comparison.outliers import find_outliers
from rfm.clusters.comparison.recommending import Judged, in_order, reason
from rfm.clusters.comparison.results import Candidate, Comparison
from rfm.clusters.comparison.stability import BOOTSTRAPS
from rfm.errors import ClustersError
from rfm.features.points import Codes, Features
from rfm.schema import NOISE
from rfm.threads import one_thread

MEASURED_ON: Final = 20_000
FEWEST_DISTINCT: Final = 10


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


def compare(
    features: Features,
    *,
    algorithm: str | None = None,
    k: int | None = None,
    seed: int = 0,
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
    progress : callable
        Is told what is being done, such as "k-means, k = 5".

    Raises
    ------
    ClustersError
        When fewer than ten customers differ, there are too few of them for `k` clusters, or the
        algorithm is unknown or does not suit them.
    """
    with one_thread():
        return _run(features, tuple(ALGORITHMS), _Wish(algorithm, k, seed), progress)


def fit_one(
    features: Features,
    *,
    algorithm: str,
    k: int | None = None,
    seed: int = 0,
    progress: Callable[[str], None] | None = None,
) -> Compared:
    """Return one algorithm only, chosen and measured as in a comparison.

    See `compare` for the parameters and errors.
    """
    with one_thread():
        return _run(features, (algorithm,), _Wish(algorithm, k, seed), progress or _silently)


def _silently(_message: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class _Wish:
    """What the user asked for."""

    algorithm: str | None
    k: int | None
    seed: int


def _run(
    features: Features, names: tuple[str, ...], wish: _Wish, progress: Callable[[str], None]
) -> Compared:
    _check(features, wish)
    progress("Looking for outliers")
    found = find_outliers(features)
    inliers = features.take(np.flatnonzero(~found.is_outlier))
    inliers = inliers.take(order_of(inliers))
    task = Task(thinned(inliers, MEASURED_ON), wish.seed, progress)
    progress("Looking for groups")
    gaps = gap_statistic(task.features, NUMBERS, wish.seed)
    models, judged = {}, []
    for kind in (kinds := [ALGORITHMS[name] for name in names]):
        if kind.objection(features):
            continue
        chosen = (choose_number if kind.takes_k else choose_own)(kind, task, wish.k)
        progress(f"{kind.title}, all customers")
        models[kind.name], seconds = _fit_all(chosen.model, inliers, features)
        entry = Entry(chosen, models[kind.name], seconds)
        judged.append(judge(entry, task.features, gaps))
    comparison = Comparison(
        **_recommendation(in_order(judged), wish),
        outliers=int(found.is_outlier.sum()),
        outliers_sentence=found.sentence,
        customers=len(features),
        sampled=len(task.features),
        bootstraps=BOOTSTRAPS,
    )
    listed = (*comparison.candidates, *_skipped(kinds, features))
    return Compared(replace(comparison, candidates=listed), models, found.is_outlier)


def _recommendation(ordered: tuple[Judged, ...], wish: _Wish) -> dict[str, Any]:
    first = ordered[0]
    return {
        "candidates": tuple(one.candidate for one in ordered),
        "recommended": first.candidate.algorithm,
        "reason": reason(ordered),
        "in_use": wish.algorithm or first.candidate.algorithm,
        "has_clear_groups": first.is_trusted,
    }


def _skipped(kinds: Sequence[type[ClusterAlgorithm]], features: Features) -> list[Candidate]:
    objections = [(kind, kind.objection(features)) for kind in kinds]
    return [
        Candidate(algorithm=kind.name, title=kind.title, skipped=objection)
        for kind, objection in objections
        if objection
    ]


def _check(features: Features, wish: _Wish) -> None:
    if wish.algorithm and wish.algorithm not in ALGORITHMS:
        raise ClustersError(
            f'There is no algorithm "{wish.algorithm}". Choose one of {", ".join(ALGORITHMS)}.'
        )
    distinct = len(np.unique(features.points, axis=0))
    if distinct < FEWEST_DISTINCT:
        raise ClustersError(
            f"Too few customers to find clusters: at least {FEWEST_DISTINCT} that differ are "
            f"needed, and of {len(features):,} only {distinct:,} do."
        )
    if wish.k is not None and not 2 <= wish.k <= distinct // 2:  # noqa: PLR2004
        raise ClustersError(
            f"{wish.k} clusters cannot be made of {distinct:,} customers that differ: ask for 2 to "
            f"{distinct // 2:,}, or let the number be found."
        )
    objection = ALGORITHMS[wish.algorithm].objection(features) if wish.algorithm else ""
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
