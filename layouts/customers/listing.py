"""The list of customers: one field that searches, filters, columns, and a grid a page at a time."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

import dash_ag_grid as dag
import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.customers.columns import ListColumn
from layouts.ids import Listing
from layouts.parts import controls, grids
from layouts.parts.attributes import NOT_CHOSEN
from layouts.parts.components import aria, button, chip, empty_state
from layouts.parts.listing import COLUMNS

# Parts of the address that filter nobody.
SEARCH: Final = "q"
SORT: Final = "sort"
OTHERS: Final = ("data", SEARCH, SORT, COLUMNS)
LONGEST_SEARCH: Final = 120
_NO_FILTER: Final = "Choose a column"
_NOTHING_YET: Final = "Any"


def layout(**address: str) -> html.Div:
    """Return the page as its address asks for it."""
    filters = {name: text for name, text in address.items() if name not in OTHERS and text}
    return html.Div(
        [
            dcc.Location(id=Listing.ADDRESS, refresh=False),
            dcc.Store(id=Listing.FILTERS, data=urlencode(filters)),
            dcc.Store(id=Listing.SORT, data=address.get(SORT, "")),
            dcc.Store(id=Listing.COLUMNS, data=address.get(COLUMNS, "")),
            dcc.Store(id=Listing.DEFAULTS, data=[]),
            dcc.Store(id=Listing.IS_NARROW),
            html.H1("Customers", className="visually-hidden"),
            html.P(id=Listing.SENTENCE, className="lead-sentence", **aria(live="polite")),
            _controls(address.get(SEARCH, "")),
            html.Div(id=Listing.CHIPS, className="list-chips"),
            html.Div(id=Listing.NOTICE, className="notice"),
            html.Div(id=Listing.FILE_NOTE, className="notice"),
            _grid(),
            _nobody(),
        ],
        className="customer-list",
    )


def _controls(search: str) -> html.Div:
    box = dbc.Input(
        id=Listing.SEARCH,
        type="search",
        value=search,
        debounce=250,
        autoComplete="off",
        placeholder="Number, name, e-mail or country",
        maxLength=LONGEST_SEARCH,
    )
    file = html.A("Download (CSV)", id=Listing.FILE, className="action", download="")
    return html.Div(
        [
            controls.field("Search", box, class_name="list-search"),
            _filter(),
            html.Div([_chooser(), file], className="list-actions"),
        ],
        className="filters list-controls",
        role="search",
        **aria(label="Customers"),
    )


def _filter() -> html.Div:
    low, high = (
        dbc.Input(id=each, type="text", debounce=True, autoComplete="off", maxLength=40)
        for each in (Listing.LOW, Listing.HIGH)
    )
    part = dbc.Input(id=Listing.PART, type="text", debounce=True, maxLength=LONGEST_SEARCH)
    level = controls.choice("Value", Listing.LEVEL, _NOTHING_YET, NOT_CHOSEN)
    bounds = [controls.field("From", low), controls.field("To", high)]
    return html.Div(
        [
            controls.choice("Filter by", Listing.BY, _NO_FILTER, NOT_CHOSEN),
            html.Div(level, id=Listing.LEVEL_FIELD, hidden=True),
            html.Div(bounds, id=Listing.RANGE_FIELD, className="range-field", hidden=True),
            html.Div(controls.field("Contains", part), id=Listing.PART_FIELD, hidden=True),
        ],
        className="attribute-filter",
    )


def _chooser() -> html.Details:
    checks = dbc.Checklist(id=Listing.CHOOSER, options=[], value=[])
    menu = html.Fieldset(
        [html.Legend("Columns that are shown", className="visually-hidden"), checks],
        className="panel column-choices",
    )
    return html.Details([html.Summary("Columns", className="action"), menu], className="chooser")


def _grid() -> html.Div:
    grid = dag.AgGrid(
        id=Listing.GRID,
        columnDefs=[],
        rowModelType="infinite",
        defaultColDef=grids.COLUMN | {"filter": False, "suppressHeaderMenuButton": True},
        columnSize="responsiveSizeToFit",
        dashGridOptions=grids.LISTED_OPTIONS,
        eventListeners={"sortChanged": ["sortedByHand(params, setEventData)"]},
        className=grids.THEME,
        style={"height": "max(420px, calc(100vh - 300px))"},
    )
    return html.Div(grid, id=Listing.GRID_SECTION)


def _nobody() -> html.Div:
    again = button("Show all customers", id=Listing.CLEAR)
    sentence = "Nobody has all of what is asked for. Take a filter back, or show everybody."
    return html.Div(
        empty_state("Nothing matches", sentence, again),
        id=Listing.NOBODY,
        hidden=True,
        role="status",
    )


def filter_chips(chips: Sequence[tuple[str, str, str]]) -> list[html.Span]:
    """Return the filters that hold, each with what takes it back; of (key, words, colour)."""
    return [
        html.Span(
            [
                chip(words, colour or "var(--csd-accent)"),
                button(
                    "✕",
                    "quiet",
                    id=Listing.remove(key),
                    **aria(label=f"Take back: {words}"),
                ),
            ],
            className="chip-field",
        )
        for key, words, colour in chips
    ]


def column_options(columns: Sequence[ListColumn]) -> list[dict[str, str]]:
    """Return the columns that can be chosen."""
    return [{"value": each.key, "label": each.head} for each in columns if each.is_shown]


def filter_options(columns: Sequence[ListColumn]) -> list[dict[str, str]]:
    """Return the columns that customers can be filtered by."""
    known = [{"value": each.key, "label": each.head} for each in columns if each.is_sorted]
    return [{"value": NOT_CHOSEN, "label": _NO_FILTER}, *known]


def level_options(levels: Sequence[str]) -> list[dict[str, str]]:
    """Return the values to choose from."""
    known = [{"value": each, "label": each} for each in levels]
    return [{"value": NOT_CHOSEN, "label": _NOTHING_YET}, *known]
