"""The table of segments or clusters: its rows, as a file, and what to do with one of them."""

from functools import partial
from typing import TYPE_CHECKING, Any

from dash import Dash, Input, Output, State

from callbacks.parts.files import csv_file
from callbacks.parts.plays import play_card, plays_of, with_plays
from callbacks.segmentation.log.view import CHOSEN, View, view_of
from layouts.ids import General
from layouts.parts import grids
from rfm import schema

if TYPE_CHECKING:
    from server.data.datasets import Datasets

COLUMNS = (
    *(schema.GROUP, schema.CUSTOMERS, schema.SHARE, schema.REVENUE, schema.REVENUE_SHARE),
    *(schema.RECENCY_MEAN, schema.RECENCY_MEDIAN, schema.FREQUENCY_MEAN),
    *(schema.FREQUENCY_MEDIAN, schema.MONETARY_MEAN, schema.MONETARY_MEDIAN),
    *(schema.TOP_PRODUCT, schema.DESCRIPTION),
)


def register(app: Dash, datasets: "Datasets") -> None:
    """Register the table and its download."""
    chosen = {name: Input(*each) for name, each in CHOSEN.items()}
    app.callback(
        [Output(General.SEGMENTS, "columnDefs"), Output(General.SEGMENTS, "rowData")],
        chosen,
    )(partial(fill, datasets))
    app.callback(
        Output(General.PLAY, "children"),
        {name: each for name, each in chosen.items() if name != "where"},
    )(partial(advise, datasets))
    app.callback(
        Output(General.SEGMENTS_DOWNLOAD, "data"),
        {"clicks": Input(General.SEGMENTS_CSV, "n_clicks")}
        | {name: State(*each) for name, each in CHOSEN.items()},
        prevent_initial_call=True,
    )(partial(export, datasets))


def fill(datasets: "Datasets", **sent: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the columns and the rows; the chosen group's row is marked."""
    view = view_of(datasets, **sent)
    columns = grids.group_columns(
        view.look.group_word, view.look.axis_title(schema.FREQUENCY), view.look.currency
    )
    # Favourites of the customers who pass a filter are not known.
    if view.snapshot.has_products and view.filter is None:
        columns.append(grids.product_column())
    return columns, rows_of(view)


def rows_of(view: View) -> list[dict[str, Any]]:
    """Return one row a group, best first, with its colour."""
    shown = shown_columns(view)
    groups = view.groups[shown].assign(**{schema.GROUP: view.groups[schema.GROUP].astype(str)})
    groups = groups.astype(object).where(groups.notna(), None)
    return [
        {
            **{str(column): value for column, value in row.items()},
            "colour": view.look.colour(row[schema.GROUP]),
            "chosen": row[schema.GROUP] == view.group,
        }
        for row in groups.to_dict("records")
    ]


def shown_columns(view: View) -> list[str]:
    """Return the columns that the groups of this log have."""
    return [column for column in COLUMNS if column in view.groups]


def export(datasets: "Datasets", clicks: Any, token: Any, **sent: Any) -> Any:
    """Return the table as a file."""
    del clicks
    # The table has every group, whichever is chosen.
    view = view_of(datasets, token, **(sent | {"group": ""}))
    kind = f"{view.look.group_word}s"
    plays = plays_of(datasets, token["name"], view.grouping)
    return csv_file(view.file_name(kind), with_plays(view.groups[shown_columns(view)], plays))


def advise(datasets: "Datasets", token: Any, **sent: Any) -> Any:
    """Return what to do with the chosen group; nothing while all are shown."""
    view = view_of(datasets, token, **sent)
    if not view.group:
        return None
    choice = (view.grouping, view.group)
    return play_card(datasets, token["name"], choice, f"What to do with {view.group}")
