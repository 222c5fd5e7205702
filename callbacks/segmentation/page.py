"""General Segmentation at work: its chart cards, and everything else that is registered."""

from functools import partial
from typing import Final

from dash import Dash

from callbacks.parts.chart_cards import ChartCard, register_cards
from callbacks.parts.sections import register_later, register_sections
from callbacks.segmentation import (
    controls,
    decisions,
    groups,
    links,
    log_facts,
    log_summary,
    table_facts,
)
from callbacks.segmentation.view import OF_LOG, OF_TABLE, view_of
from layouts.charts.clouds import risk_map, scatters, space, table_map, table_pair
from layouts.charts.clusters import scan
from layouts.charts.groups import (
    concentration,
    products,
    profiles,
    score_grid,
    segments,
    table_clusters,
)
from layouts.charts.lifetime import value
from layouts.ids import General, Shell
from layouts.segmentation.page import CONTENTS
from layouts.segmentation.table_parts import LATER
from server.data.datasets import Datasets

CONTROLS: Final = {
    "measure": (General.MEASURE, "value"),
    "axes": (General.AXES, "value"),
    "x": (General.X, "value"),
    "y": (General.Y, "value"),
}
LOG_CARDS: Final = (
    ChartCard(
        General.TREEMAP,
        segments.treemap,
        log_facts.groups_of,
        needs=("measure",),
        is_clickable=True,
    ),
    ChartCard(
        General.RECENCY_MONETARY,
        scatters.recency_monetary,
        log_facts.cloud_of,
        needs=("axes",),
        is_clickable=True,
    ),
    ChartCard(
        General.RECENCY_FREQUENCY,
        scatters.recency_frequency,
        log_facts.cloud_of,
        needs=("axes",),
        is_clickable=True,
    ),
    ChartCard(
        General.FREQUENCY_MONETARY,
        scatters.frequency_monetary,
        log_facts.cloud_of,
        needs=("axes",),
        is_clickable=True,
    ),
    ChartCard(General.SPACE, space.space, log_facts.cloud_of, needs=("axes",), is_clickable=True),
    ChartCard(General.SCORE_GRID, score_grid.score_grid, log_facts.scored_of, needs=("measure",)),
    ChartCard(General.CUSTOMER_TYPES, segments.shares, log_facts.groups_of, is_clickable=True),
    ChartCard(
        General.PRODUCTS,
        products.products,
        log_facts.products_of,
        is_of_all=True,
        is_clickable=True,
    ),
    ChartCard(General.PARETO, concentration.pareto, log_facts.pareto_of),
    ChartCard(General.ELBOW, scan.elbow, log_facts.scan_of, is_of_all=True),
    ChartCard(General.SILHOUETTES, scan.silhouettes, log_facts.scan_of, is_of_all=True),
    ChartCard(General.PROFILE, profiles.profiles, log_facts.profiles_of, is_clickable=True),
    ChartCard(
        General.NEXT_REVENUE,
        value.next_revenue,
        log_facts.expected_of,
        is_of_all=True,
        is_clickable=True,
    ),
    ChartCard(
        General.VALUE_AND_RISK,
        value.value_and_risk,
        log_facts.expected_of,
        is_of_all=True,
        is_clickable=True,
    ),
    ChartCard(General.RISK_MAP, risk_map.risk_map, log_facts.map_of, is_clickable=True),
    ChartCard(General.CONCENTRATION, concentration.concentration, log_facts.curves_of),
)


TABLE_CARDS: Final = (
    ChartCard(General.MAP, table_map.customer_map, table_facts.map_of, is_clickable=True),
    ChartCard(
        General.CLUSTER_SIZES, table_clusters.cluster_sizes, table_facts.sizes_of, is_clickable=True
    ),
    ChartCard(
        General.EFFECTS,
        table_clusters.effects,
        table_facts.profile_of,
        is_of_all=True,
        is_clickable=True,
    ),
    ChartCard(
        General.PAIR,
        table_pair.attribute_pair,
        table_facts.pair_of,
        needs=("x", "y", "axes"),
        is_clickable=True,
    ),
)


def register(app: Dash, datasets: Datasets) -> None:
    """Register the callbacks of the page."""
    controls.register(app, datasets, (*LOG_CARDS, *TABLE_CARDS))
    register_sections(app, General.OPENED, CONTENTS)
    register_later(app, Shell.TABLE, LATER)
    for module in (log_summary, groups, links, decisions):
        module.register(app, datasets)
    register_cards(app, LOG_CARDS, partial(view_of, datasets), OF_LOG, CONTROLS)
    register_cards(app, TABLE_CARDS, partial(view_of, datasets), OF_TABLE, CONTROLS)
