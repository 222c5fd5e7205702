"""Where a placed customer lies among all: a map for the eye, one dot a customer."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.drawn import Drawn
from layouts.charts.drawing.look import Look, short_name
from layouts.charts.drawing.notes import note
from rfm import words

MOST_DOTS: Final = 1500
_LEAST_FOR_LABEL: Final = 1


@dataclass(frozen=True, kw_only=True)
class MapPlace:
    """Known customers on the map with the code of their cluster, and the placed one.

    `customers` is how many there are in all; where they are many, only some are drawn. `alike` are
    number and cluster of those most alike.
    """

    x: np.ndarray
    y: np.ndarray
    codes: np.ndarray
    customers: int
    point: tuple[float, float]
    cluster: str
    alike: pd.DataFrame
    axes: tuple[str, str]


def map_place(found: MapPlace, look: Look) -> Drawn:
    """Draw the known customers in their clusters' colours, faded, and the placed one on top."""
    codes = range(len(look.names))
    names = [_named(found, code, look) for code in codes]
    axis = {"zeroline": False, "showticklabels": False}
    figure = look.figure(
        *[_cluster(found, code, look) for code in codes],
        _placed(found, look),
        xaxis={"title": {"text": "First direction"}, **axis},
        yaxis={"title": {"text": "Second direction"}, **axis},
        annotations=[name for name in names if name],
        showlegend=False,
        hovermode="closest",
    )
    return Drawn(
        figure=figure,
        title=f"The customer lies among {found.cluster}",
        caption=_caption(found),
        numbers=found.alike.set_axis(["Customer", "Cluster"], axis=1),
        file=lambda: found.alike.astype("str"),
    )


def _placed(found: MapPlace, look: Look) -> go.Scatter:
    x, y = found.point
    return go.Scatter(
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
    x, y = (float(np.median(each[own])) for each in (found.x, found.y))
    place = {"x": x, "y": y, "borderpad": 1}
    return note(short_name(look.names[code]), look, place, ink="text", behind=0.8)


def _caption(found: MapPlace) -> str:
    """Return what the map leaves out."""
    drawn = len(found.x)
    some = f"{words.count(drawn)} of " if drawn < found.customers else ""
    across, upward = (axis.rstrip(".") for axis in found.axes)
    return (
        f"{some}{words.counted(found.customers, 'customer')}. The two directions along which "
        "customers differ most; clusters were found in all of them, so they may overlap here. "
        f"To the right: {across}. Upward: {upward}."
    )
