"""Data that are typed: rows of the grid become a file that is looked at like any other."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

import polars as pl
from dash import ALL, Dash, Input, Output, State, no_update
from dash.exceptions import PreventUpdate

from layouts.data import by_hand as layout
from layouts.data.by_hand import CUSTOMERS, ORDERS, TYPED
from layouts.ids import ByHand, Data
from layouts.parts.components import message
from rfm.errors import RfmError
from rfm.words import counted
from server.data.datasets import Datasets

MOST_ROWS: Final = 10_000
NEEDED: Final = {CUSTOMERS: ("Customer",), ORDERS: ("Customer", "Date", "Amount")}
# A customer's dates count as days until today: that is what customers are compared by.
_DAYS: Final = {
    "Date of joining": "Days since joining",
    "Last purchase": "Days since the last purchase",
}


class TypedRowsError(RfmError):
    """Rows that were typed cannot be used as they are."""


def register(app: Dash, datasets: Datasets) -> None:
    """Connect the section with the site's imports."""

    @app.callback(Output(ByHand.SECTION, "hidden"), Input(ByHand.SECTION, "id"))
    def offer(_section: Any) -> bool:
        return not datasets.editing.is_allowed

    @app.callback(
        Output(ByHand.GRID, "columnDefs"),
        Output(ByHand.GRID, "rowData"),
        Output(ByHand.FORM, "hidden"),
        Input(ByHand.WHAT, "value"),
        prevent_initial_call=True,
    )
    def choose(what: Any) -> tuple[Any, ...]:
        what = _what(what)
        return layout.grid_columns(what), layout.empty_rows(what), what != CUSTOMERS

    _register_rows(app)

    @app.callback(
        Output(Data.SENT, "data", allow_duplicate=True),
        Output(ByHand.MESSAGE, "children"),
        Input(ByHand.USE, "n_clicks"),
        State(ByHand.GRID, "rowData"),
        State(ByHand.WHAT, "value"),
        prevent_initial_call=True,
    )
    def use(clicks: Any, rows: Any, what: Any) -> tuple[Any, Any]:
        if not clicks:
            raise PreventUpdate
        return bring(datasets, rows or [], _what(what), datetime.now(UTC).date())


def _register_rows(app: Dash) -> None:
    @app.callback(
        Output(ByHand.GRID, "rowData", allow_duplicate=True),
        Input(ByHand.MORE, "n_clicks"),
        State(ByHand.GRID, "rowData"),
        State(ByHand.WHAT, "value"),
        prevent_initial_call=True,
    )
    def add_rows(_clicks: Any, rows: Any, what: Any) -> Any:
        return [*(rows or []), *layout.empty_rows(_what(what))]

    @app.callback(
        Output(ByHand.GRID, "deleteSelectedRows"),
        Input(ByHand.REMOVE, "n_clicks"),
        prevent_initial_call=True,
    )
    def remove(_clicks: Any) -> bool:
        return True

    @app.callback(
        Output(ByHand.GRID, "rowData", allow_duplicate=True),
        Output(ByHand.value(ALL), "value"),
        Output(ByHand.MESSAGE, "children", allow_duplicate=True),
        Input(ByHand.ADD, "n_clicks"),
        State(ByHand.value(ALL), "value"),
        State(ByHand.value(ALL), "id"),
        State(ByHand.GRID, "rowData"),
        prevent_initial_call=True,
    )
    def add_customer(_clicks: Any, values: Any, ids: Any, rows: Any) -> tuple[Any, ...]:
        typed = {each["column"]: value for each, value in zip(ids, values, strict=True)}
        try:
            kept = with_customer(rows or [], typed)
        except TypedRowsError as error:
            return no_update, [no_update] * len(values), message(str(error), "bad")
        return kept, [""] * len(values), None


def with_customer(rows: Sequence[Any], typed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows with one more customer, behind those in which something stands.

    Raises
    ------
    TypedRowsError
        When something of the customer is missing.
    """
    missing = [name for name, value in typed.items() if value in (None, "")]
    if missing:
        raise TypedRowsError(f"Fill in {', '.join(missing)}.")
    filled = layout.filled_rows(rows, CUSTOMERS)
    left = max(0, layout.LEAST_ROWS - len(filled) - 1)
    return [*filled, dict(typed), *layout.empty_rows(CUSTOMERS, left)]


def bring(datasets: Datasets, rows: Sequence[Any], what: str, today: date) -> tuple[Any, Any]:
    """Keep typed rows as a file and go to what was understood of it, or say what is wrong."""
    try:
        datasets.editing.ensure_allowed()
        table = table_of(rows, what, today)
        content = table.write_csv().encode()
        upload = datasets.imports.receive(f"{what.capitalize()} by hand.csv", [content])
    except RfmError as error:
        return no_update, message(str(error), "bad")
    return {"upload": upload.id}, None


def table_of(rows: Sequence[Any], what: str, today: date) -> pl.DataFrame:
    """Return typed rows as the table that is kept, dates of customers as days until today.

    Raises
    ------
    TypedRowsError
        When there is no row, too many, or one without what is needed.
    """
    names = [column.name for column in TYPED[what]]
    filled = layout.filled_rows(rows, what)
    if not filled:
        raise TypedRowsError("Type at least one row.")
    if len(filled) > MOST_ROWS:
        more = f"At most {counted(MOST_ROWS, 'row')} are typed; bring more as a file."
        raise TypedRowsError(more)
    table = pl.from_dicts(filled, schema=dict.fromkeys(names, pl.String), strict=False)
    for name in NEEDED[what]:
        lacking = table.with_row_index("row", offset=1).filter(pl.col(name).is_null())
        if lacking.height:
            raise TypedRowsError(f"Row {lacking['row'][0]} has no {name.lower()}: fill it in.")
    return _with_days(table, today) if what == CUSTOMERS else table


def _with_days(table: pl.DataFrame, today: date) -> pl.DataFrame:
    written = pl.col(*_DAYS).str.to_date("%Y-%m-%d", strict=False)
    days = (written - pl.lit(today)).dt.total_days().neg()
    counted_days = table.with_columns(days).rename(_DAYS)
    is_later = pl.any_horizontal(pl.col(*_DAYS.values()) < 0)
    later = counted_days.with_row_index("row", offset=1).filter(is_later)
    if later.height:
        raise TypedRowsError(f"Row {later['row'][0]} has a date after today: correct it.")
    return counted_days


def _what(value: Any) -> str:
    return ORDERS if value == ORDERS else CUSTOMERS
