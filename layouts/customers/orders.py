"""The orders of a customer as a table: newest first, returns labelled, all of them as CSV."""

from collections import Counter
from typing import Any, Final

import dash_ag_grid as dag
import pandas as pd
from dash import dcc, html

from layouts.charts.customer.purchases import GIVEN_BACK, ORDER, RETURN, kinds_of
from layouts.ids import Customers
from layouts.parts import grids
from layouts.parts.components import aria, button
from rfm import schema, words

MOST_ROWS: Final = 500
_KIND: Final = "kind"
_HEADS: Final = {
    schema.ORDERED_AT: "Date",
    _KIND: "Kind",
    schema.ORDER_ID: "Order number",
    schema.LINES: "Lines",
    schema.PRODUCTS: "Products",
    schema.QUANTITY: "Items",
    schema.AMOUNT: "Amount",
}


def orders_card() -> html.Section:
    """Return the empty card of the orders."""
    save = button("CSV", "quiet", id=Customers.ORDERS_CSV)
    return html.Section(
        [
            html.Div(
                [html.H3("Orders", id=Customers.ORDERS_TITLE, className="card-heading"), save],
                className="card-head",
            ),
            html.Div(id=Customers.ORDERS),
            html.P(id=Customers.ORDERS_CAPTION, className="note"),
            dcc.Download(id=Customers.ORDERS_DOWNLOAD),
        ],
        className="panel orders-card full",
        **aria(labelledby=Customers.ORDERS_TITLE),
    )


def orders_grid(orders: pd.DataFrame, currency: str) -> dag.AgGrid:
    """Return the newest orders as a table that sorts and filters."""
    shown = table_of_orders(orders).head(MOST_ROWS)
    shown[schema.ORDERED_AT] = shown[schema.ORDERED_AT].dt.strftime("%Y-%m-%dT%H:%M:%S")
    return dag.AgGrid(
        rowData=shown.to_dict("records"),
        columnDefs=[_column(name, currency) for name in shown.columns],
        defaultColDef=grids.COLUMN,
        columnSize="responsiveSizeToFit",
        dashGridOptions=grids.KEYS
        | {
            "pagination": True,
            "paginationPageSize": 10,
            "paginationPageSizeSelector": False,
            "domLayout": "autoHeight",
            "animateRows": False,
            "enableCellTextSelection": True,
        },
        className=grids.THEME,
        style={"height": None},
    )


def table_of_orders(orders: pd.DataFrame) -> pd.DataFrame:
    """Return the orders and returns, newest first, each with its kind in words."""
    kinds = kinds_of(orders)
    columns = [name for name in _HEADS if name in orders.columns or name == _KIND]
    return orders.assign(**{_KIND: kinds})[columns].iloc[::-1].reset_index(drop=True)


def title_of_orders(orders: pd.DataFrame) -> str:
    """Return how many orders and returns there are."""
    found = Counter(kinds_of(orders))
    others = {
        GIVEN_BACK: ("order given back whole", "orders given back whole"),
        RETURN: ("return",),
    }
    told = [words.counted(found[kind], *names) for kind, names in others.items() if found[kind]]
    return words.listed([words.counted(found[ORDER], "order"), *told])


def caption_of_orders(orders: pd.DataFrame) -> str:
    """Return what a row is, and whether some are only in the file."""
    rows = (
        "Newest first. What was given back is a row of its own; an order of which all was is none."
    )
    if len(orders) <= MOST_ROWS:
        return rows
    return f"{rows} The newest {MOST_ROWS} are shown; all {len(orders):,} are in the CSV file."


def _column(name: str, currency: str) -> dict[str, Any]:
    head = _HEADS[name]
    if name == schema.ORDERED_AT:
        # ISO texts sort by time; d3 writes them as everywhere else.
        as_day = "d3.timeFormat('%-d %b %Y')(d3.isoParse(params.value))"
        shown = {"valueFormatter": {"function": as_day}, "filter": False, "minWidth": 120}
        return {"field": name, "headerName": head, "type": []} | shown
    if name in (_KIND, schema.ORDER_ID):
        text = {"filter": "agTextColumnFilter", "type": []}
        return {"field": name, "headerName": head} | text
    if name == schema.AMOUNT:
        return grids.numbers(name, f"{head} ({currency})" if currency else head, 2)
    return grids.numbers(name, head)
