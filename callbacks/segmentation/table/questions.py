"""The questions that the charts of a customer table answer."""

from typing import Final

from callbacks.parts.questions import Question
from callbacks.segmentation.table import frames
from layouts.charts.clouds import table_map, table_pair
from layouts.charts.groups import table_profiles, table_sizes
from layouts.ids import TableGeneral

# What needs clusters is not asked where there are none.
QUESTIONS: Final = (
    Question(
        chart=TableGeneral.MAP,
        draw=table_map.draw_map,
        finding=table_map.finding_of_map,
        caption=table_map.caption_of_map,
        frames=frames.map_of,
        numbers=frames.map_numbers,
        summary=frames.map_summary,
        of_clusters=True,
    ),
    Question(
        chart=TableGeneral.SIZES,
        draw=table_sizes.draw_sizes,
        finding=table_sizes.finding_of_sizes,
        caption=table_sizes.caption_of_sizes,
        frames=frames.sizes_of,
        numbers=frames.size_numbers,
        of_clusters=True,
    ),
    Question(
        chart=TableGeneral.PROFILE,
        draw=table_profiles.draw_profile,
        finding=table_profiles.finding_of_profile,
        caption=table_profiles.caption_of_profile,
        frames=frames.profile_of,
        numbers=frames.effect_numbers,
        summary=frames.profile_numbers,
        is_of_all=True,
        of_clusters=True,
    ),
    Question(
        chart=TableGeneral.PAIR,
        draw=table_pair.draw_pair,
        finding=table_pair.finding_of_pair,
        caption=table_pair.caption_of_pair,
        frames=frames.pair_of,
        numbers=frames.pair_numbers,
        summary=frames.pair_summary,
        by_axes=True,
    ),
)
