"""The cards of the page Models: fitted models with their parameters, and tables of comparisons.

Values come as words; a callback reads them from the models.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import html

from layouts.parts.components import aria

IN_USE: Final = "in use"


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
    note: str = ""


@dataclass(frozen=True)
class Cell:
    """A cell of a table: what it says, small print below it, and whether it is marked."""

    text: str
    small: str = ""
    mark: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a table: what it is about with a definition in words, and its cells."""

    name: str
    meaning: str = ""
    badge: str = ""
    cells: tuple[Cell, ...]


def model_card(card: ModelCard, class_name: str = "") -> html.Section:
    """Return the card of a fitted model."""
    icon = "✓" if card.is_good else "!"
    kind = "good" if card.is_good else "watch"
    verdict = [html.Span(icon, className=f"verdict-icon {kind}", **aria(hidden="true"))]
    return html.Section(
        [
            html.Div(card.kind, className="eyebrow"),
            html.H3(card.title, className="model-name"),
            *[html.P(sentence) for sentence in card.sentences],
            html.P([*verdict, html.Span(card.verdict)], className="fit-verdict"),
            _parameters(card),
            html.P(card.note, className="note") if card.note else None,
        ],
        className=f"panel model-card {class_name}".strip(),
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
    return _table(heads, rows, f"Parameters of {card.title}", words=(3,))


def comparison(title: str, heads: Sequence[str], rows: Sequence[Row], note: str) -> html.Section:
    """Return a card with a table of comparisons, one row each."""
    head = html.Div(html.H3(title, className="card-heading"), className="card-head")
    return html.Section(
        [head, *compared(title, heads, rows, note)], className="panel comparison-card"
    )


def compared(title: str, heads: Sequence[str], rows: Sequence[Row], note: str) -> list[Any]:
    """Return a table of comparisons, one row each, and what to know about it."""
    table = _table(heads, [_row(row) for row in rows], title)
    return [table, html.P(note, className="note")]


def sentences(told: Sequence[str]) -> html.Ul:
    """Return sentences as a list."""
    return html.Ul([html.Li(each) for each in told], className="sentences")


def indicative() -> html.Span:
    """Return the mark beside a number that is no more than a hint."""
    return html.Span("indicative", className="badge-indicative", title=INDICATIVE)


INDICATIVE: Final = (
    "There is too little to learn from for this number to be more than a hint; the page Models "
    "says why."
)


def _table(
    heads: Sequence[str], rows: Sequence[Any], caption: str, words: Sequence[int] = ()
) -> html.Div:
    head = [
        html.Th(each, scope="col", className="words" if place in words else "")
        for place, each in enumerate(heads)
    ]
    return html.Div(
        html.Table([html.Thead(html.Tr(head)), html.Tbody(list(rows))]),
        className="facts-table",
        tabIndex=0,
        role="region",
        **aria(label=caption),
    )


def _row(row: Row) -> html.Tr:
    name: list[Any] = [html.Span(row.name, className="name")]
    if row.badge:
        name.append(html.Span(row.badge, className="badge-used"))
    if row.meaning:
        name.append(html.Small(row.meaning))
    return html.Tr(
        [html.Th(name, scope="row"), *[_cell(cell) for cell in row.cells]],
        className="used" if row.badge else "",
    )


def _cell(cell: Cell) -> html.Td:
    told: list[Any] = [html.Span(cell.text, className=cell.mark)]
    if cell.small:
        told.append(html.Small(cell.small))
    return html.Td(told)
