"""The chart cards of General Segmentation of a customer table."""

from functools import partial
from typing import TYPE_CHECKING, Final

from dash import Dash

from callbacks.parts.chart_cards import ChartCard, register_cards
from callbacks.segmentation.table import facts
from callbacks.segmentation.table.view import CHOSEN, view_of
from layouts.charts.clouds import table_map, table_pair
from layouts.charts.groups import table_profiles, table_sizes
from layouts.ids import TableGeneral

if TYPE_CHECKING:
    from server.data.datasets import Datasets

CONTROLS: Final = {
    "x": (TableGeneral.X, "value"),
    "y": (TableGeneral.Y, "value"),
    "axes": (TableGeneral.AXES, "value"),
}
CARDS: Final = (
    ChartCard(
        id=TableGeneral.MAP, chart=table_map.customer_map, facts=facts.map_of, is_clickable=True
    ),
    ChartCard(
        id=TableGeneral.SIZES,
        chart=table_sizes.cluster_sizes,
        facts=facts.sizes_of,
        is_clickable=True,
    ),
    ChartCard(
        id=TableGeneral.PROFILE,
        chart=table_profiles.effects,
        facts=facts.profile_of,
        is_of_all=True,
        is_clickable=True,
    ),
    ChartCard(
        id=TableGeneral.PAIR,
        chart=table_pair.attribute_pair,
        facts=facts.pair_of,
        needs=tuple(CONTROLS),
        is_clickable=True,
    ),
)


def register(app: Dash, datasets: "Datasets") -> None:
    """Register the cards."""
    register_cards(app, CARDS, partial(view_of, datasets), CHOSEN, CONTROLS)
