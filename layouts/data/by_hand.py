"""Data that are typed: a grid of customers or orders, and a form that adds one customer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
from dash import html

from layouts.ids import ByHand
from layouts.parts.components import aria, button
from layouts.parts.controls import switch
from layouts.parts.grids import THEME

CUSTOMERS, ORDERS = "customers", "orders"
LEAST_ROWS: Final = 5
LONGEST: Final = 80


@dataclass(frozen=True)
class TypedColumn:
    """A column that is typed: its name, and what a cell of it is."""

    name: str
    kind: str = "text"


# The form of the published design, and what an order is.
TYPED: Final = {
    CUSTOMERS: (
        TypedColumn("Customer"),
        TypedColumn("Date of joining", "date"),
        TypedColumn("Number of purchases", "number"),
        TypedColumn("Total amount", "number"),
        TypedColumn("Last purchase", "date"),
    ),
    ORDERS: (
        TypedColumn("Customer"),
        TypedColumn("Date", "date"),
        TypedColumn("Amount", "number"),
        TypedColumn("Order number"),
    ),
}
_EDITED: Final = {"editable": True, "flex": 1, "minWidth": 120}
_INPUTS: Final = {"text": "text", "date": "date", "number": "number"}
_EDITORS: Final[dict[str, dict[str, Any]]] = {
    "text": {},
    "date": {"cellEditor": "agDateStringCellEditor", "cellDataType": "dateString"},
    "number": {"cellEditor": "agNumberCellEditor", "cellDataType": "number"},
}


def by_hand() -> html.Details:
    """Return the section where data are typed, hidden until it is known that anybody may."""
    what = switch(
        ByHand.WHAT, "Rows are", ((CUSTOMERS, "Customers"), (ORDERS, "Orders")), CUSTOMERS
    )
    grid = dag.AgGrid(
        id=ByHand.GRID,
        columnDefs=grid_columns(CUSTOMERS),
        rowData=empty_rows(CUSTOMERS),
        className=THEME,
        dashGridOptions={
            "domLayout": "autoHeight",
            "singleClickEdit": True,
            "stopEditingWhenCellsLoseFocus": True,
            "enterNavigatesVerticallyAfterEdit": True,
            "rowSelection": {"mode": "multiRow"},
            "suppressFieldDotNotation": True,
        },
        style={"height": None},
    )
    return html.Details(
        [
            html.Summary("By hand"),
            html.Div([what], className="place-form"),
            _form(),
            html.Div(grid, role="group", **aria(label="Rows to edit")),
            html.Div(id=ByHand.MESSAGE, **aria(live="polite")),
            _buttons(),
        ],
        id=ByHand.SECTION,
        className="panel place by-hand",
        hidden=True,
    )


def _buttons() -> html.Div:
    return html.Div(
        [
            button("Add rows", id=ByHand.MORE),
            button("Remove marked rows", id=ByHand.REMOVE),
            button("Use these rows", "action primary", id=ByHand.USE),
        ],
        className="data-buttons",
    )


def _form() -> html.Div:
    """Return the form that adds a customer to the grid."""
    fields = [
        html.Label(
            [
                html.Span(column.name, className="field-label"),
                dbc.Input(
                    id=ByHand.value(column.name),
                    type=_INPUTS[column.kind],
                    maxLength=LONGEST,
                    autoComplete="off",
                    value="",
                    **({"min": 0, "step": "any"} if column.kind == "number" else {}),
                ),
            ],
            className="field",
        )
        for column in TYPED[CUSTOMERS]
    ]
    add = html.Div(button("Add this customer", id=ByHand.ADD), className="data-buttons")
    return html.Div(
        [*fields, add],
        id=ByHand.FORM,
        className="place-form",
        role="group",
        **aria(label="A customer to add"),
    )


def grid_columns(what: str) -> list[dict[str, Any]]:
    """Return the columns of the grid for customers or orders."""
    return [
        _EDITED | {"field": column.name, "headerName": column.name} | _EDITORS[column.kind]
        for column in TYPED[what]
    ]


def empty_rows(what: str, count: int = LEAST_ROWS) -> list[dict[str, None]]:
    """Return rows to be filled."""
    return [dict.fromkeys(column.name for column in TYPED[what]) for _ in range(count)]


def filled_rows(rows: Sequence[Any], what: str) -> list[dict[str, Any]]:
    """Return the rows in which something stands, with the columns that they have."""
    names = [column.name for column in TYPED[what]]
    # An emptied cell is an empty text.
    kept = [{name: row.get(name) or None for name in names} for row in rows]
    return [row for row in kept if any(value is not None for value in row.values())]
