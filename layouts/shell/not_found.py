"""The page of an address that none of our pages has."""

from typing import Any

from dash import dcc, html

from layouts.parts.components import empty_state


def layout(**_address: Any) -> html.Div:
    """Return the page."""
    return empty_state(
        "There is no such page",
        "The address may be mistyped, or the page has moved.",
        dcc.Link("Go to General Segmentation", href="/"),
    )
