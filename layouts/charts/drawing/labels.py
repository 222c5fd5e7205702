"""Words inside a chart: the name of each group beside its median, and the medians of all.

Labels stand on lines of their own, so that they never cover each other at any width of the page.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.axes import Axis
from layouts.charts.drawing.look import Look, short_name
from layouts.charts.drawing.notes import line_at, note
from rfm import schema

# The height of the plot that labels are spread over, and of one line of them, in pixels.
HEIGHT: Final = 290
_LINE: Final = 17
_REACH: Final = 16
# Above the plot stands the median of the x axis.
ROOM: Final = {"margin": {"l": 8, "r": 8, "t": 30, "b": 8}, "hovermode": "closest"}
MEDIAN_OF: Final = {
    schema.RECENCY_DAYS: schema.RECENCY_MEDIAN,
    schema.FREQUENCY: schema.FREQUENCY_MEDIAN,
    schema.MONETARY: schema.MONETARY_MEDIAN,
}


def typical_of_groups(groups: pd.DataFrame, axes: Sequence[Axis], look: Look) -> pd.DataFrame:
    """Return the groups to be labelled: the selected one, or all whose medians are on the axes.

    The medians stand in the columns of the axes.
    """
    shown = groups[[schema.GROUP, *(MEDIAN_OF[axis.column] for axis in axes)]].dropna()
    shown = shown.set_axis([schema.GROUP, *(axis.column for axis in axes)], axis=1)
    for axis in axes:
        shown = shown[axis.covers(shown[axis.column].to_numpy(dtype=float))]
    return shown[shown[schema.GROUP] == look.selected] if look.selected else shown


def diamonds(
    shown: pd.DataFrame,
    axes: tuple[Axis, Axis],
    look: Look,
    hover: Sequence[str],
    template: str = "%{hovertext}<extra></extra>",
) -> go.Scatter:
    """Return one outlined mark a group, at its place on the axes."""
    x, y = (shown[axis.column].to_numpy(dtype=float) for axis in axes)
    names = list(shown[schema.GROUP])
    codes = np.array([look.code(name) for name in names])
    return go.Scatter(
        x=x,
        y=y,
        mode="markers",
        marker=look.outlined(13, [look.colour(name) for name in names], symbol="diamond"),
        customdata=np.column_stack([np.full(len(x), -1), codes, np.zeros(len(x))]),
        hovertext=list(hover),
        hovertemplate=template,
        showlegend=False,
    )


def name_labels(
    shown: pd.DataFrame,
    axes: tuple[Axis, Axis],
    look: Look,
    *,
    height: int = HEIGHT,
    aside: int = _REACH,
) -> list[dict[str, Any]]:
    """Return each group's name as an annotation with a thin line to its place.

    `height` is that of the plot, `aside` how far from its place a name stands, in pixels.
    """
    x, y = (shown[axis.column].to_numpy(dtype=float) for axis in axes)
    heights = axes[1].places(y) * height
    lifts = spread(heights, _LINE) - heights
    is_left = axes[0].places(x) < 0.5  # noqa: PLR2004 - the middle
    line = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": look.token("muted")}
    places = [
        {
            "x": _coordinate(axes[0], x[i]),
            "y": _coordinate(axes[1], y[i]),
            "ax": aside if is_left[i] else -aside,
            "ay": -float(lifts[i]),
            "xanchor": "left" if is_left[i] else "right",
            "borderpad": 1,
        }
        for i in range(len(shown))
    ]
    return [
        note(short_name(name), look, line | place, ink="text", behind=0.82)
        for name, place in zip(shown[schema.GROUP], places, strict=True)
    ]


def spread(heights: np.ndarray, gap: float) -> np.ndarray:
    """Return heights moved as little as needed to be at least a gap apart, within the plot."""
    order = np.argsort(heights, kind="stable")
    steps = gap * np.arange(len(heights))
    # Pushed up from below and down from above; the middle of both moves each label the least.
    up = np.maximum.accumulate(heights[order] - steps) + steps
    down = np.minimum.accumulate((heights[order] - steps)[::-1])[::-1] + steps
    middle = (up + down) / 2
    middle = np.maximum.accumulate(middle - steps) + steps
    # Labels that would leave the plot stack up at its ends.
    middle = np.maximum(np.minimum(middle, HEIGHT - steps[::-1]), gap / 2 + steps)
    moved = np.empty(len(heights))
    moved[order] = middle
    return moved


def median_lines(
    middles: tuple[float, float], axes: tuple[Axis, Axis], look: Look
) -> dict[str, Any]:
    """Return the medians of all customers as layout: two dotted lines, each with its value."""
    line = {"width": 1, "dash": "dot", "color": look.token("muted")}
    above = {"x": _coordinate(axes[0], middles[0]), "y": 1, "yref": "paper"}
    beside = {"x": 1, "y": _coordinate(axes[1], middles[1]), "xref": "paper", "xanchor": "right"}
    named = [
        note(
            f"median {look.short_value(axis.column, middle)}",
            look,
            place | {"yanchor": "bottom", "borderpad": 1},
            size=11,
            behind=0.7,
        )
        for axis, middle, place in zip(axes, middles, (above, beside), strict=True)
    ]
    return {
        "shapes": [
            line_at(axis, middle, **line) for axis, middle in zip("xy", middles, strict=True)
        ],
        "annotations": named,
    }


def _coordinate(axis: Axis, value: float) -> float:
    """Return a value as annotations want it: on a log axis its logarithm."""
    return float(np.log10(value)) if axis.is_log else float(value)
