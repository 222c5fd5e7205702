"""The customers of a table with all their attributes: a page at a time, sorted on the server."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks import listing
from callbacks.answers import Answers
from callbacks.attributes import shown_attributes
from callbacks.files import MOST_EXPORTED, csv_file, note_on_file
from callbacks.plays import MOST_WITH_PLAYS, plays_of, with_plays
from callbacks.table_general.view import CHOSEN, Chosen, TableView, view_of
from layouts import grids, table_grids, words
from layouts.ids import TableGeneral
from rfm import schema

if TYPE_CHECKING:
    from server.datasets import Datasets

_ORDERS_KEPT: Final = 16


def register(app: Dash, datasets: "Datasets") -> None:
    """Register the columns, the pages and the download of the list."""
    app.callback(
        Output(TableGeneral.LISTED, "columnDefs"),
        Output(TableGeneral.LISTED_TITLE, "children"),
        *[Input(*each) for each in CHOSEN],
    )(partial(head, datasets))
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("general", "ask_again"),
        Output(TableGeneral.LISTED_SECTION, "title"),
        *[Input(*each) for each in CHOSEN],
        prevent_initial_call=True,
    )
    app.callback(
        Output(TableGeneral.LISTED, "getRowsResponse"),
        Input(TableGeneral.LISTED, "getRowsRequest"),
        *[State(*each) for each in CHOSEN],
        prevent_initial_call=True,
    )(partial(page, datasets, Answers(_ORDERS_KEPT)))
    app.callback(
        Output(TableGeneral.LISTED_DOWNLOAD, "data"),
        Output(TableGeneral.LISTED_NOTE, "children"),
        Input(TableGeneral.LISTED_CSV, "n_clicks"),
        State(TableGeneral.LISTED, "filterModel"),
        *[State(*each) for each in CHOSEN],
        prevent_initial_call=True,
    )(partial(export, datasets))


def head(datasets: "Datasets", *sent: Any) -> tuple[list[dict[str, Any]], str]:
    """Return the columns and the title of the list."""
    token, *chosen = sent
    view = view_of(datasets, token, Chosen(*chosen))
    columns = table_grids.listed_columns(
        shown_attributes(view.snapshot), has_clusters=view.has_clusters
    )
    size = words.counted(int(view.is_member.sum()), "customer")
    return columns, f"{view.called}: {size}" if view.is_part else f"All {size}"


def page(datasets: "Datasets", orders: Answers, request: Any, *sent: Any) -> Any:
    """Return the rows that the grid asks for, and how many there are."""
    token, *chosen = sent
    if not isinstance(request, Mapping) or not token:
        return {"rowData": [], "rowCount": 0}
    view = view_of(datasets, token, Chosen(*chosen))
    wanted = listing.read_request(request, columns_of(view))
    key = (view.snapshot.id, view.group, view.filter_key, wanted.sorting, wanted.filters)
    positions = orders.get(key, partial(positions_of, view, wanted))
    shown = positions[wanted.start : wanted.start + grids.PAGE_ROWS]
    return {"rowData": rows_at(view, shown), "rowCount": len(positions)}


def columns_of(view: TableView) -> listing.Columns:
    """Return the columns of the list by what a grid may ask of them."""
    numbers, texts = table_grids.fields_by_kind(shown_attributes(view.snapshot))
    probability = (schema.CLUSTER_PROBABILITY,) if view.has_clusters else ()
    return listing.Columns(
        numbers=(*numbers, *probability),
        texts=(schema.CUSTOMER_ID, *texts),
        others=(schema.GROUP,) if view.has_clusters else (),
    )


def positions_of(view: TableView, wanted: listing.Wanted) -> np.ndarray:
    """Return the positions of the customers that are listed, in order."""
    members = np.flatnonzero(view.is_member)
    return listing.arrange(listed(view), members, wanted)


def listed(view: TableView) -> pd.DataFrame:
    """Return the columns of the list for all customers, under the names of the grid's fields."""
    fields = table_grids.fields_of(shown_attributes(view.snapshot))
    probability = (schema.CLUSTER_PROBABILITY,) if view.has_clusters else ()
    customers = view.customers(*probability, *fields)
    return customers.rename(columns=fields | {view.column: schema.GROUP})


def rows_at(view: TableView, positions: np.ndarray) -> list[dict[str, Any]]:
    """Return the rows of some customers, with their cluster's colour."""
    rows = listed(view).iloc[positions]
    rows = rows.astype(object).where(rows.notna(), None)
    colours = view.look.colours
    return [
        {
            **{str(column): value for column, value in row.items()},
            "colour": colours.get(str(row.get(schema.GROUP)), "transparent"),
        }
        for row in rows.to_dict("records")
    ]


def export(datasets: "Datasets", _clicks: Any, filters: Any, *sent: Any) -> tuple[Any, Any]:
    """Return the listed customers as a file, by customer number, and what it had to leave out."""
    token, *chosen = sent
    view = view_of(datasets, token, Chosen(*chosen))
    wanted = listing.read_request({"filterModel": filters}, columns_of(view))
    positions = positions_of(view, wanted)
    names = (each.name for each in shown_attributes(view.snapshot))
    of_clusters = (schema.CLUSTER_PROBABILITY, schema.IS_OUTLIER) if view.has_clusters else ()
    file = view.customers(*names, *of_clusters).iloc[positions[:MOST_EXPORTED]]
    if view.has_clusters and len(file) <= MOST_WITH_PLAYS:
        plays = plays_of(datasets, token["name"], view.grouping)
        file = with_plays(file.rename(columns={view.column: schema.GROUP}), plays)
    return csv_file(view.file_name("customers"), file), note_on_file(len(positions))
