"""What is to be thought of a number, a fit or a group: a sentence with a sign, and small marks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from dash import html

from layouts.parts.components import aria
from rfm import words

if TYPE_CHECKING:
    from rfm.clusters.profiles.results import ClusterProfile, Effect

_NEGLIGIBLE: Final = "negligible"
INDICATIVE: Final = (
    "There is too little to learn from for this number to be more than a hint; the page Models "
    "says why."
)


def verdict(content: Any, *, is_good: bool) -> html.P:
    """Return a verdict behind a sign that does not depend on its colour."""
    mark = html.Span(
        "✓" if is_good else "!",
        className=f"verdict-icon {'good' if is_good else 'watch'}",
        **aria(hidden="true"),
    )
    return html.P([mark, html.Span(content)], className="fit-verdict")


def sentences(listed: Sequence[str]) -> html.Ul:
    """Return sentences as a list."""
    return html.Ul([html.Li(each) for each in listed], className="sentences")


def indicative() -> html.Span:
    """Return the mark beside a number that is no more than a hint."""
    return html.Span("indicative", className="badge-indicative", title=INDICATIVE)


def is_doubted(jaccard: float | None) -> bool:
    """Tell whether a cluster's stability was measured, and is too low to trust it."""
    return jaccard is not None and bool(jaccard < words.TRUSTED_FROM)


def clear_effects(profile: "ClusterProfile") -> "list[Effect]":
    """Return what sets a cluster apart, without what is too small to be said."""
    return [each for each in profile.effects if each.strength != _NEGLIGIBLE]
