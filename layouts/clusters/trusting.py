"""How far the clusters of a data set can be trusted, in a sentence."""

from typing import TYPE_CHECKING, Any

from dash import html

from layouts.parts.components import message
from rfm import words

if TYPE_CHECKING:
    from rfm.clusters.comparison.results import Comparison


def trust(comparison: "Comparison") -> list[Any]:
    """Return whether the data have clear groups, and what was done with outliers."""
    if not comparison.is_whole:
        return [
            message(_first_look(comparison), "good" if comparison.has_clear_groups else "watch")
        ]
    sentence = (
        _trusted(comparison)
        if comparison.has_clear_groups
        else "These customers have no clear groups: read the clusters as a useful cut through one "
        "cloud, good for dividing work, not as kinds of people."
    )
    shown: list[Any] = [message(sentence, "good" if comparison.has_clear_groups else "watch")]
    if comparison.outliers_sentence:
        shown.append(html.P(comparison.outliers_sentence, className="section-note"))
    return shown


def _trusted(comparison: "Comparison") -> str:
    """Return whose clusters can be trusted: perhaps others than those in use."""
    best, used = (
        comparison.candidate(name).title for name in (comparison.recommended, comparison.in_use)
    )
    why = (
        "can be trusted: they are found again in other samples, from other starts and with numbers "
        "scaled otherwise."
    )
    if best == used:
        return f"The clusters {why}"
    return f"The clusters of {best} {why} Those in use are of {used}: see what speaks against them."


def _first_look(comparison: "Comparison") -> str:
    """Return how far clusters can be trusted before algorithms were compared."""
    agreement = words.number(comparison.candidate(comparison.in_use).agreement, 2)
    opening = (
        f"Ten starts of the search give the same clusters (agreement {agreement})."
        if comparison.has_clear_groups
        else f"Another start of the search may give other clusters (agreement {agreement})."
    )
    return f"{opening} Whether other samples of the customers do too, the comparison will tell."
