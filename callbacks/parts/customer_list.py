"""The list of the customers that a page shows: a page at a time, sorted and filtered on the server.

Only positions are sorted and kept; a page's rows are read when it is asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State

from callbacks.parts import listing
from callbacks.parts.answers import Answers
from callbacks.parts.files import MOST_EXPORTED, csv_file, note_on_file
from callbacks.parts.plays import MOST_WITH_PLAYS, plays_of, with_plays
from layouts.ids import General, TableGeneral
from layouts.parts import grids, words
from rfm import schema

if TYPE_CHECKING:
    from server.data.datasets import Datasets

_ORDERS_KEPT: Final = 16


@dataclass(frozen=True, kw_only=True)
class CustomerList:
    """A list: where it stands, and what it shows of a view.

    `chosen` are the properties that say who is looked at, and `view` checks them. `heads` are the
    columns as the grid takes them, `columns` what may be asked of them, `table` all customers under
    the grid's fields, `told` some rows of it in words, `file` the table that is saved.
    """

    ids: type[General] | type[TableGeneral]
    chosen: Mapping[str, tuple[str, str]]
    view: Callable[..., Any]
    heads: Callable[[Any], list[dict[str, Any]]]
    columns: Callable[[Any], listing.Columns]
    table: Callable[[Any], pd.DataFrame]
    file: Callable[[Any], pd.DataFrame]
    told: Callable[[pd.DataFrame], pd.DataFrame] = lambda rows: rows


def register_list(own: CustomerList, app: Dash, datasets: "Datasets") -> None:
    """Register the columns, the pages and the download of a list."""
    ids = own.ids
    asked = {name: Input(*each) for name, each in own.chosen.items()}
    known = {name: State(*each) for name, each in own.chosen.items()}
    app.callback(
        [Output(ids.LISTED, "columnDefs"), Output(ids.LISTED_TITLE, "children")],
        asked,
    )(partial(head, own, datasets))
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("general", "ask_again"),
        Output(ids.LISTED_SECTION, "title"),
        *asked.values(),
        prevent_initial_call=True,
    )
    app.callback(
        Output(ids.LISTED, "getRowsResponse"),
        {"request": Input(ids.LISTED, "getRowsRequest")} | known,
        prevent_initial_call=True,
    )(partial(page, own, datasets, Answers(_ORDERS_KEPT)))
    app.callback(
        [Output(ids.LISTED_DOWNLOAD, "data"), Output(ids.LISTED_NOTE, "children")],
        {"clicks": Input(ids.LISTED_CSV, "n_clicks"), "filters": State(ids.LISTED, "filterModel")}
        | known,
        prevent_initial_call=True,
    )(partial(export, own, datasets))


def head(own: CustomerList, datasets: "Datasets", **sent: Any) -> tuple[list[dict[str, Any]], str]:
    """Return the columns and the title of the list."""
    view = own.view(datasets, **sent)
    size = words.counted(int(view.is_member.sum()), "customer")
    return own.heads(view), f"{view.called}: {size}" if view.is_part else f"All {size}"


def page(
    own: CustomerList, datasets: "Datasets", orders: Answers, request: Any, **sent: Any
) -> dict[str, Any]:
    """Return the rows that the grid asks for, and how many there are."""
    if not isinstance(request, Mapping) or not sent["token"]:
        return {"rowData": [], "rowCount": 0}
    view = own.view(datasets, **sent)
    wanted = listing.read_request(request, own.columns(view))
    who = (view.snapshot.id, view.grouping, view.group, view.filter_key)
    key = (*who, wanted.sorting, wanted.filters)
    positions = orders.get(key, partial(_positions, own, view, wanted))
    shown = positions[wanted.start : wanted.start + grids.PAGE_ROWS]
    return {"rowData": _rows_at(own, view, shown), "rowCount": len(positions)}


def export(
    own: CustomerList, datasets: "Datasets", clicks: Any, filters: Any, **sent: Any
) -> tuple[Any, Any]:
    """Return the listed customers as a file, by customer number, and what it had to leave out."""
    del clicks
    view = own.view(datasets, **sent)
    wanted = listing.read_request({"filterModel": filters}, own.columns(view))
    positions = _positions(own, view, wanted)
    file = own.file(view).iloc[positions[:MOST_EXPORTED]]
    if schema.GROUP in file and len(file) <= MOST_WITH_PLAYS:
        file = with_plays(file, plays_of(datasets, sent["token"]["name"], view.grouping))
    return csv_file(view.file_name("customers"), file), note_on_file(len(positions))


def _positions(own: CustomerList, view: Any, wanted: listing.Wanted) -> np.ndarray:
    """Return the positions of the customers that are listed, in order."""
    return listing.arrange(own.table(view), np.flatnonzero(view.is_member), wanted)


def _rows_at(own: CustomerList, view: Any, positions: np.ndarray) -> list[dict[str, Any]]:
    """Return the rows of some customers, with their group's colour."""
    rows = own.told(own.table(view).iloc[positions])
    rows = rows.astype(object).where(rows.notna(), None)
    colours = view.look.colours
    return [
        {
            **{str(column): value for column, value in row.items()},
            "colour": colours.get(str(row.get(schema.GROUP)), "transparent"),
        }
        for row in rows.to_dict("records")
    ]
