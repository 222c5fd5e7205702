"""The two tables of the page: the groups in numbers, and the customers who are shown.

Of a customer table they are its clusters, and its customers with all attributes.
"""

from collections.abc import Sequence
from typing import Any, Final

import dash_ag_grid as dag
from dash import dcc, html

from layouts.ids import General
from layouts.parts import components, grids
from layouts.parts.attributes import Shown
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


def field_of(place: int) -> str:
    """Return the field of the attribute at a place: its own name might be one of ours."""
    return f"attribute-{place}"


def fields_of(attributes: Sequence[Shown]) -> dict[str, str]:
    """Return the field of every attribute by its name."""
    return {each.name: field_of(place) for place, each in enumerate(attributes)}


def fields_by_kind(attributes: Sequence[Shown]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the fields of numbers, and those of everything else."""
    fields = fields_of(attributes)
    numbers = tuple(fields[each.name] for each in attributes if each.is_number)
    return numbers, tuple(fields[each.name] for each in attributes if not each.is_number)


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


def listed_columns(attributes: Sequence[Shown], *, has_clusters: bool) -> list[dict[str, Any]]:
    """Return the columns of the list of customers."""
    of_clusters = [
        grids.group_column("Cluster"),
        grids.shares(schema.CLUSTER_PROBABILITY, "Certainty"),
    ]
    return [
        grids.customer_column(),
        *(of_clusters if has_clusters else []),
        *attribute_columns(attributes),
    ]


def attribute_columns(attributes: Sequence[Shown]) -> list[dict[str, Any]]:
    """Return a column per attribute: numbers as numbers, everything else as text."""
    return [
        grids.numbers(field_of(place), each.title, _digits(each), **_LARGE)
        if each.is_number
        else grids.text_column(field_of(place), each.label)
        for place, each in enumerate(attributes)
    ]


def _digits(attribute: Shown) -> int:
    return 0 if attribute.is_whole else _DIGITS
