"""How many clusters an algorithm should make: the first number, in order of merit, that is stable.

Stable is a k at which ten seeds agree by .95 (adjusted Rand index), no cluster has fewer than 1 %
of the customers and, where samples are drawn, none is below .75 (bootstrap Jaccard). When there is
none, the k that comes nearest is shown, as what it is. The clusters of a log are chosen by the same
rule without samples, which would take longer than all else; a comparison draws them afterwards.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.cells import count_distinct
from rfm.clusters.comparison.measures import silhouettes
from rfm.clusters.comparison.merits import knee_of, merits
from rfm.clusters.comparison.results import Scanned
from rfm.clusters.comparison.stability import SMALLEST_SHARE, Stability
from rfm.errors import ClustersError
from rfm.features.points import Features
from rfm.words import AGREES_FROM, TRUSTED_FROM, counted, listed, percent

NUMBERS: Final = tuple(range(2, 11))
FEWEST_DISTINCT: Final = 10
# Customers on whom the silhouettes of a scan are taken.
_SCANNED_ON: Final = 2_000


@dataclass(frozen=True)
class ChosenAlgorithm:
    """An algorithm with its number of clusters, and why it has that many."""

    model: ClusterAlgorithm
    stability: Stability
    why: str
    scan: tuple[Scanned, ...] = ()
    knee: int | None = None


@dataclass(frozen=True)
class Task:
    """What every choice needs.

    Parameters
    ----------
    features : Features
        The customers that decide, in the fixed order.
    seed : int
        Of the scan.
    progress : callable
        Is told what is being done.
    stability_of : callable
        How stable the clusters of a fitted algorithm are; unless `to_the_end`, no more of clusters
        that have clearly failed than that they have.
    """

    features: Features
    seed: int
    progress: Callable[[str], None]
    stability_of: Callable[..., Stability]


def choose_own(
    kind: type[ClusterAlgorithm], task: Task, wanted: int | None = None
) -> ChosenAlgorithm:
    """Return an algorithm that finds its own number of clusters."""
    task.progress(kind.title)
    model = kind(seed=task.seed).fit(task.features)
    found = counted(model.n_clusters_, "cluster") if model.n_clusters_ else "no cluster"
    why = f"{kind.title} found {found} by itself"
    if wanted:
        why = f"{why}; it cannot be asked for {wanted}"
    return ChosenAlgorithm(model, task.stability_of(model), f"{why}.")


def choose_number(kind: type[ClusterAlgorithm], task: Task, wanted: int | None) -> ChosenAlgorithm:
    """Return an algorithm with the number of clusters that suits it, or the one wanted.

    Parameters
    ----------
    kind : type
        The algorithm.
    task : Task
        On whom, and how, it is chosen.
    wanted : int, optional
        The number that the user set.
    """
    most = max(2, count_distinct(task.features.points) // 2)
    numbers = sorted({k for k in NUMBERS if k <= most} | ({wanted} if wanted else set()))
    task.progress(f"{kind.title}, k = {numbers[0]} to {numbers[-1]}")
    bends = [1] if kind.fit_shape == "elbow" else []
    models = kind.scan(task.features, [*bends, *numbers], task.seed)
    alone = models.pop(1).fit_ if bends else None
    scan = scanned(models, task.features)
    knee = knee_of(scan, alone)
    if wanted:
        task.progress(f"{kind.title}, k = {wanted}")
        stability = task.stability_of(models[wanted])
        chosen = ChosenAlgorithm(models[wanted], stability, f"k = {wanted}: set by you.")
    else:
        chosen = _first_stable(models, merits(kind, scan, knee), task)
    return replace(chosen, scan=scan, knee=knee)


def ensure_enough(customers: int, distinct: int) -> None:
    """Refuse customers of whom hardly any differ.

    Raises
    ------
    ClustersError
        When they are fewer than ten.
    """
    if distinct < FEWEST_DISTINCT:
        raise ClustersError(
            f"Too few customers to find clusters: at least {FEWEST_DISTINCT} that differ are "
            f"needed, and of {customers:,} only {distinct:,} do."
        )


def scanned(models: Mapping[int, ClusterAlgorithm], features: Features) -> tuple[Scanned, ...]:
    """Return what was measured of every number of clusters."""
    found = silhouettes(
        features.points,
        [model.labels_ for model in models.values()],
        min(_SCANNED_ON, len(features)),
    )
    return tuple(
        Scanned(k, model.fit_, silhouette)
        for (k, model), silhouette in zip(models.items(), found, strict=True)
    )


def _first_stable(
    models: Mapping[int, ClusterAlgorithm], ranking: Sequence[tuple[int, str]], task: Task
) -> ChosenAlgorithm:
    seen: dict[int, Stability] = {}
    for k, why in ranking:
        model = models[k]
        task.progress(f"{model.title}, k = {k}")
        stability = task.stability_of(model, to_the_end=False)
        if stability.is_trusted:
            return ChosenAlgorithm(
                model, stability, f"k = {k}: {why}. {_passed_over(seen)}".strip()
            )
        seen[k] = stability
    best = max(seen, key=lambda k: seen[k].nearness)
    task.progress(f"{models[best].title}, k = {best}")
    stability = task.stability_of(models[best])
    nearest = (
        f"of {best} the least stable cluster is the most stable one"
        if stability.jaccards
        else f"{best} comes nearest, so take these clusters as a rough picture"
    )
    why = f"k = {best}: no number from {min(seen)} to {max(seen)} is stable; {nearest}."
    return ChosenAlgorithm(models[best], stability, why)


def _passed_over(seen: Mapping[int, Stability]) -> str:
    """Return which better numbers were not taken, and why, in a sentence or two."""
    by_size = [k for k, one in seen.items() if one.smallest < SMALLEST_SHARE]
    by_chance = [k for k in seen if k not in by_size and seen[k].agreement < AGREES_FROM]
    by_sample = [k for k in seen if k not in (*by_size, *by_chance)]
    reasons = (
        (by_size, f"some cluster has less than {percent(SMALLEST_SHARE, 0)} of the customers"),
        (by_chance, "another start gives other clusters"),
        (
            by_sample,
            "in other samples of the customers some cluster is not found again "
            f"(Jaccard below {TRUSTED_FROM:.2f})",
        ),
    )
    return " ".join(
        f"{listed(list(map(str, sorted(numbers))))} "
        f"{'was' if len(numbers) == 1 else 'were'} passed over: {reason}."
        for numbers, reason in reasons
        if numbers
    )
