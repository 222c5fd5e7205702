"""The table of the page: the groups in numbers; those of a customer table are clusters."""

from collections.abc import Sequence
from typing import Any, Final

import dash_ag_grid as dag
from dash import dcc, html

from layouts.ids import General
from layouts.parts import components, grids
from layouts.parts.attributes import Shown
from layouts.parts.listing import LIST
from layouts.parts.sections import section
from rfm import schema, words

_DIGITS: Final = 2
_LARGE: Final = {"minWidth": 110}


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


def list_link() -> html.Section:
    """Return the way to the list of the customers that are shown."""
    return section(
        "The customers",
        "Searched, sorted and filtered by any column, with each one's own page.",
        dcc.Link(id=General.LIST_LINK, href=LIST, className="action"),
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
