"""Where a placed customer lies among all customers.

The customers are a density in the colours of their clusters, whatever their number; above it lie
the customers most alike, as small rings, and the placed one, as a large labelled mark.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts import words
from layouts.figures.axes import Axis, axis_of
from layouts.figures.density import count_cells, density_trace
from layouts.figures.look import Look
from rfm import schema

_LABEL_REACH: Final = 34


def draw_place(
    customers: pd.DataFrame,
    values: Mapping[str, float],
    alike: pd.DataFrame,
    look: Look,
    columns: tuple[str, str],
) -> go.Figure:
    """Draw two measures of all customers, the customers most alike, and the placed one."""
    axes = _reaching(customers, values, look, columns)
    shown = _on_axes(customers, axes)
    return look.figure(
        _density(shown, axes, look),
        _alike_marks(alike, axes, look),
        _mark(values, axes, look),
        xaxis=axes[0].layout() | {"showgrid": False},
        yaxis=axes[1].layout() | {"showgrid": False},
        annotations=[_label(values, axes, look)],
        showlegend=False,
    )


def finding_of_place(shares: Mapping[str, float], columns: tuple[str, str], look: Look) -> str:
    """Return how the placed customer compares on the two measures, as a title."""
    first, second = (_compared(column, shares[column], look) for column in columns)
    return f"{first[0].upper()}{first[1:]}, and {second}"


def caption_of_place(
    customers: pd.DataFrame, values: Mapping[str, float], look: Look, columns: tuple[str, str]
) -> str:
    """Return what is drawn, and how many customers the axes cannot hold."""
    axes = _reaching(customers, values, look, columns)
    beyond = len(customers) - len(_on_axes(customers, axes))
    tail = f"; {words.count(beyond)} lie beyond the axes" if beyond else ""
    colours = f" Cells have the colour of their commonest {look.group_word}." if look.names else ""
    return (
        f"{words.counted(len(customers), 'customer')}{tail}; deeper means more of them.{colours} "
        "Rings are the customers most alike."
    )


def _compared(column: str, share: float, look: Look) -> str:
    told = f"{share:.0f} % of the customers"
    if column == schema.RECENCY_DAYS:
        return f"bought more recently than {told}"
    if column == schema.FREQUENCY:
        return f"has more {look.orders_word} than {told}"
    return f"spent more than {told}"


def _reaching(
    customers: pd.DataFrame, values: Mapping[str, float], look: Look, columns: tuple[str, str]
) -> tuple[Axis, Axis]:
    """Return axes that hold the customers and the placed one, if it is far outside too."""
    first, second = (_stretched(axis_of(customers, c, look), values[c]) for c in columns)
    return first, second


def _stretched(axis: Axis, value: float) -> Axis:
    if axis.is_log and value <= 0:
        value = axis.low
    low, high = min(axis.low, value), max(axis.high, value)
    if axis.is_log and axis.is_whole:
        # The smallest count has a cell of its own, which must not reach down to zero.
        low = max(low, 1.0)
    return Axis(column=axis.column, title=axis.title, is_log=axis.is_log, low=low, high=high)


def _on_axes(customers: pd.DataFrame, axes: tuple[Axis, Axis]) -> pd.DataFrame:
    held = [axis.covers(customers[axis.column].to_numpy()) for axis in axes]
    return customers[held[0] & held[1]]


def _density(shown: pd.DataFrame, axes: tuple[Axis, Axis], look: Look) -> go.Heatmap:
    groups = look.names and look.column in shown
    codes = look.codes(shown[look.column]) if groups else np.full(len(shown), -1)
    places = (shown[axes[0].column].to_numpy(), shown[axes[1].column].to_numpy())
    return density_trace(count_cells(axes, places, codes, len(look.names)), look)


def _alike_marks(alike: pd.DataFrame, axes: tuple[Axis, Axis], look: Look) -> go.Scatter:
    shown = _on_axes(alike, axes)
    return go.Scatter(
        x=shown[axes[0].column].to_numpy(),
        y=shown[axes[1].column].to_numpy(),
        mode="markers",
        marker={
            "symbol": "circle-open",
            "size": 11,
            "color": look.token("text"),
            "line": {"width": 2},
        },
        hovertext=[
            f"Customer {number} - {_told(row, look)}"
            for number, row in zip(
                shown[schema.CUSTOMER_ID], shown[list(schema.RFM)].to_dict("records"), strict=True
            )
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _mark(values: Mapping[str, float], axes: tuple[Axis, Axis], look: Look) -> go.Scatter:
    return go.Scatter(
        x=[_held(axes[0], values)],
        y=[_held(axes[1], values)],
        mode="markers",
        marker={
            "symbol": "star",
            "size": 20,
            "color": look.token("accent"),
            "line": {"width": 2, "color": look.token("surface")},
        },
        hovertext=[f"The customer placed here - {_told(values, look)}"],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _label(values: Mapping[str, float], axes: tuple[Axis, Axis], look: Look) -> dict[str, Any]:
    x, y = (_held(axis, values) for axis in axes)
    is_right = bool(axes[0].places(np.array([x]))[0] > 0.5)  # noqa: PLR2004 - the middle
    is_high = bool(axes[1].places(np.array([y]))[0] > 0.5)  # noqa: PLR2004 - the middle
    return {
        "x": float(np.log10(x)) if axes[0].is_log else x,
        "y": float(np.log10(y)) if axes[1].is_log else y,
        "text": "This customer",
        "font": {"size": 13, "color": look.token("text")},
        "bgcolor": look.token("surface"),
        "bordercolor": look.token("accent"),
        "borderpad": 3,
        "arrowcolor": look.token("accent"),
        "arrowhead": 0,
        "standoff": 8,
        "ax": -_LABEL_REACH if is_right else _LABEL_REACH,
        "ay": _LABEL_REACH if is_high else -_LABEL_REACH,
        "xanchor": "right" if is_right else "left",
    }


def _held(axis: Axis, values: Mapping[str, float]) -> float:
    """Return a value as the axis can show it: nothing spent lies at the low end of a log axis."""
    return float(np.clip(values[axis.column], axis.low, axis.high))


def _told(row: Mapping[Any, float], look: Look) -> str:
    return " - ".join(
        f"last order {look.value(c, row[c])} ago"
        if c == schema.RECENCY_DAYS
        else look.value(c, row[c])
        for c in schema.RFM
    )
