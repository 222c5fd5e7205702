"""What General Segmentation shows of a customer table alone: the map, what sets clusters apart."""

from collections.abc import Mapping
from typing import Final

from dash import html

from layouts.ids import General
from layouts.parts import controls
from layouts.parts.attributes import NOT_CHOSEN
from layouts.parts.components import chart_card
from layouts.parts.sections import cards, section
from layouts.segmentation import filters as general_filters

FIRST_HEIGHT: Final = 380
MOST_TELLING: Final = "Most telling"


def clustered() -> html.Div:
    """Return what needs clusters, hidden until there are some."""
    shown = html.Div([_first_charts(), _why()], id=General.CLUSTERED, hidden=True)
    return html.Div(shown, className="for-customers part")


def _first_charts() -> html.Div:
    return cards(
        html.H2("At a glance", className="visually-hidden"),
        chart_card(
            General.MAP,
            "Where do customers lie?",
            height=FIRST_HEIGHT,
            class_name="wide",
            is_zoomable=True,
        ),
        chart_card(
            General.CLUSTER_SIZES,
            "How large is each cluster?",
            height=FIRST_HEIGHT,
            class_name="narrow",
        ),
    )


def _why() -> html.Section:
    profile = chart_card(
        General.EFFECTS,
        "What sets the clusters apart?",
        height=460,
        class_name="full scrolling",
        is_lazy=True,
    )
    return section(
        "What sets the clusters apart",
        "What is different about each, the rule that nearly says who belongs, and customers who "
        "show it best. Choose a cluster anywhere to see it alone; choose it again to see all.",
        cards(profile),
        html.Div(id=General.PROFILES, className="profile-cards"),
    )


def pair(address: Mapping[str, str]) -> html.Div:
    """Return two attributes together, of which the address may say which."""
    axes = general_filters.one_of(address.get("axes", ""), general_filters.AXES)
    both = section(
        "Two attributes together",
        "Choose any two: two numbers are drawn as customers, anything else as shares.",
        html.Div(
            [
                controls.choice("Across", General.X, MOST_TELLING, address.get("x", NOT_CHOSEN)),
                controls.choice("Upwards", General.Y, MOST_TELLING, address.get("y", NOT_CHOSEN)),
                controls.switch(
                    General.PAIR_AXES, "Scale of wide numbers", general_filters.AXES, axes
                ),
            ],
            className="filters pair-filters",
        ),
        cards(
            chart_card(
                General.PAIR,
                "How do two attributes go together?",
                height=440,
                class_name="full",
                is_lazy=True,
                is_zoomable=True,
            )
        ),
    )
    return html.Div(both, className="for-customers")
