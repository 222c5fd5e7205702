"""The filter by an attribute: its controls beside the others, its chip, and what if nobody passes.

What can be chosen depends on data and is filled by callbacks/parts/filter_controls.py.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import dcc, html

from layouts.ids import Filter
from layouts.parts import controls
from layouts.parts.attributes import NOT_CHOSEN, Shown, choices
from layouts.parts.components import aria, button

PARTS: Final = ("where", "is", "from", "to")
NO_FILTER: Final = "No filter"
ANY: Final = "Any"
_LONGEST: Final = 40


def filter_controls(ids: Filter, address: Mapping[str, str]) -> html.Div:
    """Return the hidden controls, as the address asks for them."""
    asked = {part: address[part] for part in PARTS if address.get(part)}
    where, level = (asked.get(part, NOT_CHOSEN) for part in PARTS[:2])
    return html.Div(
        [
            dcc.Store(id=ids.chosen, data=asked),
            controls.choice("Filter by", ids.where, NO_FILTER, where),
            html.Div(
                controls.choice("Value", ids.level, ANY, level),
                id=ids.level_field,
                hidden=True,
            ),
            html.Div(
                [
                    controls.field(name, _bound(bound, asked.get(name.lower(), "")))
                    for name, bound in (("From", ids.low), ("To", ids.high))
                ],
                id=ids.range_field,
                className="range-field",
                hidden=True,
            ),
        ],
        id=ids.field,
        className="attribute-filter",
        hidden=True,
        role="group",
        **aria(label="Filter by an attribute"),
    )


def filter_chip(ids: Filter) -> html.Span:
    """Return the hidden place of the filter's chip."""
    return controls.chip_field(ids.chip_field, ids.chip, ids.remove, "Clear the filter")


def nothing_matches(ids: Filter) -> html.Div:
    """Return what is shown instead of customers where nobody passes, hidden as yet."""
    return html.Div(
        [
            html.H2("Nothing matches", className="empty-title"),
            html.P(id=ids.empty_text),
            button("Clear the filter", id=ids.clear),
        ],
        id=ids.empty,
        className="panel empty-state nothing-matches",
        hidden=True,
        role="status",
    )


def attribute_options(attributes: Sequence[Shown]) -> list[dict[str, str]]:
    """Return the attributes to choose from."""
    return choices(attributes, NO_FILTER)


def level_options(levels: Sequence[str], asked: str) -> list[dict[str, str]]:
    """Return the values to choose from; what an address asks for stays, so that it can be told."""
    known = [*levels, *([asked] if asked not in ("", *levels) else [])]
    return [
        {"value": NOT_CHOSEN, "label": ANY},
        *({"value": each, "label": each} for each in known),
    ]


def _bound(input_id: str, value: str) -> Any:
    return controls.typed_number(input_id, value, _LONGEST, debounce=True)
