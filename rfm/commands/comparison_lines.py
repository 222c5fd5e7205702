"""A comparison of algorithms, and what it found, as lines of text."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import pandas as pd

from rfm.commands.rows import rows_of
from rfm.words import percent

if TYPE_CHECKING:
    from rfm.classifier.card import SupervisedCard
    from rfm.clusters.comparison.results import Candidate, Comparison
    from rfm.clusters.profiles.stories import Stories

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


def story_lines(stories: "Stories") -> Iterable[str]:
    """Yield what is told of the clusters as lines of text."""
    yield ""
    yield stories.tree_sentence
    for story in stories.clusters:
        yield ""
        yield f"{story.cluster + 1}. {story.name} ({story.customers:,}; {percent(story.share)})"
        yield f"   {story.paragraph}"
        yield from (f"   Rule: {rule.text}" for rule in story.rules[:1])


def card_lines(card: "SupervisedCard") -> Iterable[str]:
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
