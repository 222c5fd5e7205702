"""The questions that the charts answer: how each is drawn, what it says, what it exports.

A question draws with the functions of `layouts/figures`, from the frames of `frames`.
"""

from typing import Any, Final

from callbacks.parts.questions import Question
from callbacks.segmentation.log import frames
from layouts.charts.clouds import scatters, space
from layouts.charts.clusters import clusters
from layouts.charts.groups import pareto, products, profiles, score_grid, segments
from layouts.ids import Chart, General


def _cloud(chart: Chart, draw: Any, finding: Any, caption: Any) -> Question:
    return Question(
        chart=chart,
        draw=draw,
        finding=finding,
        caption=caption,
        frames=frames.cloud_of,
        told=frames.customers_of,
        numbers=frames.customer_numbers,
        summary=frames.group_numbers,
        by_axes=True,
    )


def _of_groups(chart: Chart, draw: Any, finding: Any, caption: Any) -> Question:
    return Question(
        chart=chart,
        draw=draw,
        finding=finding,
        caption=caption,
        frames=frames.groups_of,
        numbers=frames.group_numbers,
        by_measure=True,
    )


def _of_scan(chart: Chart, draw: Any, finding: Any, caption: Any) -> Question:
    return Question(
        chart=chart,
        draw=draw,
        finding=finding,
        caption=caption,
        frames=frames.scan_of,
        numbers=frames.scan_numbers,
        is_of_all=True,
        of_clusters=True,
    )


QUESTIONS: Final = (
    _of_groups(
        General.TREEMAP,
        segments.draw_treemap,
        segments.finding_of_treemap,
        segments.caption_of_treemap,
    ),
    _cloud(
        General.RECENCY_MONETARY,
        scatters.draw_recency_monetary,
        scatters.finding_of_recency_monetary,
        scatters.caption_of_recency_monetary,
    ),
    _cloud(
        General.RECENCY_FREQUENCY,
        scatters.draw_recency_frequency,
        scatters.finding_of_recency_frequency,
        scatters.caption_of_recency_frequency,
    ),
    _cloud(
        General.FREQUENCY_MONETARY,
        scatters.draw_frequency_monetary,
        scatters.finding_of_frequency_monetary,
        scatters.caption_of_frequency_monetary,
    ),
    _cloud(
        General.SPACE,
        space.draw_space,
        space.finding_of_space,
        space.caption_of_space,
    ),
    Question(
        chart=General.SCORE_GRID,
        draw=score_grid.draw_score_grid,
        finding=score_grid.finding_of_score_grid,
        caption=score_grid.caption_of_score_grid,
        frames=frames.scored_of,
        numbers=frames.score_numbers,
        by_measure=True,
    ),
    _of_groups(
        General.SIZES,
        segments.draw_sizes,
        segments.finding_of_sizes,
        segments.caption_of_sizes,
    ),
    _of_groups(
        General.CUSTOMER_TYPES,
        segments.draw_shares,
        segments.finding_of_shares,
        segments.caption_of_shares,
    ),
    Question(
        chart=General.PRODUCTS,
        draw=products.draw_products,
        finding=products.finding_of_products,
        caption=products.caption_of_products,
        frames=frames.products_of,
        numbers=frames.product_numbers,
        is_of_all=True,
    ),
    Question(
        chart=General.PARETO,
        draw=pareto.draw_pareto,
        finding=pareto.finding_of_pareto,
        caption=pareto.caption_of_pareto,
        frames=frames.pareto_of,
        numbers=frames.pareto_numbers,
        summary=frames.pareto_steps,
    ),
    _of_scan(
        General.ELBOW,
        clusters.draw_elbow,
        clusters.finding_of_elbow,
        clusters.caption_of_elbow,
    ),
    _of_scan(
        General.SILHOUETTES,
        clusters.draw_silhouettes,
        clusters.finding_of_silhouettes,
        clusters.caption_of_silhouettes,
    ),
    Question(
        chart=General.PROFILE,
        draw=profiles.draw_profiles,
        finding=profiles.finding_of_profiles,
        caption=profiles.caption_of_profiles,
        frames=frames.profiles_of,
        numbers=frames.group_numbers,
        of_clusters=True,
    ),
)
