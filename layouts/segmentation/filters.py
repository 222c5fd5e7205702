"""The filters of General Segmentation: what its controls offer, and the row that holds them."""

from collections.abc import Mapping, Sequence
from typing import Final

import dash_bootstrap_components as dbc
from dash import html

from layouts.ids import General
from layouts.parts import attribute_filter, components, controls
from layouts.parts.attributes import NOT_CHOSEN
from rfm import schema

SEGMENTS: Final = "segments"
VIEWS: Final = ((SEGMENTS, "Segments"), (schema.CLUSTERS, "Clusters"))
MEASURES: Final = ((schema.CUSTOMERS, "Customers"), (schema.REVENUE, "Revenue"))
LOG: Final = "log"
LINEAR: Final = "linear"
MOST_SPREAD: Final = "Those that differ most"
AXES: Final = ((LOG, "Log"), (LINEAR, "Linear"))
_SWITCHES: Final = (
    (General.MEASURE, "Sizes by", MEASURES, "measure"),
    (General.AXES, "Scale of axes", AXES, "axes"),
)


def one_of(value: str, options: Sequence[tuple[str, str]]) -> str:
    """Return a value of the address when it is among the options, otherwise the first of them."""
    known = [each for each, _ in options]
    return value if value in known else known[0]


def filters(view: str, scheme: str, others: Mapping[str, str]) -> html.Div:
    """Return the row of filters; `others` is what else the address asks for."""
    select = dbc.Select(id=General.SCHEME, options=[], value=scheme)
    chip = controls.chip_field(General.CHIP_FIELD, General.CHIP, General.CHIP_REMOVE)
    return html.Div(
        [
            controls.switch(General.VIEW, "Show", VIEWS, view, class_name="for-log"),
            html.Div(
                controls.field("Scheme", select),
                id=General.SCHEME_FIELD,
                hidden=view == schema.CLUSTERS,
                className="for-log",
            ),
            *[
                controls.switch(
                    *(control, label, options),
                    one_of(others.get(name, ""), options),
                    class_name="for-log of-charts",
                )
                for control, label, options, name in _SWITCHES
            ],
            html.Div(
                controls.choice(
                    "Key figures", General.FIGURE, MOST_SPREAD, others.get("first", NOT_CHOSEN)
                ),
                className="for-customers",
            ),
            attribute_filter.filter_controls(General.FILTER, others),
            html.Div([chip, attribute_filter.filter_chip(General.FILTER)], className="chip-holder"),
        ],
        className="filters segmentation",
        role="group",
        **components.aria(label="Filters"),
    )
