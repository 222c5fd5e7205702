"""The list of the customers that the page shows: a page at a time, sorted and filtered here.

Only positions are sorted and kept; a page's rows are read when it is asked for.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.parts.answers import Answers
from callbacks.parts.attributes import joined_attributes, shown_attributes
from callbacks.parts.files import MOST_EXPORTED, csv_file, note_on_file
from callbacks.parts.plays import MOST_WITH_PLAYS, plays_of, with_plays
from callbacks.segmentation import listing
from callbacks.segmentation.view import CHOSEN, View, view_of
from layouts.ids import General
from layouts.parts import grids
from layouts.parts.attributes import Shown
from layouts.segmentation import lists
from rfm import schema, words
from server.data.datasets import Datasets

_ORDERS_KEPT: Final = 16
_OF_LOG: Final = (*schema.RFM, schema.AVERAGE_ORDER_VALUE, schema.LAST_ORDER_AT)


def register(app: Dash, datasets: Datasets) -> None:
    """Register the columns, the pages and the download of the list."""
    asked = {name: Input(*each) for name, each in CHOSEN.items()}
    known = {name: State(*each) for name, each in CHOSEN.items()}
    app.callback(
        [Output(General.LISTED, "columnDefs"), Output(General.LISTED_TITLE, "children")],
        asked,
    )(partial(head, datasets))
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("general", "ask_again"),
        Output(General.LISTED_SECTION, "title"),
        *asked.values(),
        prevent_initial_call=True,
    )
    app.callback(
        Output(General.LISTED, "getRowsResponse"),
        {"request": Input(General.LISTED, "getRowsRequest")} | known,
        prevent_initial_call=True,
    )(partial(page, datasets, Answers(_ORDERS_KEPT)))
    app.callback(
        [Output(General.LISTED_DOWNLOAD, "data"), Output(General.LISTED_NOTE, "children")],
        {
            "clicks": Input(General.LISTED_CSV, "n_clicks"),
            "filters": State(General.LISTED, "filterModel"),
        }
        | known,
        prevent_initial_call=True,
    )(partial(export, datasets))


def head(datasets: Datasets, **sent: Any) -> tuple[list[dict[str, Any]], str]:
    """Return the columns and the title of the list."""
    view = view_of(datasets, **sent)
    size = words.counted(int(view.is_member.sum()), "customer")
    return _heads(view), f"{view.called}: {size}" if view.is_part else f"All {size}"


def page(datasets: Datasets, orders: Answers, request: Any, **sent: Any) -> dict[str, Any]:
    """Return the rows that the grid asks for, and how many there are."""
    if not isinstance(request, Mapping) or not sent["token"]:
        return {"rowData": [], "rowCount": 0}
    view = view_of(datasets, **sent)
    wanted = listing.read_request(request, _columns(view))
    who = (view.snapshot.id, view.grouping, view.group, view.filter_key)
    key = (*who, wanted.sorting, wanted.filters)
    positions = orders.get(key, partial(_positions, view, wanted))
    shown = positions[wanted.start : wanted.start + grids.PAGE_ROWS]
    return {"rowData": _rows_at(view, shown), "rowCount": len(positions)}


def export(
    datasets: Datasets, clicks: Any, filters: Any, token: Any, **sent: Any
) -> tuple[Any, Any]:
    """Return the listed customers as a file, by customer number, and what it had to leave out."""
    del clicks
    view = view_of(datasets, token, **sent)
    wanted = listing.read_request({"filterModel": filters}, _columns(view))
    positions = _positions(view, wanted)
    file = _file(view).iloc[positions[:MOST_EXPORTED]]
    if schema.GROUP in file and len(file) <= MOST_WITH_PLAYS:
        file = with_plays(file, plays_of(datasets, token["name"], view.grouping))
    return csv_file(view.file_name("customers"), file), note_on_file(len(positions))


def _attributes(view: View) -> tuple[Shown, ...]:
    """Return what is known of customers beyond a log: all columns of a table, or those joined."""
    return shown_attributes(view.snapshot) if view.is_table else joined_attributes(view.snapshot)


def _heads(view: View) -> list[dict[str, Any]]:
    attributes = _attributes(view)
    if view.is_table:
        return lists.listed_columns(attributes, has_clusters=view.has_groups)
    look = view.look
    columns = grids.customer_columns(
        look.group_word, look.axis_title(schema.FREQUENCY), look.currency
    )
    return columns + lists.attribute_columns(attributes)


def _own(view: View) -> tuple[str, ...]:
    """Return the columns that stand beside the attributes."""
    if not view.is_table:
        return _OF_LOG
    return (schema.CLUSTER_PROBABILITY,) if view.has_groups else ()


def _columns(view: View) -> listing.Listable:
    numbers, texts = lists.fields_by_kind(_attributes(view))
    days = (schema.LAST_ORDER_AT,) if not view.is_table else ()
    return listing.Listable(
        numbers=(*(each for each in _own(view) if each not in days), *numbers),
        texts=(schema.CUSTOMER_ID, *texts),
        others=(*days, *((schema.GROUP,) if view.has_groups else ())),
    )


def _table(view: View) -> pd.DataFrame:
    """Return all customers under the grid's fields."""
    fields = lists.fields_of(_attributes(view))
    customers = view.customers(*_own(view), *fields)
    return customers.rename(columns=fields | {view.column: schema.GROUP})


def _file(view: View) -> pd.DataFrame:
    names = [each.name for each in _attributes(view)]
    if not view.is_table:
        # The group stands before the columns that were joined.
        table = view.snapshot.customers(schema.CUSTOMER_ID, *_OF_LOG, view.column, *names)
    else:
        outlier = (schema.IS_OUTLIER,) if view.has_groups else ()
        table = view.customers(*names, *_own(view), *outlier)
    table = table.rename(columns={view.column: schema.GROUP})
    warnings = view.snapshot.warnings(view.grouping)
    if not warnings:
        return table
    of_group = table[schema.GROUP].astype("str").map(warnings).fillna("")
    return table.assign(**{schema.WARNING: of_group})


def _positions(view: View, wanted: listing.Wanted) -> np.ndarray:
    """Return the positions of the customers that are listed, in order."""
    return listing.arrange(_table(view), np.flatnonzero(view.is_member), wanted)


def _rows_at(view: View, positions: np.ndarray) -> list[dict[str, Any]]:
    """Return the rows of some customers in words, with their group's colour."""
    rows = _table(view).iloc[positions]
    if schema.LAST_ORDER_AT in rows:
        days = [words.date_text(day) for day in rows[schema.LAST_ORDER_AT]]
        rows = rows.assign(**{schema.LAST_ORDER_AT: days})
    rows = rows.astype(object).where(rows.notna(), None)
    colours, warnings = view.look.colours, view.snapshot.warnings(view.grouping)
    return [
        {
            **{str(column): value for column, value in row.items()},
            "colour": colours.get(str(row.get(schema.GROUP)), "transparent"),
            schema.WARNING: warnings.get(str(row.get(schema.GROUP)), ""),
        }
        for row in rows.to_dict("records")
    ]
