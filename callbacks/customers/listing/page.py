"""The list of customers at work: its address, its filters, its columns and its rows."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from dash import ALL, ClientsideFunction, Dash, Input, Output, State

from callbacks.customers.listing import file
from callbacks.customers.listing.filters import held_texts, notices, sentence, shown_chips
from callbacks.customers.listing.ordering import sorting_of_model, sorting_of_text
from callbacks.customers.listing.rows import grid_rows
from callbacks.customers.listing.view import ListAnswers, list_view
from callbacks.parts.addresses import REST, AddressField, register_address
from callbacks.parts.chart_cards import THEME
from callbacks.parts.plays import plays_of
from layouts.customers import listing as layout
from layouts.customers.columns import PLAY, column_definitions
from layouts.ids import Listing, Shell
from layouts.parts import grids
from layouts.parts.listing import COLUMNS, LIST
from server.data.datasets import Datasets

_LONGEST: Final = 4_000
FIELDS: Final = (
    AddressField(name=layout.SEARCH, at=(Listing.SEARCH, "value")),
    AddressField(name=layout.SORT, at=(Listing.SORT, "data")),
    AddressField(name=COLUMNS, at=(Listing.COLUMNS, "data"), longest=_LONGEST),
    AddressField(name=REST, at=(Listing.FILTERS, "data"), longest=_LONGEST),
)
# What says who is listed, by the names that `list_view` takes.
WHO: Final = {
    "token": (Shell.SHOWN, "data"),
    "filters": (Listing.FILTERS, "data"),
    "search": (Listing.SEARCH, "value"),
}


def register(app: Dash, datasets: Datasets) -> None:
    """Register the page and its file."""
    answers = ListAnswers()
    register_address(app, Listing.ADDRESS, LIST, FIELDS)
    _register_browser_side(app)
    file.register(app, datasets, answers)
    who = {name: Input(*each) for name, each in WHO.items()}
    app.callback(
        [
            Output(Listing.SENTENCE, "children"),
            Output(Listing.CHIPS, "children"),
            Output(Listing.NOTICE, "children"),
            Output(Listing.NOBODY, "hidden"),
            Output(Listing.FILE_NOTE, "children"),
        ],
        who | {"theme": Input(*THEME)},
    )(partial(tell, datasets, answers))
    _register_grid(app, datasets, answers)
    app.callback(
        [
            Output(Listing.BY, "options"),
            Output(Listing.LEVEL, "options"),
            Output(Listing.LEVEL, "value"),
            Output(Listing.LEVEL_FIELD, "hidden"),
            Output(Listing.LOW, "value"),
            Output(Listing.HIGH, "value"),
            Output(Listing.LOW, "type"),
            Output(Listing.HIGH, "type"),
            Output(Listing.RANGE_FIELD, "hidden"),
            Output(Listing.PART, "value"),
            Output(Listing.PART_FIELD, "hidden"),
        ],
        {
            "token": Input(*WHO["token"]),
            "filters": Input(*WHO["filters"]),
            "by": Input(Listing.BY, "value"),
        },
    )(partial(offer, datasets, answers))


def _register_grid(app: Dash, datasets: Datasets, answers: ListAnswers) -> None:
    columns = {
        "token": Input(*WHO["token"]),
        "chosen": Input(Listing.COLUMNS, "data"),
        "is_narrow": Input(Listing.IS_NARROW, "data"),
        "sort": State(Listing.SORT, "data"),
    }
    app.callback(
        [
            Output(Listing.GRID, "columnDefs"),
            Output(Listing.CHOOSER, "options"),
            Output(Listing.CHOOSER, "value"),
            Output(Listing.DEFAULTS, "data"),
        ],
        columns,
    )(partial(head, datasets, answers))
    app.callback(
        Output(Listing.GRID, "getRowsResponse"),
        {
            "request": Input(Listing.GRID, "getRowsRequest"),
            "shown": State(Listing.CHOOSER, "value"),
            **{name: State(*each) for name, each in WHO.items()},
            "theme": State(*THEME),
        },
        prevent_initial_call=True,
    )(partial(page, datasets, answers))


def _register_browser_side(app: Dash) -> None:
    who = [Input(*each) for each in WHO.values()]
    # Other columns come with another data set, too.
    asked_anew = [*who[1:], Input(*THEME), Input(Listing.GRID, "columnDefs")]
    for name, output, inputs in (
        ("is_narrow", Output(Listing.IS_NARROW, "data"), [Input(Listing.GRID, "id")]),
        ("ask_again", Output(Listing.GRID_SECTION, "title"), asked_anew),
        (
            "apply_sort",
            Output(Listing.GRID_SECTION, "lang"),
            [Input(Listing.SORT, "data")],
        ),
        (
            "file",
            Output(Listing.FILE, "href"),
            [
                *who,
                Input(Listing.SORT, "data"),
                Input(Listing.CHOOSER, "value"),
            ],
        ),
        (
            "sorted",
            Output(Listing.SORT, "data", allow_duplicate=True),
            [Input(Listing.GRID, "eventData"), State(Listing.SORT, "data")],
        ),
        (
            "columns",
            Output(Listing.COLUMNS, "data", allow_duplicate=True),
            [
                Input(Listing.CHOOSER, "value"),
                State(Listing.DEFAULTS, "data"),
                State(Listing.COLUMNS, "data"),
            ],
        ),
    ):
        app.clientside_callback(  # type: ignore[no-untyped-call]
            ClientsideFunction("listing", name),
            output,
            *inputs,
            prevent_initial_call=name not in ("is_narrow", "file"),
        )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("listing", "filter"),
        Output(Listing.FILTERS, "data", allow_duplicate=True),
        Output(Listing.SEARCH, "value", allow_duplicate=True),
        Input(Listing.LEVEL, "value"),
        Input(Listing.LOW, "value"),
        Input(Listing.HIGH, "value"),
        Input(Listing.PART, "value"),
        Input(Listing.remove(ALL), "n_clicks"),
        Input(Listing.CLEAR, "n_clicks"),
        State(Listing.BY, "value"),
        State(Listing.LEVEL_FIELD, "hidden"),
        State(Listing.RANGE_FIELD, "hidden"),
        State(Listing.FILTERS, "data"),
        prevent_initial_call=True,
    )


def tell(datasets: Datasets, answers: ListAnswers, **sent: Any) -> tuple[Any, ...]:
    """Return how many are listed, what they are filtered by, and what was not understood."""
    view = list_view(datasets, answers, **sent)
    chips = layout.filter_chips(shown_chips(view))
    told, of_file = notices(view)
    return sentence(view), chips, told, view.size > 0, of_file


def head(
    datasets: Datasets, answers: ListAnswers, *, token: Any, chosen: Any, is_narrow: Any, sort: Any
) -> tuple[Any, ...]:
    """Return the grid's columns, those that can be chosen, those that are, and the usual ones."""
    view = list_view(datasets, answers, token)
    shown = view.chosen(chosen, is_narrow=bool(is_narrow))
    sorting = sorting_of_text(sort, view.columns)
    return (
        column_definitions(shown, sorting),
        layout.column_options(list(view.columns.values())),
        [each.key for each in shown],
        [each.key for each in view.usual(is_narrow=bool(is_narrow))],
    )


def offer(
    datasets: Datasets, answers: ListAnswers, token: Any, filters: Any, by: Any
) -> tuple[Any, ...]:
    """Return what can be filtered by, and the fields of the chosen column as they hold."""
    view = list_view(datasets, answers, token, filters=filters)
    column = view.columns.get(by) if isinstance(by, str) else None
    held = held_texts(view, column)
    kind = "date" if column and column.kind == "day" else "text"
    return (
        layout.filter_options(list(view.columns.values())),
        layout.level_options(column.levels if column else ()),
        held.level,
        not (column and column.kind == "level"),
        held.low,
        held.high,
        kind,
        kind,
        not (column and column.kind in ("number", "share", "day")),
        held.part,
        not (column and column.kind == "text"),
    )


def page(
    datasets: Datasets, answers: ListAnswers, request: Any, shown: Any, **sent: Any
) -> dict[str, Any]:
    """Return the rows that the grid asks for, and how many there are."""
    if not isinstance(request, Mapping) or not sent["token"]:
        return {"rowData": [], "rowCount": 0}
    view = list_view(datasets, answers, **sent)
    names = ",".join(each for each in shown or [] if isinstance(each, str))
    columns = view.chosen(names, is_narrow=False)
    positions = view.positions(sorting_of_model(request.get("sortModel"), view.columns))
    asked = request.get("startRow")
    start = max(0, asked) if isinstance(asked, int) else 0
    plays = {}
    if PLAY in {each.key for each in columns}:
        plays = plays_of(datasets, view.snapshot.name, view.grouping)
    rows = grid_rows(view, columns, positions[start : start + grids.PAGE_ROWS], plays)
    return {"rowData": rows, "rowCount": len(positions)}
