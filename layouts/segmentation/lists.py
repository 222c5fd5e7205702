"""The two tables of the page: the groups in numbers, and the customers who are shown."""

import dash_ag_grid as dag
from dash import dcc, html

from layouts.ids import General
from layouts.parts import components, grids
from layouts.parts.sections import section


def numbers_section() -> html.Section:
    """Return the table of groups; those of a customer table are clusters."""
    return section(
        _by_kind("The groups in numbers", "The clusters in numbers"),
        html.P(
            _by_kind(
                "Best group first. Choose a row to see that group alone on the whole page; choose "
                "it again to see all.",
                "Best cluster first. Choose a row to see that cluster alone on the whole page; "
                "choose it again to see all.",
            ),
            className="section-note",
        ),
        _groups_grid(),
        dcc.Download(id=General.SEGMENTS_DOWNLOAD),
        action=components.button("Download the table (CSV)", id=General.SEGMENTS_CSV),
        id=General.SEGMENTS_SECTION,
    )


def _by_kind(of_log: str, of_table: str) -> list[html.Span]:
    """Return words that depend on the kind of the data set."""
    return [
        html.Span(of_log, className="for-log"),
        html.Span(of_table, className="for-customers"),
    ]


def customers_section() -> html.Section:
    """Return the list of customers that are shown, filled a page at a time."""
    grid = dag.AgGrid(
        id=General.LISTED,
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
        html.H3("All customers", id=General.LISTED_TITLE, className="card-heading table-title"),
        html.Div(id=General.LISTED_NOTE, **components.aria(live="polite")),
        grid,
        dcc.Download(id=General.LISTED_DOWNLOAD),
        action=components.button("Download these customers (CSV)", id=General.LISTED_CSV),
        id=General.LISTED_SECTION,
    )


def _groups_grid() -> dag.AgGrid:
    """Return the empty table of groups; choosing a row chooses its group."""
    return dag.AgGrid(
        id=General.SEGMENTS,
        getRowId="params.data.group",
        columnDefs=[],
        rowData=[],
        defaultColDef=grids.COLUMN,
        columnSize="responsiveSizeToFit",
        dashGridOptions=grids.SEGMENTS_OPTIONS,
        className=grids.THEME,
        style={"height": None},
    )
