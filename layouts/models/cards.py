"""The card of a fitted model: what it says of a shop, its parameters, and whether to trust it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from dash import html

from layouts.parts.facts_tables import facts_table
from layouts.parts.verdicts import verdict
from rfm import words

if TYPE_CHECKING:
    from rfm.lifetime.candidates import PurchaseFit
    from rfm.lifetime.spending import SpendFit

_SMALLEST, _LARGEST = 1e-4, 1e5
_HEADS: Final = ("Parameter", "Value", "± standard error", "What it means")


def model_card(
    fit: "PurchaseFit | SpendFit",
    meanings: Mapping[str, str],
    *,
    eyebrow: str,
    title: str,
    sentences: Sequence[str],
    note: str,
    folded: Sequence[str] = (),
) -> html.Section:
    """Return the card of a fitted model; `meanings` are those of its parameters."""
    rows = [_parameter(name, fit, meanings[name]) for name in fit.values]
    return html.Section(
        [
            html.Div(eyebrow, className="eyebrow"),
            html.H3(title, className="model-name"),
            *[html.P(sentence) for sentence in sentences if sentence],
            *([_season(folded)] if folded else []),
            verdict(fit.verdict, is_good=fit.converged),
            facts_table(_HEADS, rows, f"Parameters of {title}", words=(3,)),
            html.P(note, className="note"),
        ],
        className="panel model-card",
    )


def _season(reasons: Sequence[str]) -> html.Details:
    said = [html.P(reason) for reason in reasons]
    return html.Details([html.Summary("What earlier years say of the season"), *said])


def _parameter(name: str, fit: "PurchaseFit | SpendFit", meaning: str) -> html.Tr:
    return html.Tr(
        [
            html.Th(name, scope="row"),
            html.Td(figure(fit.values[name])),
            html.Td(figure(fit.standard_errors[name], "on the edge")),
            html.Td(meaning, className="words"),
        ]
    )


def figure(value: float, missing: str = words.MISSING) -> str:
    """Return a parameter with four digits."""
    if value != value:  # noqa: PLR0124 - not a number
        return missing
    is_plain = _SMALLEST <= abs(value) < _LARGEST or value == 0
    return f"{value:,.4g}" if is_plain else f"{value:.3g}"
