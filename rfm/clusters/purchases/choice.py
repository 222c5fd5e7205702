"""How many clusters: every k from 2 to 10 is tried, and the choice is explained in a sentence.

The rule. The inertia always falls with k; the elbow is where it stops falling steeply: the k
farthest below the straight line from the first to the last k tried. The elbow is taken unless
another k has a clearly higher mean silhouette (by more than 0.10). Two clusters are taken only if
the inertia bends there already when one cluster is counted in: on nearly every shop's log k = 2 has
the highest silhouette, and says no more than "some buy more". A k is passed over when ten seeds do
not give the same partition (adjusted Rand index below 0.95) or when a cluster would hold fewer than
1 % of the customers; then the next best silhouette is asked.

The seed. k-means has many resting places within a millionth of each other's inertia, and chance
decides at which one it stops: two seeds would differ in a handful of customers on a border, and
perhaps in whether a k is passed over. The partition shown is therefore the best over the same ten
seeds, whatever the user's; a fit with the user's seed replaces it when it is clearly better.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rfm.clusters.purchases.collapse import Cells
from rfm.clusters.purchases.features import Array
from rfm.clusters.purchases.kmeans import Partition, agreement, fit_kmeans
from rfm.clusters.purchases.silhouettes import mean_silhouettes
from rfm.words import percent

MOST_TRIED: Final = 10
# A silhouette this much higher than the elbow's outweighs the elbow.
CLEARLY_HIGHER: Final = 0.10
SAME_PARTITION: Final = 0.95
SMALLEST_SHARE: Final = 0.01
# The fits that have to agree with each other; the best of them is shown. The first is the scan's.
FIRST_SEED, *OTHER_SEEDS = range(10)
# The user's seed has a say when its inertia is lower by more than this share.
CLEARLY_LOWER: Final = 0.001
ALL_UP_TO: Final = 10_000
SAMPLED: Final = 5_000


@dataclass(frozen=True)
class Tried:
    """One k of the scan."""

    k: int
    inertia: float
    silhouette: float


@dataclass(frozen=True)
class Choice:
    """The scan, the chosen partition of the cells, and why."""

    tried: tuple[Tried, ...]
    partition: Partition
    reason: str


def choose(cells: Cells, seed: int, wanted: int | None) -> Choice:
    """Try every k and return the chosen partition of the cells with the reason.

    Parameters
    ----------
    cells : Cells
        At least two distinct places.
    seed : int
        The user's seed, see above.
    wanted : int, optional
        The number of clusters that the user set; chosen by the rule when absent.
    """
    most = min(MOST_TRIED, max(2, cells.distinct // 2), len(cells.points))
    numbers = sorted({*range(2, most + 1), *([_possible(cells, wanted)] if wanted else [])})
    partitions = {k: fit_kmeans(cells, k, FIRST_SEED) for k in numbers}
    silhouettes = _sampled_silhouettes(cells, list(partitions.values()))
    tried = tuple(
        Tried(k, partition.inertia, silhouette)
        for (k, partition), silhouette in zip(partitions.items(), silhouettes, strict=True)
    )
    if wanted:
        partition, _ = _settled(cells, partitions[_possible(cells, wanted)], seed)
        return Choice(tried, partition, _reason_of_the_user(cells, wanted))
    return _first_acceptable(cells, seed, tried, partitions)


def elbow(numbers: Sequence[int], inertias: Sequence[float]) -> int:
    """Return the k whose inertia lies farthest below the line from the first to the last k.

    Examples
    --------
    >>> elbow([2, 3, 4, 5], [100.0, 40.0, 35.0, 30.0])
    3
    """
    if len(numbers) < 3 or inertias[0] <= inertias[-1]:  # noqa: PLR2004 - a line needs a third k
        return numbers[0]
    along = (np.array(numbers) - numbers[0]) / (numbers[-1] - numbers[0])
    height = (np.array(inertias) - inertias[-1]) / (inertias[0] - inertias[-1])
    return numbers[int(np.argmax(1.0 - along - height))]


def _first_acceptable(
    cells: Cells, seed: int, tried: tuple[Tried, ...], partitions: dict[int, Partition]
) -> Choice:
    ranking, why = _ranking(cells, tried)
    passed_over: list[str] = []
    for k in ranking:
        partition, worst = _settled(cells, partitions[k], seed)
        objection = _objection(cells, partition, worst)
        if not objection:
            return Choice(tried, partition, " ".join([_opening(k, ranking, why), *passed_over]))
        passed_over.append(f"{k} was passed over: {objection}.")
    partition, _ = _settled(cells, partitions[ranking[0]], seed)
    reason = f"{why} No other number is more reliable, so take these clusters as a rough picture:"
    return Choice(tried, partition, " ".join([reason, *passed_over]))


def _ranking(cells: Cells, tried: tuple[Tried, ...]) -> tuple[list[int], str]:
    """Return the k in order of preference and the sentence that explains the first."""
    spread = float((cells.weights[:, None] * (cells.points - _mean(cells)) ** 2).sum())
    spread += cells.scatter
    inertias = [one.inertia for one in tried]
    bent_at = elbow([1, *(one.k for one in tried)], [spread, *inertias])
    others = [one for one in tried if one.k > 2 or bent_at == 2 or len(tried) == 1]  # noqa: PLR2004
    best = max(others, key=lambda one: one.silhouette)
    at_elbow = bent_at if bent_at == 2 else elbow([one.k for one in tried], inertias)  # noqa: PLR2004
    knee = next((one for one in others if one.k == at_elbow), best)
    first = best if best.silhouette > knee.silhouette + CLEARLY_HIGHER else knee
    rest = sorted(others, key=lambda one: (-one.silhouette, one.k))
    return [first.k, *(one.k for one in rest if one is not first)], _why(first, knee, best)


def _why(first: Tried, knee: Tried, best: Tried) -> str:
    if knee is best:
        return (
            f"k = {first.k}: the elbow of the inertia is at {first.k}, which also has the best "
            f"silhouette, {first.silhouette:.2f}."
        )
    if first is knee:
        return (
            f"k = {first.k}: the elbow of the inertia is at {first.k}, and its silhouette, "
            f"{first.silhouette:.2f}, is within {CLEARLY_HIGHER:.2f} of the best considered, "
            f"{best.silhouette:.2f} at k = {best.k}."
        )
    return (
        f"k = {first.k}: it has the best silhouette, {first.silhouette:.2f}, clearly above "
        f"{knee.silhouette:.2f} at the elbow of the inertia, k = {knee.k}."
    )


def _opening(k: int, ranking: list[int], why: str) -> str:
    if k == ranking[0]:
        return why
    return f"k = {k}: the best silhouette of the numbers that give reliable clusters."


def _reason_of_the_user(cells: Cells, wanted: int) -> str:
    possible = _possible(cells, wanted)
    if possible == wanted:
        return f"k = {wanted}: set by you."
    return (
        f"k = {possible}: you asked for {wanted}, but there are only {possible} customers who "
        f"differ in recency, frequency or money."
    )


def _possible(cells: Cells, wanted: int) -> int:
    return min(wanted, len(cells.points))


def _settled(cells: Cells, partition: Partition, seed: int) -> tuple[Partition, float]:
    """Return the best partition over the seeds, and its worst agreement with the others.

    The other seeds search among merged cells; one that ends elsewhere is asked again among all.
    """
    k, merged = len(partition.centres), cells.merged()
    fits = [partition, *(fit_kmeans(cells, k, other, among=merged) for other in OTHER_SEEDS)]
    best = _tightest(fits)
    fits[1:] = [
        one if _alike(cells, best, one) >= SAME_PARTITION else fit_kmeans(cells, k, other)
        for other, one in zip(OTHER_SEEDS, fits[1:], strict=True)
    ]
    best = _tightest(fits)
    of_user = fit_kmeans(cells, k, seed, among=merged)
    if of_user.inertia < best.inertia * (1 - CLEARLY_LOWER):
        best = of_user
    return best, min(_alike(cells, best, one) for one in fits)


def _tightest(fits: Sequence[Partition]) -> Partition:
    return min(fits, key=lambda one: one.inertia)


def _alike(cells: Cells, first: Partition, second: Partition) -> float:
    return agreement(first.labels, second.labels, cells.weights)


def _objection(cells: Cells, partition: Partition, worst: float) -> str:
    smallest = np.bincount(partition.labels, cells.weights).min() / cells.weights.sum()
    if worst < SAME_PARTITION:
        return f"another start of the search gives other clusters (agreement {worst:.2f})"
    if smallest < SMALLEST_SHARE:
        return f"one cluster would hold only {percent(smallest)} of the customers"
    return ""


def _mean(cells: Cells) -> Array:
    return np.asarray(cells.weights @ cells.points / cells.weights.sum())


def _sampled_silhouettes(cells: Cells, partitions: Sequence[Partition]) -> list[float]:
    """Return the silhouettes over all customers, or over every n-th when there are many.

    The cells are sorted, so every n-th customer is a stratified sample, and the same at any seed.
    """
    customers = round(cells.weights.sum())
    taken = customers if customers <= ALL_UP_TO else SAMPLED
    positions = (np.arange(taken) + 0.5) * customers / taken
    chosen = np.searchsorted(np.cumsum(cells.weights), positions)
    return mean_silhouettes(cells.points[chosen], [one.labels[chosen] for one in partitions])
