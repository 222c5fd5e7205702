"""Recency, frequency and monetary in space: a sample of the customers that can be turned.

Takes the frames of `scatters`. At most 2,000 customers are drawn, every group in its proportion,
and a diamond at the medians of each group.
"""

from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.clouds.cloud import Cloud, counted
from layouts.charts.clouds.scatters import NOTHING_ON_AXES, NOTHING_TO_DRAW
from layouts.charts.drawing import labels, marks
from layouts.charts.drawing.axes import axis_of
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look, short_name
from layouts.parts.tables import group_numbers
from rfm import schema, words

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


def space(customers: pd.DataFrame, groups: pd.DataFrame, look: Look) -> Drawn:
    """Draw customers by all three measures, one trace a group; it needs WebGL."""
    title = f"How far apart do the {look.group_word}s lie in recency, frequency and spend?"
    numbers = group_numbers(groups, look)
    if customers.empty:
        return nothing_drawn(NOTHING_TO_DRAW, title, look, numbers, lambda: customers)
    axes = tuple(axis_of(customers, column, look) for column in schema.RFM)
    places = zip(schema.RFM, "xyz", strict=True)
    hover = " · ".join(marks.hovered(column, letter, look) for column, letter in places)
    cloud = Cloud(customers=customers, axes=axes, look=look, hover=hover)
    if not len(cloud.rows):
        return nothing_drawn(NOTHING_ON_AXES, title, look, numbers, lambda: cloud.file)
    return Drawn(
        figure=_figure(cloud, labels.typical_of_groups(groups, axes, look)),
        title=title,
        caption=_caption(cloud),
        numbers=numbers,
        file=lambda: cloud.file,
    )


def _caption(cloud: Cloud) -> str:
    """Return how many of the customers are drawn, and what lies beyond the axes."""
    word = cloud.look.group_word
    people = counted(cloud, "beyond the axes")
    if len(cloud.rows) > MOST_MARKS:
        beyond = f"; {words.count(cloud.beyond)} beyond the axes" if cloud.beyond else ""
        people = (
            f"{words.count(MOST_MARKS)} of {words.counted(len(cloud.rows), 'customer')}, drawn at "
            f"random with every {word} in its proportion{beyond}"
        )
    return f"{people}. Diamonds are the medians of each {word}; drag to turn."


def _figure(cloud: Cloud, medians: pd.DataFrame) -> go.Figure:
    look = cloud.look
    rows = marks.sample_of_each(cloud.rows, cloud.codes, MOST_MARKS)
    codes = look.codes(cloud.customers[look.column])[rows]
    traces: list[Any] = [
        _marks_of(cloud, rows[codes == code], code)
        for code in range(len(look.names))
        if (codes == code).any()
    ]
    letters = zip("xyz", cloud.axes, strict=True)
    scene = {f"{letter}axis": axis.layout() | {"showspikes": False} for letter, axis in letters}
    return look.figure(
        *traces,
        _diamonds(medians, look),
        scene=scene | {"camera": {"eye": _EYE, "center": _CENTRE}, "aspectmode": "cube"},
        showlegend=True,
        legend=_LEGEND,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
    )


def _marks_of(cloud: Cloud, rows: np.ndarray, code: int) -> go.Scatter3d:
    name = cloud.look.names[code]
    numbers = marks.numbers_of(cloud.customers, rows)
    recency, frequency, monetary = (cloud.values(column, rows) for column in schema.RFM)
    return go.Scatter3d(
        x=marks.compact(recency),
        y=marks.compact(frequency),
        z=marks.compact(monetary),
        mode="markers",
        name=short_name(name),
        marker={
            "size": 3.5,
            "color": cloud.look.colour(name),
            "opacity": cloud.look.opacity(name),
            "line": {"width": 0},
        },
        customdata=marks.details(rows, code, monetary),
        hovertemplate=marks.hover_of(name, cloud.hover, numbers),
        **numbers.as_trace(),
    )


def _diamonds(shown: pd.DataFrame, look: Look) -> go.Scatter3d:
    recency, frequency, monetary = (shown[column].to_numpy(dtype=float) for column in schema.RFM)
    names = list(shown[schema.GROUP])
    codes = [look.code(name) for name in names]
    return go.Scatter3d(
        x=recency,
        y=frequency,
        z=monetary,
        mode="markers",
        marker=look.outlined(8, [look.colour(name) for name in names], symbol="diamond"),
        customdata=np.column_stack([np.full(len(codes), -1), codes, monetary]),
        hovertext=names,
        hovertemplate="<b>%{hovertext}</b>, the median customer<extra></extra>",
        showlegend=False,
    )
