"""Sections of a page: a heading with a note, its parts, and what can be done with all of it."""

from typing import Any

import dash_ag_grid as dag
from dash import dcc, html

from layouts.ids import General, TableGeneral
from layouts.parts import components, grids


def section(
    title: str, note: str | html.P, *parts: Any, action: Any = None, **names: Any
) -> html.Section:
    """Return a section of a page; `action` stands beside its heading."""
    below = html.P(note, className="section-note") if isinstance(note, str) else note
    head = html.Div([html.Div([html.H2(title), below]), action], className="section-head")
    return html.Section([head, *parts], className="section", **names)


def button(button_id: str, label: str) -> html.Button:
    """Return a button that says what it does."""
    return html.Button(label, id=button_id, type="button", className="action")


def customers_section(ids: type[General | TableGeneral]) -> html.Section:
    """Return the list of customers that are shown, filled a page at a time."""
    grid = dag.AgGrid(
        id=ids.LISTED,
        columnDefs=[],
        rowModelType="infinite",
        defaultColDef=grids.COLUMN | {"floatingFilter": True},
        columnSize="responsiveSizeToFit",
        dashGridOptions=grids.LISTED_OPTIONS,
        className=grids.THEME,
        style={"height": "520px"},
    )
    return section(
        "The customers",
        "Sort and filter by any column; a number opens the customer's own page.",
        html.H3("All customers", id=ids.LISTED_TITLE, className="card-heading table-title"),
        html.Div(id=ids.LISTED_NOTE, **components.aria(live="polite")),
        grid,
        dcc.Download(id=ids.LISTED_DOWNLOAD),
        action=button(ids.LISTED_CSV, "Download these customers (CSV)"),
        id=ids.LISTED_SECTION,
    )


def groups_grid(grid_id: str) -> dag.AgGrid:
    """Return the empty table of groups; choosing a row chooses its group."""
    return dag.AgGrid(
        id=grid_id,
        getRowId="params.data.group",
        columnDefs=[],
        rowData=[],
        defaultColDef=grids.COLUMN,
        columnSize="responsiveSizeToFit",
        dashGridOptions=grids.SEGMENTS_OPTIONS,
        className=grids.THEME,
        style={"height": None},
    )
