"""The first rows of a file, with what each column was taken for: a choice above each."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import dash_bootstrap_components as dbc
from dash import html

from layouts.ids import Data
from layouts.parts.attributes import NOT_CHOSEN
from layouts.parts.components import aria
from rfm import words

if TYPE_CHECKING:
    from rfm.preview.document import Preview, PreviewColumn

TITLE: Final = "Columns"
# Of a wider file, what is not used is folded.
MOST_COLUMNS: Final = 12


def columns_card(preview: "Preview") -> html.Section:
    """Return the first rows below the columns' names, each with a choice and its reason."""
    used = sum(bool(column.field) for column in preview.columns)
    unused = len(preview.columns) - used
    is_wide = len(preview.columns) > MOST_COLUMNS and unused > 0
    many = words.counted(len(preview.columns), "column")
    note = f"{used} of {many} used. Choose otherwise above each."
    head = [html.Div([html.H3(TITLE, className="card-heading"), html.P(note, className="note")])]
    if is_wide:
        label = f"Show the {words.counted(unused, 'column')} that are not used"
        # Drawn anew after each choice, it stays as it was.
        kept = {"persistence": True, "persistence_type": "memory"}
        head.append(dbc.Switch(id=Data.ALL_COLUMNS, label=label, value=False, **kept))
    return html.Section(
        [html.Div(head, className="card-head"), _table(preview)],
        className="panel columns-card" + " narrowed" * is_wide,
        **aria(label=TITLE),
    )


def _table(preview: "Preview") -> html.Div:
    options = _options(preview)
    heads = [_head(place, column, options) for place, column in enumerate(preview.columns)]
    used = [_class(column) for column in preview.columns]
    rows = [
        html.Tr(
            [
                html.Th(words.count(preview.first_row + place), scope="row"),
                *[html.Td(cell, className=own) for cell, own in zip(row, used, strict=True)],
            ]
        )
        for place, row in enumerate(preview.rows_shown)
    ]
    table = html.Table(
        [
            html.Thead(html.Tr([html.Th("Row", scope="col"), *heads])),
            html.Tbody(rows),
        ]
    )
    return html.Div(
        table,
        className="plain-table columns-table",
        tabIndex=0,
        role="group",
        **aria(label="The first rows as they are written"),
    )


def _options(preview: "Preview") -> list[dict[str, str]]:
    known = [{"value": each.field, "label": _begun(each.label)} for each in preview.fields]
    return [{"value": NOT_CHOSEN, "label": "Not used"}, *known]


def _begun(label: str) -> str:
    return label[:1].upper() + label[1:]


def _head(place: int, column: "PreviewColumn", options: list[dict[str, str]]) -> html.Th:
    held = column.field or NOT_CHOSEN
    select = dbc.Select(id=Data.column(place), options=options, value=held)
    return html.Th(
        [
            # The column's name is the choice's label.
            html.Label([html.Span(column.name, className="column-name"), select]),
            html.Small(column.reason, title=column.reason),
        ],
        scope="col",
        className=_class(column),
    )


def _class(column: "PreviewColumn") -> str:
    return "" if column.field else "unused"


def held_by(preview: "Preview") -> list[Mapping[str, str]]:
    """Return what each column's choice shows, by the columns' places."""
    return [
        {"name": column.name, "field": column.field or NOT_CHOSEN} for column in preview.columns
    ]
