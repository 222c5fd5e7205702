"""How many clusters an algorithm should make: the first number, in order of merit, that is stable.

The order of merit. Where `fit_` has a bend (inertia), the k at the elbow comes first unless another
k has a clearly higher silhouette; where it has a lowest point (BIC), the lowest comes first. The
default is the first k of which no cluster is below .75 and ten seeds agree by .95. When there is
none, the k whose least stable cluster is the most stable is shown, as what it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from rfm.clusters.algorithms.base import ClusterAlgorithm
from rfm.clusters.comparison.measures import silhouettes
from rfm.clusters.comparison.results import Scanned
from rfm.clusters.comparison.stability import (
    SAME_PARTITION,
    TRUSTED,
    Stability,
    bootstrap_jaccards,
    lowest_agreement,
)
from rfm.clusters.purchases.choice import CLEARLY_HIGHER, elbow
from rfm.features.points import Features
from rfm.words import counted

NUMBERS: Final = tuple(range(2, 11))
# Customers on whom the silhouettes of a scan are taken.
_SCANNED_ON: Final = 2_000


@dataclass(frozen=True)
class Chosen:
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
        The user's seed.
    progress : callable
        Is told what is being done.
    """

    features: Features
    seed: int
    progress: Callable[[str], None]


def choose_own(kind: type[ClusterAlgorithm], task: Task, wanted: int | None = None) -> Chosen:
    """Return an algorithm that finds its own number of clusters."""
    task.progress(kind.title)
    model = kind(seed=task.seed).fit(task.features)
    found = counted(model.n_clusters_, "cluster") if model.n_clusters_ else "no cluster"
    told = f"{kind.title} found {found} by itself"
    if wanted:
        told = f"{told}; it cannot be asked for {wanted}"
    return Chosen(model, _stability(model, task), f"{told}.")


def choose_number(kind: type[ClusterAlgorithm], task: Task, wanted: int | None) -> Chosen:
    """Return an algorithm with the number of clusters that suits it, or the one wanted."""
    most = len(np.unique(task.features.points, axis=0)) // 2
    numbers = sorted({k for k in NUMBERS if k <= max(2, most)} | ({wanted} if wanted else set()))
    task.progress(f"{kind.title}, k = {numbers[0]} to {numbers[-1]}")
    models = kind.scan(task.features, numbers, task.seed)
    scan = scanned(models, task.features)
    knee = _knee(kind, task, scan)
    if wanted:
        task.progress(f"{kind.title}, k = {wanted}")
        chosen = Chosen(
            models[wanted], _stability(models[wanted], task), f"k = {wanted}: set by you."
        )
    else:
        chosen = _first_stable(models, merits(kind, scan, knee), task)
    return replace(chosen, scan=scan, knee=knee)


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


def _knee(kind: type[ClusterAlgorithm], task: Task, scan: Sequence[Scanned]) -> int:
    """Return the elbow; at two clusters only if the curve bends there with one counted in."""
    numbers, fits = [one.k for one in scan], [one.fit for one in scan]
    if kind.fit_shape == "elbow":
        alone = kind(1, task.seed).fit(task.features)
        if elbow([1, *numbers], [alone.fit_, *fits]) == numbers[0]:
            return numbers[0]
    return elbow(numbers, fits)


def merits(
    kind: type[ClusterAlgorithm], scan: Sequence[Scanned], knee: int
) -> tuple[tuple[int, str], ...]:
    """Return the numbers of clusters, the best first, each with what speaks for it."""
    if kind.fit_shape == "lowest":
        measure = kind.fit_name.upper()
        ordered = sorted(scan, key=lambda one: (one.fit, one.k))
        return tuple(
            (one.k, f"it has the lowest {measure}" + (" of those that are stable" if rank else ""))
            for rank, one in enumerate(ordered)
        )
    # Two clusters nearly always have the best silhouette, and often only say "some have more".
    several = [one for one in scan if one.k > 2 or knee == 2] or list(scan)  # noqa: PLR2004
    best = max(several, key=lambda one: (one.silhouette, -one.k))
    at_knee = next((one for one in several if one.k == knee), best)
    is_clear = best.silhouette > at_knee.silhouette + CLEARLY_HIGHER
    first = best if is_clear or best is at_knee else at_knee
    rest = sorted(scan, key=lambda one: (one not in several, -one.silhouette, one.k))
    why = "it has clearly the best silhouette" if is_clear else "the curve bends there (elbow)"
    others = "it has the best silhouette of those that are stable"
    return (
        (first.k, why),
        *((one.k, others) for one in rest if one is not first),
    )


def _first_stable(
    models: Mapping[int, ClusterAlgorithm], ranking: Sequence[tuple[int, str]], task: Task
) -> Chosen:
    seen: dict[int, Stability] = {}
    for k, why in ranking:
        model = models[k]
        task.progress(f"{model.title}, k = {k}")
        stability = _stability(model, task, to_the_end=False)
        if stability.is_trusted:
            return Chosen(model, stability, f"k = {k}: {why}. {_passed_over(seen)}".strip())
        seen[k] = stability
    best = max(seen, key=lambda k: (min(seen[k].worst, TRUSTED), seen[k].agreement, seen[k].worst))
    task.progress(f"{models[best].title}, k = {best}")
    return Chosen(
        models[best],
        _stability(models[best], task),
        f"k = {best}: no number from {min(seen)} to {max(seen)} is stable; of {best} the least "
        f"stable cluster is the most stable one.",
    )


def _stability(model: ClusterAlgorithm, task: Task, *, to_the_end: bool = True) -> Stability:
    agreement = lowest_agreement(model, task.features, to_the_end=to_the_end)
    if agreement < SAME_PARTITION and not to_the_end:
        return Stability((0.0,) * model.n_clusters_, agreement)
    jaccards = bootstrap_jaccards(model, task.features, task.seed, to_the_end=to_the_end)
    return Stability(tuple(jaccards.tolist()), agreement)


def _passed_over(seen: Mapping[int, Stability]) -> str:
    """Return which better numbers were not taken, and why, in a sentence or two."""
    by_chance = [k for k, one in seen.items() if one.agreement < SAME_PARTITION]
    by_sample = [k for k in seen if k not in by_chance]
    sentences = []
    if by_chance:
        sentences.append(f"{_passed(by_chance)}: another start gives other clusters.")
    if by_sample:
        sentences.append(
            f"{_passed(by_sample)}: in other samples of the customers some cluster is not found "
            f"again (Jaccard below {TRUSTED:.2f})."
        )
    return " ".join(sentences)


def _passed(numbers: Sequence[int]) -> str:
    *others, last = map(str, sorted(numbers))
    if not others:
        return f"{last} was passed over"
    return f"{', '.join(others)} and {last} were passed over"
