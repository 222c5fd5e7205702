"""General Segmentation of a customer table: which clusters, how they differ, who is in them.

The first screen answers: the sentence, six key figures, the map and the sizes. What depends on
data is filled by callbacks/table_general.
"""

from collections.abc import Mapping
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import dcc, html

from layouts.ids import TableGeneral
from layouts.parts import attribute_filter, controls
from layouts.parts.attributes import NOT_CHOSEN
from layouts.parts.components import chart_card
from layouts.parts.sections import button, customers_section, groups_grid, section
from layouts.segmentation import filters as general_filters

FIRST_HEIGHT: Final = 380
MOST_TELLING: Final = "Most telling"


def part(address: Mapping[str, str]) -> html.Div:
    """Return what is shown of a customer table, as the address asks for it."""
    return html.Div(
        [
            dcc.Location(id=TableGeneral.ADDRESS, refresh=False),
            dcc.Store(id=TableGeneral.CLUSTER, data=address.get("cluster", "")),
            dcc.Store(id=TableGeneral.NAMES, data=[]),
            dcc.Store(id=TableGeneral.PICKED),
            html.P(id=TableGeneral.SENTENCE, className="lead-sentence"),
            _filters(address),
            html.Div(id=TableGeneral.NOTICE, className="notice"),
            html.Div(id=TableGeneral.FILTER.note, className="notice"),
            attribute_filter.nothing_matches(TableGeneral.FILTER),
            html.Div(id=TableGeneral.KEY_FIGURES, className="key-figures"),
            html.Div(id=TableGeneral.MESSAGE),
            html.Div(id=TableGeneral.PLAY),
            html.Div([_first_charts(), _why(), _numbers()], id=TableGeneral.CLUSTERED, hidden=True),
            _pair(address),
            customers_section(TableGeneral),
        ],
        className="for-customers part",
    )


def _filters(address: Mapping[str, str]) -> html.Div:
    chip = controls.chip_field(TableGeneral.CHIP_FIELD, TableGeneral.CHIP, TableGeneral.CHIP_REMOVE)
    return html.Div(
        [
            attribute_filter.filter_controls(TableGeneral.FILTER, address),
            html.Div(
                [chip, attribute_filter.filter_chip(TableGeneral.FILTER)], className="chip-holder"
            ),
        ],
        className="filters table-filters",
    )


def _first_charts() -> html.Div:
    return html.Div(
        [
            html.H2("At a glance", className="visually-hidden"),
            chart_card(
                TableGeneral.MAP,
                "Where do customers lie?",
                height=FIRST_HEIGHT,
                class_name="wide",
                is_zoomable=True,
            ),
            chart_card(
                TableGeneral.SIZES,
                "How large is each cluster?",
                height=FIRST_HEIGHT,
                class_name="narrow",
            ),
        ],
        className="cards",
    )


def _why() -> html.Section:
    profile = chart_card(
        TableGeneral.PROFILE,
        "What sets the clusters apart?",
        height=460,
        class_name="full scrolling",
        is_lazy=True,
    )
    return section(
        "What sets the clusters apart",
        "What is different about each, the rule that nearly says who belongs, and customers who "
        "show it best. Choose a cluster anywhere to see it alone; choose it again to see all.",
        html.Div(profile, className="cards"),
        html.Div(id=TableGeneral.CARDS, className="story-cards"),
    )


def _numbers() -> html.Section:
    return section(
        "The clusters in numbers",
        "Best cluster first. Choose a row to see that cluster alone on the whole page; choose it "
        "again to see all.",
        groups_grid(TableGeneral.CLUSTERS),
        dcc.Download(id=TableGeneral.CLUSTERS_DOWNLOAD),
        action=button(TableGeneral.CLUSTERS_CSV, "Download the table (CSV)"),
    )


def _pair(address: Mapping[str, str]) -> html.Section:
    axes = general_filters.one_of(address.get("axes", ""), general_filters.AXES)
    return section(
        "Two attributes together",
        "Choose any two: two numbers are drawn as customers, anything else as shares.",
        html.Div(
            [
                _choice(TableGeneral.X, "Across", address.get("x", NOT_CHOSEN)),
                _choice(TableGeneral.Y, "Upwards", address.get("y", NOT_CHOSEN)),
                controls.switch(
                    TableGeneral.AXES, "Scale of wide numbers", general_filters.AXES, axes
                ),
            ],
            className="filters pair-filters",
        ),
        html.Div(
            chart_card(
                TableGeneral.PAIR,
                "How do two attributes go together?",
                height=440,
                class_name="full",
                is_lazy=True,
                is_zoomable=True,
            ),
            className="cards",
        ),
    )


def _choice(select_id: str, label: str, value: str) -> Any:
    # The attribute of the address has to be an option before the others are known.
    known = [{"value": NOT_CHOSEN, "label": MOST_TELLING}]
    if value != NOT_CHOSEN:
        known.append({"value": value, "label": value})
    return controls.field(label, dbc.Select(id=select_id, options=known, value=value))
