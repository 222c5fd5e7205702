"""A comparison of algorithms, and what it found, as lines of text."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import pandas as pd

from rfm.commands.rows import rows_of
from rfm.words import percent

if TYPE_CHECKING:
    from rfm.classifier.card import ClassifierCard
    from rfm.clusters.comparison.results import Candidate, Comparison
    from rfm.clusters.profiles.results import ClusterProfiles

NOTHING: Final = "-"


def comparison_lines(comparison: "Comparison") -> Iterable[str]:
    """Yield the comparison as lines of text."""
    run = [candidate for candidate in comparison.candidates if not candidate.skipped]
    yield comparison.reason
    yield comparison.outliers_sentence
    yield ""
    yield (
        f"{comparison.customers:,} customers; measures on {comparison.sampled:,} of them, "
        f"stability over {comparison.bootstraps} samples:"
    )
    yield from rows_of(pd.DataFrame([_row(candidate) for candidate in run]))
    yield ""
    for candidate in run:
        yield f"{candidate.title}: {candidate.why_k}"
        yield from (f"  ! {objection}" for objection in candidate.objections)
    for candidate in comparison.candidates:
        if candidate.skipped:
            yield f"{candidate.title} was not run: {candidate.skipped}"


def profile_lines(profiles: "ClusterProfiles") -> Iterable[str]:
    """Yield what is told of the clusters as lines of text."""
    yield ""
    yield profiles.tree_sentence
    for profile in profiles.clusters:
        yield ""
        size = f"{profile.customers:,}; {percent(profile.share)}"
        yield f"{profile.cluster + 1}. {profile.name} ({size})"
        yield f"   {profile.paragraph}"
        yield from (f"   Rule: {rule.text}" for rule in profile.rules[:1])


def card_lines(card: "ClassifierCard") -> Iterable[str]:
    """Yield how well the supervised model places customers, as lines of text."""
    yield ""
    yield card.sentence
    yield from card.warnings


def _row(candidate: "Candidate") -> dict[str, str]:
    weakest = min(candidate.jaccards) if candidate.jaccards else None
    return {
        "algorithm": candidate.algorithm,
        "k": str(candidate.k),
        "silhouette": _number(candidate.silhouette),
        "Davies-Bouldin": _number(candidate.davies_bouldin),
        "Calinski-Harabasz": _number(candidate.calinski_harabasz, 0),
        "weakest Jaccard": _number(weakest),
        "lowest agreement": _number(candidate.agreement),
        "largest": f"{candidate.sizes[0]:,}" if candidate.sizes else NOTHING,
        "smallest": f"{candidate.sizes[-1]:,}" if candidate.sizes else NOTHING,
        "noise": f"{candidate.noise:,}",
        "seconds": f"{candidate.seconds:.1f}",
        "to be trusted": "no" if candidate.objections else "yes",
    }


def _number(value: float | None, digits: int = 2) -> str:
    return NOTHING if value is None else f"{value:,.{digits}f}"
