"""Visits of somebody who looks at a customer table."""

from collections.abc import Iterator
from itertools import cycle
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from benchmarks.frames import Visit, asking, table_frame
from rfm import schema

if TYPE_CHECKING:
    from dash import Dash

    from rfm.snapshot import Snapshot

UNKNOWN: Final = ("99999999", "0", "no such customer")


def of_tables(app: "Dash", snapshot: "Snapshot", name: str) -> Iterator[Visit]:
    """Look at all customers of a table, at its best and last cluster; then page through lists."""
    names = [str(each) for each in snapshot.groups(schema.CLUSTERS)[schema.GROUP]]
    attributes = [each.name for each in snapshot.columns.attributes]
    plain = {"startRow": 0, "endRow": 100, "sortModel": []}
    by_first = {**plain, "sortModel": [{"colId": f"attribute.{attributes[0]}", "sort": "desc"}]}
    for cluster, theme in zip(("", names[0], names[-1]), ("light", "dark", "light"), strict=True):
        visit = {
            **table_frame(name, "/"),
            "shell-theme.data": theme,
            "general-grouping.data": schema.GRID,
            "general-group.data": cluster,
            "general-filter-chosen.data": None,
            "general-x.value": attributes[0],
            "general-y.value": attributes[-1],
            "general-figure.value": "*",
            "general-pair-axes.value": "log",
        }
        yield asking(app, visit)
        for request in (plain, by_first):
            yield {
                **table_frame(name, "/customers"),
                "shell-theme.data": theme,
                "listing-filters.data": urlencode({"cluster": cluster}),
                "listing-search.value": "",
                "listing-columns.data": "",
                "listing-sort.data": "",
                "listing-is-narrow.data": False,
                "listing-by.value": "*",
                "listing-chooser.value": [],
                "listing-grid.getRowsRequest": request,
            }


def of_table_customers(snapshot: "Snapshot", name: str) -> Iterator[Visit]:
    """Open customers of a table, and ask for unknown ones."""
    numbers = snapshot.customers(schema.CUSTOMER_ID)[schema.CUSTOMER_ID]
    known = [str(numbers.iloc[place]) for place in (0, len(numbers) // 2, -1)]
    for number, theme in zip(("", *known, *UNKNOWN), cycle(("light", "dark")), strict=False):
        yield {
            **table_frame(name, f"/customers/{number}"),
            "customers-address.pathname": f"/customers/{number}",
            "shell-theme.data": theme,
        }
