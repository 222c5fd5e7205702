"""Recency, frequency and monetary in space: a sample of the customers that can be turned.

Takes the frames of `scatters`. At most 2,000 customers are drawn, every group in its proportion,
and a diamond at the medians of each group.
"""

from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.clouds.scatters import NOTHING_ON_AXES, NOTHING_TO_DRAW
from layouts.charts.drawing import labels, marks
from layouts.charts.drawing.axes import Axis, axis_of
from layouts.charts.drawing.look import Look, short_name
from layouts.parts import words
from layouts.theme import empty_figure
from rfm import schema

MOST_MARKS: Final = 2_000
_LEGEND: Final = {
    "orientation": "h",
    "itemsizing": "constant",
    "entrywidth": 118,
    "font": {"size": 11},
    "x": 0.5,
    "xanchor": "center",
}
_EYE: Final = {"x": -1.75, "y": -1.75, "z": 0.85}
# The titles of the axes at the bottom stay above the legend.
_CENTRE: Final = {"x": 0, "y": 0, "z": -0.18}


def draw_space(customers: pd.DataFrame, groups: pd.DataFrame, look: Look) -> go.Figure:
    """Return customers by all three measures, one trace a group; it needs WebGL."""
    if customers.empty:
        return empty_figure(NOTHING_TO_DRAW, look.theme)
    axes = tuple(axis_of(customers, column, look) for column in schema.RFM)
    rows, codes = _drawn(customers, axes, look)
    if not len(rows):
        return empty_figure(NOTHING_ON_AXES, look.theme)
    traces: list[Any] = [
        _marks_of(customers, rows[codes == code], code, look)
        for code in range(len(look.names))
        if (codes == code).any()
    ]
    scene = {f"{letter}axis": _axis(axis) for letter, axis in zip("xyz", axes, strict=True)}
    return look.figure(
        *traces,
        _medians(labels.typical_of_groups(groups, axes, look), look),
        scene=scene | {"camera": {"eye": _EYE, "center": _CENTRE}, "aspectmode": "cube"},
        showlegend=True,
        legend=_LEGEND,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )


def finding_of_space(customers: pd.DataFrame, look: Look) -> str:
    """Return the question that the view in space answers."""
    del customers
    return f"How far apart do the {look.group_word}s lie in recency, frequency and spend?"


def caption_of_space(customers: pd.DataFrame, look: Look) -> str:
    """Return how many of the customers are drawn, and what lies beyond the axes."""
    if customers.empty:
        return NOTHING_TO_DRAW
    axes = tuple(axis_of(customers, column, look) for column in schema.RFM)
    held = int(np.count_nonzero(_held(customers, axes)))
    beyond = len(customers) - held
    told = words.counted(held, "customer")
    if held > MOST_MARKS:
        told = (
            f"{words.count(MOST_MARKS)} of {told}, drawn at random with every {look.group_word} in "
            "its proportion"
        )
    told += f"; {words.count(beyond)} beyond the axes" if beyond else ""
    return f"{told}. Diamonds are the medians of each {look.group_word}; drag to turn."


def _held(customers: pd.DataFrame, axes: tuple[Axis, ...]) -> np.ndarray:
    held = [axis.covers(customers[axis.column].to_numpy()) for axis in axes]
    return np.asarray(np.logical_and.reduce(held))


def _drawn(
    customers: pd.DataFrame, axes: tuple[Axis, ...], look: Look
) -> tuple[np.ndarray, np.ndarray]:
    rows = np.flatnonzero(_held(customers, axes))
    codes = look.codes(customers[look.column])
    rows = marks.sample_of_each(rows, codes[rows], MOST_MARKS)
    return rows, codes[rows]


def _marks_of(customers: pd.DataFrame, rows: np.ndarray, code: int, look: Look) -> go.Scatter3d:
    own = customers.iloc[rows]
    name = look.names[code]
    numbers = marks.numbers_of(customers, rows)
    places = zip(schema.RFM, "xyz", strict=True)
    told = " · ".join(marks.told_of(column, letter, look) for column, letter in places)
    recency, frequency, monetary = (own[column].to_numpy() for column in schema.RFM)
    return go.Scatter3d(
        x=marks.compact(recency),
        y=marks.compact(frequency),
        z=marks.compact(monetary),
        mode="markers",
        name=short_name(name),
        marker={
            "size": 3.5,
            "color": look.colour(name),
            "opacity": look.opacity(name),
            "line": {"width": 0},
        },
        customdata=marks.details(rows, code, monetary),
        hovertemplate=marks.hover_of(name, told, numbers),
        **numbers.as_trace(),
    )


def _medians(shown: pd.DataFrame, look: Look) -> go.Scatter3d:
    medians = [shown[labels.MEDIAN_OF[column]].to_numpy(dtype=float) for column in schema.RFM]
    codes = [look.code(name) for name in shown[schema.GROUP]]
    return go.Scatter3d(
        x=medians[0],
        y=medians[1],
        z=medians[2],
        mode="markers",
        marker={
            "size": 8,
            "symbol": "diamond",
            "color": [look.colour(name) for name in shown[schema.GROUP]],
            "line": {"width": 2, "color": look.token("surface")},
        },
        customdata=np.column_stack([np.full(len(codes), -1), codes, medians[2]]),
        hovertext=list(shown[schema.GROUP]),
        hovertemplate="<b>%{hovertext}</b>, the median customer<extra></extra>",
        showlegend=False,
    )


def _axis(axis: Axis) -> dict[str, Any]:
    return axis.layout() | {"showspikes": False}
