"""Which of several algorithms to use, and why, in words.

Stability first: an algorithm is to be trusted when each of its clusters is, also where columns are
scaled otherwise, when ten seeds agree,
when it leaves out at most a third of the customers, and when the customers are not spread evenly.
Then separation, measured so that no shape is at an advantage: DBCV where it is above 0 for any
trusted one, that is, where there is thinner ground between clusters than within them. Silhouettes
would prefer halves of rings there. Where all borders run through crowds, clusters are regions of
one cloud; then round, tight regions are what is wanted, and the silhouette tells. It prefers two
halves of nearly any cloud, which says little, so two clusters are taken only when nothing else is
to be trusted. Of equally good ones the simplest is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rfm.clusters.algorithms.catalogue import ALGORITHMS
from rfm.clusters.comparison.results import Candidate
from rfm.clusters.comparison.stability import SMALLEST_SHARE
from rfm.words import AGREES_FROM, TRUSTED_FROM, counted, percent

MOST_NOISE: Final = 1 / 3
# Differences below these are no differences.
SAME_VALIDITY: Final = 0.05
SAME_SILHOUETTE: Final = 0.05
SIMPLEST_FIRST: Final = tuple(ALGORITHMS)
HALVES: Final = 2


@dataclass(frozen=True)
class JudgedAlgorithm:
    """A candidate and what is only needed to judge it.

    Parameters
    ----------
    candidate : Candidate
        With its objections.
    validity : float, optional
        DBCV of its clusters; None with fewer than two.
    """

    candidate: Candidate
    validity: float | None = None

    @property
    def is_trusted(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.candidate.objections

    @property
    def is_apart(self) -> bool:
        """Whether there is thinner ground between its clusters than within them."""
        return (self.validity or -1.0) > 0.0

    @property
    def has_clear_groups(self) -> bool:
        """Whether its clusters are groups, and no cut through one cloud."""
        return self.is_trusted and self.is_apart


def objections(candidate: Candidate, *, is_apart: bool, has_groups: bool) -> tuple[str, ...]:
    """Return why a candidate is not to be trusted, a sentence each.

    Parameters
    ----------
    candidate : Candidate
        As measured.
    is_apart : bool
        Whether there is thinner ground between its clusters than within them.
    has_groups : bool
        Whether k-means does better here than on evenly spread customers (gap statistic).
    """
    if candidate.k < 2:  # noqa: PLR2004
        return ("It finds fewer than two clusters.",)
    customers = sum(candidate.sizes) + candidate.noise
    weak = [one for one in candidate.jaccards if one < TRUSTED_FROM]
    which = "1 cluster is" if len(weak) == 1 else f"{len(weak)} clusters are"
    found = (
        (
            bool(weak),
            f"{which} not found again in other samples (Jaccard below {TRUSTED_FROM:.2f}).",
        ),
        (
            min(candidate.rescaled, default=1.0) < TRUSTED_FROM,
            f"Another usual scaling of the numbers gives other clusters (lowest Jaccard "
            f"{min(candidate.rescaled, default=1.0):.2f}).",
        ),
        (
            candidate.agreement is not None and candidate.agreement < AGREES_FROM,
            f"Another start gives other clusters (lowest adjusted Rand index "
            f"{candidate.agreement or 0.0:.2f}).",
        ),
        (
            candidate.noise > MOST_NOISE * customers,
            f"It leaves {percent(candidate.noise / customers, 0)} of the customers in no cluster.",
        ),
        (
            min(candidate.sizes) < SMALLEST_SHARE * customers,
            f"Its smallest cluster has less than {percent(SMALLEST_SHARE, 0)} of the customers.",
        ),
        (
            not has_groups and not is_apart and ALGORITHMS[candidate.algorithm].takes_k,
            "Evenly spread customers would be divided just as well (gap statistic).",
        ),
    )
    return tuple(sentence for holds, sentence in found if holds)


def in_order(judged: Sequence[JudgedAlgorithm]) -> tuple[JudgedAlgorithm, ...]:
    """Return the candidates that were run, the recommended one first."""
    trusted = [one for one in judged if one.is_trusted]
    others = [one for one in judged if not one.is_trusted]
    return (*_best_first(trusted), *sorted(others, key=_least_bad))


def reason(ordered: Sequence[JudgedAlgorithm]) -> str:
    """Return why the first is recommended, in a sentence or two."""
    first, *others = ordered
    chosen = first.candidate
    what = f"{chosen.title} with {counted(chosen.k, 'cluster')}"
    if not first.is_trusted:
        return (
            f"These customers have no clear groups: no algorithm finds clusters that can be "
            f"trusted. {what} is the least unreliable; take it as a useful cut through one cloud."
        )
    opening = (
        f"{what}: each is found again in other samples of the "
        f"customers (lowest Jaccard {min(chosen.jaccards):.2f})"
    )
    trusted = [one for one in others if one.is_trusted]
    if not trusted and first.is_apart:
        return f"{opening}, which holds for no other algorithm."
    if not trusted:
        return (
            f"{opening}, which holds for no other algorithm. There is no thinner ground between "
            "them: they are regions of one cloud, and a useful cut through it."
        )
    if first.is_apart:
        return (
            f"{opening}, and of those that are stable its clusters are set apart best by thinner "
            f"ground, whatever their shape (DBCV {first.validity:.2f}; {_rivals(trusted)})."
        )
    return (
        f"{opening}. No stable clusters have thinner ground between them, so they are regions of "
        f"one cloud and a useful cut through it, and among these its silhouette, "
        f"{chosen.silhouette or 0.0:.2f}, is the best, or within {SAME_SILHOUETTE:.2f} of it with "
        "the simpler algorithm."
    )


def _best_first(trusted: list[JudgedAlgorithm]) -> list[JudgedAlgorithm]:
    if any(one.is_apart for one in trusted):
        return _ranked(trusted, [one.validity or -1.0 for one in trusted], SAME_VALIDITY)
    halves = [one for one in trusted if one.candidate.k == HALVES]
    others = [one for one in trusted if one.candidate.k != HALVES]
    return [*_by_silhouette(others), *_by_silhouette(halves)]


def _by_silhouette(trusted: list[JudgedAlgorithm]) -> list[JudgedAlgorithm]:
    scores = [one.candidate.silhouette or -1.0 for one in trusted]
    return _ranked(trusted, scores, SAME_SILHOUETTE)


def _ranked(
    trusted: list[JudgedAlgorithm], scores: list[float], same: float
) -> list[JudgedAlgorithm]:
    """Return the best first; those within `same` of the best by simplicity."""
    best = max(scores, default=0.0)
    keys = [
        (0, _simplicity(one), 0.0) if score >= best - same else (1, 0, -score)
        for one, score in zip(trusted, scores, strict=True)
    ]
    return [trusted[at] for at in sorted(range(len(trusted)), key=keys.__getitem__)]


def _least_bad(one: JudgedAlgorithm) -> tuple[float, float, int]:
    worst = min(*one.candidate.jaccards, TRUSTED_FROM) if one.candidate.jaccards else 0.0
    return (len(one.candidate.objections), -worst, _simplicity(one))


def _simplicity(one: JudgedAlgorithm) -> int:
    return SIMPLEST_FIRST.index(one.candidate.algorithm)


def _rivals(trusted: Sequence[JudgedAlgorithm]) -> str:
    return ", ".join(
        f"{one.candidate.title} {'none' if one.validity is None else f'{one.validity:.2f}'}"
        for one in trusted
    )
