"""Where a placed customer lies among all: a map for the eye, one dot a customer."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import plotly.graph_objects as go

from layouts.charts.drawing.look import Look, clear, short_name
from layouts.parts import words

MOST_DOTS: Final = 1500
_LEAST_FOR_LABEL: Final = 1


@dataclass(frozen=True, kw_only=True)
class MapPlace:
    """Known customers on the map with the code of their cluster, and the placed one.

    `customers` is how many there are in all; where they are many, only some are drawn.
    """

    x: np.ndarray
    y: np.ndarray
    codes: np.ndarray
    customers: int
    point: tuple[float, float]
    cluster: str
    axes: tuple[str, str]


def draw_map_place(found: MapPlace, look: Look) -> go.Figure:
    """Draw the known customers in their clusters' colours, faded, and the placed one on top."""
    traces = [_cluster(found, code, look) for code in range(len(look.names))]
    x, y = found.point
    placed = go.Scatter(
        x=[x],
        y=[y],
        mode="markers+text",
        text=["<b>This customer</b>"],
        textposition="top center",
        textfont={"size": 13, "color": look.token("text")},
        marker={
            "size": 16,
            "symbol": "star",
            "color": look.colour(found.cluster),
            "line": {"width": 2, "color": look.token("text")},
        },
        hovertemplate=f"This customer: {found.cluster}<extra></extra>",
    )
    names = [_named(found, code, look) for code in range(len(look.names))]
    return look.figure(
        *traces,
        placed,
        xaxis={"title": {"text": "First direction"}, "zeroline": False, "showticklabels": False},
        yaxis={"title": {"text": "Second direction"}, "zeroline": False, "showticklabels": False},
        annotations=[name for name in names if name],
        showlegend=False,
        hovermode="closest",
    )


def _cluster(found: MapPlace, code: int, look: Look) -> go.Scatter:
    own, name = found.codes == code, look.names[code]
    return go.Scatter(
        x=found.x[own].astype(np.float32),
        y=found.y[own].astype(np.float32),
        mode="markers",
        marker={"size": 5, "color": look.colour(name), "opacity": 0.35},
        hovertemplate=f"{name}<extra></extra>",
    )


def _named(found: MapPlace, code: int, look: Look) -> dict[str, object] | None:
    own = found.codes == code
    if own.sum() < _LEAST_FOR_LABEL:
        return None
    return {
        "x": float(np.median(found.x[own])),
        "y": float(np.median(found.y[own])),
        "text": short_name(look.names[code]),
        "showarrow": False,
        "font": {"size": 12, "color": look.token("text")},
        "bgcolor": clear(look.token("surface"), 0.8),
        "borderpad": 1,
    }


def finding_of_map_place(found: MapPlace, look: Look) -> str:
    """Return whom the customer lies among."""
    del look
    return f"The customer lies among {found.cluster}"


def caption_of_map_place(found: MapPlace, look: Look) -> str:
    """Return what the map leaves out."""
    del look
    drawn = len(found.x)
    some = f"{words.count(drawn)} of " if drawn < found.customers else ""
    across, upward = (axis.rstrip(".") for axis in found.axes)
    return (
        f"{some}{words.counted(found.customers, 'customer')}. The two directions along which "
        "customers differ most; clusters were found in all of them, so they may overlap here. "
        f"To the right: {across}. Upward: {upward}."
    )
