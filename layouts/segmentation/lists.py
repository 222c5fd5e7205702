"""The tables of the page and its first sections; groups of a customer table are clusters."""

from collections.abc import Sequence
from typing import Any, Final

import dash_ag_grid as dag
from dash import dcc, html

from layouts.ids import General
from layouts.parts import components, grids
from layouts.parts.attributes import Shown
from layouts.parts.listing import LIST
from layouts.parts.sections import opening, section
from rfm import schema, words

_DIGITS: Final = 2
_LARGE: Final = {"minWidth": 110}


def actions_section() -> html.Section:
    """Return where the best actions stand, hidden until there are some."""
    return section(
        "Do first",
        "Where most may be lost.",
        html.Div(id=General.ACTIONS, className="action-cards"),
        id=General.ACTIONS_SECTION,
        hidden=True,
    )


def groups_section() -> html.Section:
    """Return where the one table of groups stands, with the way to the list of their customers."""
    return section(
        _by_kind("Segments", "Clusters"),
        "Best first. Choose one to see it alone; choose it again to see all.",
        html.Div(id=General.TABLE, className="groups-table-holder"),
        action=dcc.Link(id=General.LIST_LINK, href=LIST, className="action"),
        id=General.TABLE_SECTION,
    )


def numbers() -> html.Details:
    """Return the heading of all numbers of the groups, closed."""
    return opening(
        General.NUMBERS,
        General.OPENED,
        "All numbers",
        "Means, medians and money of each, sorted by any; as a file too.",
    )


def numbers_parts() -> list[Any]:
    """Return the table of all numbers; those of a customer table are of clusters."""
    return [
        components.button("Download the table (CSV)", id=General.SEGMENTS_CSV),
        _groups_grid(),
        dcc.Download(id=General.SEGMENTS_DOWNLOAD),
    ]


def _by_kind(of_log: str, of_table: str) -> list[html.Span]:
    """Return words that depend on the kind of the data set."""
    return [
        html.Span(of_log, className="for-log"),
        html.Span(of_table, className="for-customers"),
    ]


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


def field_of(place: int) -> str:
    """Return the field of the attribute at a place: its own name might be one of ours."""
    return f"attribute-{place}"


def cluster_columns(telling: Sequence[Shown]) -> list[dict[str, Any]]:
    """Return the columns of the table of clusters; `telling` are numbers with their medians."""
    medians = [
        grids.numbers(field_of(place), each.title, _digits(each), **_LARGE)
        for place, each in enumerate(telling)
    ]
    count = grids.numbers(schema.CUSTOMERS, "Count")
    trust = grids.numbers(schema.JACCARD, "Jaccard", _DIGITS)
    needed = words.threshold(words.TRUSTED_FROM)
    trust["headerTooltip"] = (
        f"How alike the cluster comes back in repeated samples; {needed} is needed."
    )
    return [
        grids.measured("Cluster", grids.group_name_column()),
        grids.measured("Customers", count, grids.shares(schema.SHARE, "Share")),
        grids.measured("Stability", trust),
        *([grids.measured("Medians", *medians)] if medians else []),
    ]


def _digits(attribute: Shown) -> int:
    return 0 if attribute.is_whole else _DIGITS
