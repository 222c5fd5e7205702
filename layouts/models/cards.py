"""The card of a fitted model: what it says of this shop, its parameters, and whether to trust it.

Values come as words; a callback reads them from the models.
"""

from dataclasses import dataclass

from dash import html

from layouts.parts.facts_tables import facts_table
from layouts.parts.verdicts import verdict


@dataclass(frozen=True)
class Parameter:
    """A parameter of a model as it is shown: symbol, value, standard error, and what it means."""

    symbol: str
    value: str
    error: str
    meaning: str


@dataclass(frozen=True, kw_only=True)
class ModelCard:
    """A fitted model: what it says of this shop, its parameters, and whether to trust the fit."""

    kind: str
    title: str
    sentences: tuple[str, ...]
    verdict: str
    is_good: bool
    parameters: tuple[Parameter, ...]
    note: str


def model_card(card: ModelCard) -> html.Section:
    """Return the card of a fitted model."""
    return html.Section(
        [
            html.Div(card.kind, className="eyebrow"),
            html.H3(card.title, className="model-name"),
            *[html.P(sentence) for sentence in card.sentences],
            verdict(card.verdict, is_good=card.is_good),
            _parameters(card),
            html.P(card.note, className="note"),
        ],
        className="panel model-card",
    )


def _parameters(card: ModelCard) -> html.Div:
    heads = ("Parameter", "Value", "± standard error", "What it means")
    rows = [
        html.Tr(
            [
                html.Th(each.symbol, scope="row"),
                html.Td(each.value),
                html.Td(each.error),
                html.Td(each.meaning, className="words"),
            ]
        )
        for each in card.parameters
    ]
    return facts_table(heads, rows, f"Parameters of {card.title}", words=(3,))
