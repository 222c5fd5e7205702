"""Where a placed customer lies among all: a map for the eye, one dot a customer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.drawing.drawn import Drawn
from layouts.charts.drawing.look import Look, short_name
from layouts.charts.drawing.notes import note
from rfm import schema, words

if TYPE_CHECKING:
    from rfm.prediction.placement import Placement

MOST_DOTS: Final = 1500


def map_place(
    known: pd.DataFrame, placed: "Placement", meanings: Sequence[str], look: Look
) -> Drawn:
    """Draw known customers in their clusters' colours, faded, and the placed one on top.

    `known` have MAP_X, MAP_Y and their cluster: where they are many, only some are drawn.
    """
    shown = known.iloc[:: -(-len(known) // MOST_DOTS)]
    clusters = [shown[look.codes(shown[look.column]) == code] for code in range(len(look.names))]
    both = list(zip(look.names, clusters, strict=True))
    alike = placed.alike[[schema.CUSTOMER_ID, schema.CLUSTER_NAME]]
    axis = {"zeroline": False, "showticklabels": False}
    figure = look.figure(
        *[_dots(name, customers, look) for name, customers in both],
        _star(placed, look),
        xaxis={"title": {"text": "First direction"}, **axis},
        yaxis={"title": {"text": "Second direction"}, **axis},
        annotations=[_named(name, each, look) for name, each in both if len(each)],
        showlegend=False,
        hovermode="closest",
    )
    return Drawn(
        figure=figure,
        title=f"The customer lies among {placed.cluster}",
        caption=_caption(len(shown), len(known), meanings),
        numbers=alike.set_axis(["Customer", "Cluster"], axis=1),
        file=lambda: alike.astype("str"),
    )


def _star(placed: "Placement", look: Look) -> go.Scatter:
    x, y = placed.point or (None, None)
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
            "color": look.colour(placed.cluster),
            "line": {"width": 2, "color": look.token("text")},
        },
        hovertemplate=f"This customer: {placed.cluster}<extra></extra>",
    )


def _dots(name: str, customers: pd.DataFrame, look: Look) -> go.Scatter:
    return go.Scatter(
        x=customers[schema.MAP_X].to_numpy(dtype=np.float32),
        y=customers[schema.MAP_Y].to_numpy(dtype=np.float32),
        mode="markers",
        marker={"size": 5, "color": look.colour(name), "opacity": 0.35},
        hovertemplate=f"{name}<extra></extra>",
    )


def _named(name: str, customers: pd.DataFrame, look: Look) -> dict[str, Any]:
    x, y = (float(np.median(customers[each])) for each in (schema.MAP_X, schema.MAP_Y))
    place = {"x": x, "y": y, "borderpad": 1}
    return note(short_name(name), look, place, ink="text", behind=0.8)


def _caption(drawn: int, customers: int, meanings: Sequence[str]) -> str:
    """Return what the map leaves out."""
    some = f"{words.count(drawn)} of " if drawn < customers else ""
    across, upward = (meaning.rstrip(".") for meaning in meanings)
    return (
        f"{some}{words.counted(customers, 'customer')}. The two directions along which "
        "customers differ most; clusters were found in all of them, so they may overlap here. "
        f"To the right: {across}. Upward: {upward}."
    )
