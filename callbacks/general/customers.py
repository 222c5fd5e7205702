"""The list of the customers that are shown: a page at a time, sorted and filtered on the server.

Only positions are sorted and kept; a page's rows are read when it is asked for.
"""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks import listing
from callbacks.answers import Answers
from callbacks.attributes import joined_attributes
from callbacks.files import MOST_EXPORTED, csv_file, note_on_file
from callbacks.general.view import CHOSEN, Chosen, View, view_of
from callbacks.plays import MOST_WITH_PLAYS, plays_of, with_plays
from layouts import grids, table_grids, words
from layouts.ids import General
from rfm import schema

if TYPE_CHECKING:
    from server.datasets import Datasets

READ: Final = (schema.CUSTOMER_ID, *schema.RFM, schema.AVERAGE_ORDER_VALUE, schema.LAST_ORDER_AT)
_ORDERS_KEPT: Final = 16


def register(app: Dash, datasets: "Datasets") -> None:
    """Register the columns, the pages and the download of the list."""
    app.callback(
        Output(General.LISTED, "columnDefs"),
        Output(General.LISTED_TITLE, "children"),
        *[Input(*each) for each in CHOSEN],
    )(partial(head, datasets))
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("general", "ask_again"),
        Output(General.LISTED_SECTION, "title"),
        *[Input(*each) for each in CHOSEN],
        prevent_initial_call=True,
    )
    app.callback(
        Output(General.LISTED, "getRowsResponse"),
        Input(General.LISTED, "getRowsRequest"),
        *[State(*each) for each in CHOSEN],
        prevent_initial_call=True,
    )(partial(page, datasets, Answers(_ORDERS_KEPT)))
    app.callback(
        Output(General.LISTED_DOWNLOAD, "data"),
        Output(General.LISTED_NOTE, "children"),
        Input(General.LISTED_CSV, "n_clicks"),
        State(General.LISTED, "filterModel"),
        *[State(*each) for each in CHOSEN],
        prevent_initial_call=True,
    )(partial(export, datasets))


def head(datasets: "Datasets", *sent: Any) -> tuple[list[dict[str, Any]], str]:
    """Return the columns and the title of the list."""
    token, *chosen = sent
    view = view_of(datasets, token, Chosen(*chosen))
    columns = grids.customer_columns(
        view.look.group_word, view.look.axis_title(schema.FREQUENCY), view.look.currency
    )
    columns += table_grids.attribute_columns(joined_attributes(view.snapshot))
    size = words.counted(int(view.is_member.sum()), "customer")
    return columns, f"{view.called}: {size}" if view.is_part else f"All {size}"


def page(datasets: "Datasets", orders: Answers, request: Any, *sent: Any) -> Any:
    """Return the rows that the grid asks for, and how many there are."""
    token, *chosen = sent
    if not isinstance(request, Mapping) or not token:
        return {"rowData": [], "rowCount": 0}
    view = view_of(datasets, token, Chosen(*chosen))
    wanted = listing.read_request(request, columns_of(view))
    who = (view.snapshot.id, view.grouping, view.group, view.filter_key)
    key = (*who, wanted.sorting, wanted.filters)
    positions = orders.get(key, partial(positions_of, view, wanted))
    shown = positions[wanted.start : wanted.start + grids.PAGE_ROWS]
    return {"rowData": rows_at(view, shown), "rowCount": len(positions)}


def positions_of(view: View, wanted: listing.Wanted) -> np.ndarray:
    """Return the positions of the customers that are listed, in order."""
    frame = listed_columns(view)
    members = np.flatnonzero(view.is_member)
    return listing.arrange(frame, members, wanted)


def columns_of(view: View) -> listing.Columns:
    """Return the columns of the list by what a grid may ask of them."""
    numbers, texts = table_grids.fields_by_kind(joined_attributes(view.snapshot))
    return listing.Columns(
        numbers=(*schema.RFM, schema.AVERAGE_ORDER_VALUE, *numbers),
        texts=(schema.CUSTOMER_ID, *texts),
        others=(schema.LAST_ORDER_AT, schema.GROUP),
    )


def listed_columns(view: View) -> pd.DataFrame:
    """Return the columns of the list for all customers, joined ones under their grid's fields."""
    fields = table_grids.fields_of(joined_attributes(view.snapshot))
    customers = view.snapshot.customers(*READ, view.column, *fields)
    return customers.rename(columns=fields | {view.column: schema.GROUP})


def rows_at(view: View, positions: np.ndarray) -> list[dict[str, Any]]:
    """Return the rows of some customers, with their group's colour."""
    rows = listed_columns(view).iloc[positions]
    last_days = [words.date_text(day) for day in rows[schema.LAST_ORDER_AT]]
    rows = rows.astype(object).where(rows.notna(), None)
    colours = view.look.colours
    return [
        {
            **{str(column): value for column, value in row.items()},
            schema.LAST_ORDER_AT: last_day,
            "colour": colours.get(row[schema.GROUP], "transparent"),
        }
        for row, last_day in zip(rows.to_dict("records"), last_days, strict=True)
    ]


def export(datasets: "Datasets", _clicks: Any, filters: Any, *sent: Any) -> tuple[Any, Any]:
    """Return the listed customers as a file, by customer number, and what it had to leave out."""
    token, *chosen = sent
    view = view_of(datasets, token, Chosen(*chosen))
    wanted = listing.read_request({"filterModel": filters}, columns_of(view))
    positions = positions_of(view, wanted)
    fields = table_grids.fields_of(joined_attributes(view.snapshot))
    names = {field: name for name, field in fields.items()}
    file = listed_columns(view).rename(columns=names).iloc[positions[:MOST_EXPORTED]]
    if len(file) <= MOST_WITH_PLAYS:
        file = with_plays(file, plays_of(datasets, token["name"], view.grouping))
    return csv_file(view.file_name("customers"), file), note_on_file(len(positions))
