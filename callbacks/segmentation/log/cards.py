"""The chart cards of General Segmentation of a log."""

from functools import partial
from typing import TYPE_CHECKING, Final

from dash import Dash

from callbacks.parts.chart_cards import ChartCard, register_cards
from callbacks.segmentation.log import ahead, facts
from callbacks.segmentation.log.view import CHOSEN, view_of
from layouts.charts.clouds import risk_map, scatters, space
from layouts.charts.clusters import scan
from layouts.charts.groups import pareto, products, profiles, score_grid, segments
from layouts.charts.lifetime import concentration, revenue, value
from layouts.ids import General

if TYPE_CHECKING:
    from server.data.datasets import Datasets

CONTROLS: Final = {"measure": (General.MEASURE, "value"), "axes": (General.AXES, "value")}
CARDS: Final = (
    ChartCard(
        id=General.TREEMAP,
        chart=segments.treemap,
        facts=facts.groups_of,
        needs=("measure",),
        is_clickable=True,
    ),
    ChartCard(
        id=General.RECENCY_MONETARY,
        chart=scatters.recency_monetary,
        facts=facts.cloud_of,
        needs=("axes",),
        is_clickable=True,
    ),
    ChartCard(
        id=General.RECENCY_FREQUENCY,
        chart=scatters.recency_frequency,
        facts=facts.cloud_of,
        needs=("axes",),
        is_clickable=True,
    ),
    ChartCard(
        id=General.FREQUENCY_MONETARY,
        chart=scatters.frequency_monetary,
        facts=facts.cloud_of,
        needs=("axes",),
        is_clickable=True,
    ),
    ChartCard(
        id=General.SPACE,
        chart=space.space,
        facts=facts.cloud_of,
        needs=("axes",),
        is_clickable=True,
    ),
    ChartCard(
        id=General.SCORE_GRID,
        chart=score_grid.score_grid,
        facts=facts.scored_of,
        needs=("measure",),
    ),
    ChartCard(
        id=General.SIZES,
        chart=segments.sizes,
        facts=facts.groups_of,
        needs=("measure",),
        is_clickable=True,
    ),
    ChartCard(
        id=General.CUSTOMER_TYPES,
        chart=segments.shares,
        facts=facts.groups_of,
        is_clickable=True,
    ),
    ChartCard(
        id=General.PRODUCTS,
        chart=products.products,
        facts=facts.products_of,
        is_of_all=True,
        is_clickable=True,
    ),
    ChartCard(id=General.PARETO, chart=pareto.pareto, facts=facts.pareto_of),
    ChartCard(id=General.ELBOW, chart=scan.elbow, facts=facts.scan_of, is_of_all=True),
    ChartCard(id=General.SILHOUETTES, chart=scan.silhouettes, facts=facts.scan_of, is_of_all=True),
    ChartCard(
        id=General.PROFILE,
        chart=profiles.profiles,
        facts=facts.profiles_of,
        is_clickable=True,
    ),
    ChartCard(
        id=General.NEXT_REVENUE,
        chart=revenue.next_revenue,
        facts=ahead.groups_of,
        is_of_all=True,
        is_clickable=True,
    ),
    ChartCard(
        id=General.VALUE_AND_RISK,
        chart=value.value_and_risk,
        facts=ahead.groups_of,
        is_of_all=True,
        is_clickable=True,
    ),
    ChartCard(id=General.RISK_MAP, chart=risk_map.risk_map, facts=ahead.map_of, is_clickable=True),
    ChartCard(id=General.CONCENTRATION, chart=concentration.concentration, facts=ahead.curves_of),
)


def register(app: Dash, datasets: "Datasets") -> None:
    """Register the cards."""
    register_cards(app, CARDS, partial(view_of, datasets), CHOSEN, CONTROLS)
