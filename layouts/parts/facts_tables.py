"""Tables of facts in words: what a row is about with its meaning, a badge, and marked cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dash import html

from layouts.parts.components import aria

IN_USE: Final = "in use"


@dataclass(frozen=True)
class Cell:
    """A cell of a table: what it says, small print below it, and whether it is marked."""

    text: str
    small: str = ""
    mark: str = ""

    @property
    def content(self) -> list[Any]:
        """What stands in it."""
        small = [html.Small(self.small)] if self.small else []
        return [html.Span(self.text, className=self.mark), *small]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of a table: what it is about with a definition in words, and its cells."""

    name: str
    meaning: str = ""
    badge: str = ""
    cells: tuple[Cell, ...]


def comparison(title: str, heads: Sequence[str], rows: Sequence[Row], note: str) -> html.Section:
    """Return a card with a table of comparisons, one row each."""
    head = html.Div(html.H3(title, className="card-heading"), className="card-head")
    return html.Section(
        [head, *compared(title, heads, rows, note)], className="panel comparison-card"
    )


def compared(title: str, heads: Sequence[str], rows: Sequence[Row], note: str) -> list[Any]:
    """Return a table of comparisons, one row each, and what to know about it."""
    table = facts_table(heads, [_row(row) for row in rows], title)
    return [table, html.P(note, className="note")]


def facts_table(
    heads: Sequence[str], rows: Sequence[html.Tr], label: str, words: Sequence[int] = ()
) -> html.Div:
    """Return rows below their heads; the columns at the places `words` hold running text."""
    head = [
        html.Th(each, scope="col", className="words" if place in words else "")
        for place, each in enumerate(heads)
    ]
    return framed_table(head, rows, label)


def framed_table(
    heads: Sequence[html.Th], rows: Sequence[html.Tr], label: str, class_name: str = ""
) -> html.Div:
    """Return a table, as wide as it needs inside a frame that scrolls."""
    return html.Div(
        html.Table([html.Thead(html.Tr(list(heads))), html.Tbody(list(rows))]),
        className=f"facts-table {class_name}".strip(),
        tabIndex=0,
        role="region",
        **aria(label=label),
    )


def _row(row: Row) -> html.Tr:
    name: list[Any] = [html.Span(row.name, className="name")]
    if row.badge:
        name.append(html.Span(row.badge, className="badge-used"))
    if row.meaning:
        name.append(html.Small(row.meaning))
    return html.Tr(
        [html.Th(name, scope="row"), *[html.Td(cell.content) for cell in row.cells]],
        className="used" if row.badge else "",
    )
