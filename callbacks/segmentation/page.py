"""General Segmentation at work: its chart cards, and everything else that is registered."""

from functools import partial
from typing import TYPE_CHECKING, Final

from dash import Dash

from callbacks.parts.chart_cards import ChartCard, register_cards
from callbacks.segmentation import (
    ahead_figures,
    controls,
    customers,
    groups,
    log_ahead,
    log_facts,
    stories,
    table_facts,
)
from callbacks.segmentation.view import OF_LOG, OF_TABLE, view_of
from layouts.charts.clouds import risk_map, scatters, space, table_map, table_pair
from layouts.charts.clusters import scan
from layouts.charts.groups import (
    pareto,
    products,
    profiles,
    score_grid,
    segments,
    table_profiles,
    table_sizes,
)
from layouts.charts.lifetime import concentration, revenue, value
from layouts.ids import General

if TYPE_CHECKING:
    from server.data.datasets import Datasets

CONTROLS: Final = {
    "measure": (General.MEASURE, "value"),
    "axes": (General.AXES, "value"),
    "x": (General.X, "value"),
    "y": (General.Y, "value"),
}
LOG_CARDS: Final = (
    ChartCard(
        id=General.TREEMAP,
        chart=segments.treemap,
        facts=log_facts.groups_of,
        needs=("measure",),
        is_clickable=True,
    ),
    ChartCard(
        id=General.RECENCY_MONETARY,
        chart=scatters.recency_monetary,
        facts=log_facts.cloud_of,
        needs=("axes",),
        is_clickable=True,
    ),
    ChartCard(
        id=General.RECENCY_FREQUENCY,
        chart=scatters.recency_frequency,
        facts=log_facts.cloud_of,
        needs=("axes",),
        is_clickable=True,
    ),
    ChartCard(
        id=General.FREQUENCY_MONETARY,
        chart=scatters.frequency_monetary,
        facts=log_facts.cloud_of,
        needs=("axes",),
        is_clickable=True,
    ),
    ChartCard(
        id=General.SPACE,
        chart=space.space,
        facts=log_facts.cloud_of,
        needs=("axes",),
        is_clickable=True,
    ),
    ChartCard(
        id=General.SCORE_GRID,
        chart=score_grid.score_grid,
        facts=log_facts.scored_of,
        needs=("measure",),
    ),
    ChartCard(
        id=General.SIZES,
        chart=segments.sizes,
        facts=log_facts.groups_of,
        needs=("measure",),
        is_clickable=True,
    ),
    ChartCard(
        id=General.CUSTOMER_TYPES,
        chart=segments.shares,
        facts=log_facts.groups_of,
        is_clickable=True,
    ),
    ChartCard(
        id=General.PRODUCTS,
        chart=products.products,
        facts=log_facts.products_of,
        is_of_all=True,
        is_clickable=True,
    ),
    ChartCard(id=General.PARETO, chart=pareto.pareto, facts=log_facts.pareto_of),
    ChartCard(id=General.ELBOW, chart=scan.elbow, facts=log_facts.scan_of, is_of_all=True),
    ChartCard(
        id=General.SILHOUETTES, chart=scan.silhouettes, facts=log_facts.scan_of, is_of_all=True
    ),
    ChartCard(
        id=General.PROFILE,
        chart=profiles.profiles,
        facts=log_facts.profiles_of,
        is_clickable=True,
    ),
    ChartCard(
        id=General.NEXT_REVENUE,
        chart=revenue.next_revenue,
        facts=log_ahead.groups_of,
        is_of_all=True,
        is_clickable=True,
    ),
    ChartCard(
        id=General.VALUE_AND_RISK,
        chart=value.value_and_risk,
        facts=log_ahead.groups_of,
        is_of_all=True,
        is_clickable=True,
    ),
    ChartCard(
        id=General.RISK_MAP, chart=risk_map.risk_map, facts=log_ahead.map_of, is_clickable=True
    ),
    ChartCard(
        id=General.CONCENTRATION, chart=concentration.concentration, facts=log_ahead.curves_of
    ),
)


TABLE_CARDS: Final = (
    ChartCard(
        id=General.MAP,
        chart=table_map.customer_map,
        facts=table_facts.map_of,
        is_clickable=True,
    ),
    ChartCard(
        id=General.CLUSTER_SIZES,
        chart=table_sizes.cluster_sizes,
        facts=table_facts.sizes_of,
        is_clickable=True,
    ),
    ChartCard(
        id=General.EFFECTS,
        chart=table_profiles.effects,
        facts=table_facts.profile_of,
        is_of_all=True,
        is_clickable=True,
    ),
    ChartCard(
        id=General.PAIR,
        chart=table_pair.attribute_pair,
        facts=table_facts.pair_of,
        needs=("x", "y", "axes"),
        is_clickable=True,
    ),
)


def register(app: Dash, datasets: "Datasets") -> None:
    """Register the callbacks of the page."""
    controls.register(app, datasets, (*LOG_CARDS, *TABLE_CARDS))
    for module in (ahead_figures, groups, customers, stories):
        module.register(app, datasets)
    register_cards(app, LOG_CARDS, partial(view_of, datasets), OF_LOG, CONTROLS)
    register_cards(app, TABLE_CARDS, partial(view_of, datasets), OF_TABLE, CONTROLS)
