"""Where one customer lies on the map: a known one of a table, or one who was placed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.clouds.cloud import Cloud
from layouts.charts.clouds.table_map import MapDirections, map_caption, map_cloud, map_figure
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look, short_name
from layouts.charts.drawing.notes import note
from rfm import schema, words

if TYPE_CHECKING:
    from rfm.prediction.placement import Placement

MOST_DOTS: Final = 1500
_STAR: Final = 17


@dataclass(frozen=True, kw_only=True)
class OnMap:
    """A customer at `own` among all customers, who have MAP_X, MAP_Y and a cluster.

    `is_member` says who is in the same `cluster`.
    """

    customers: pd.DataFrame
    directions: MapDirections
    own: tuple[float, float]
    cluster: str
    is_member: np.ndarray


def customer_on_map(facts: OnMap | str, look: Look) -> Drawn:
    """Draw a customer as a star on the map of all, or say why there is none."""
    if isinstance(facts, str):
        return nothing_drawn(facts, "There is no map without clusters", look)
    cloud = map_cloud(facts.customers, facts.directions, look.lifting(facts.cluster))
    members = facts.customers[[schema.MAP_X, schema.MAP_Y]].to_numpy()[facts.is_member]
    own, middle = np.array(facts.own), np.median(members, axis=0)
    gaps = ((members - middle) ** 2).sum(axis=1)
    nearer = words.percent(float(np.mean(gaps > ((own - middle) ** 2).sum())))
    rows = np.vstack([own, middle])
    names = ["This customer", f"Middle of {facts.cluster}"]
    return Drawn(
        figure=map_figure(cloud, _star(facts.own, cloud)),
        title=f"Nearer to the middle of {facts.cluster} than {nearer} of its customers",
        caption=f"{map_caption(cloud, facts.directions)} The star is this customer.",
        numbers=pd.DataFrame({"Who": names, "To the right": rows[:, 0], "Upwards": rows[:, 1]}),
    )


def _star(own: tuple[float, float], cloud: Cloud) -> go.Scatter:
    # One far away is drawn at the edge rather than not at all.
    x, y = (
        float(np.clip(value, axis.low, axis.high))
        for value, axis in zip(own, cloud.axes, strict=True)
    )
    look = cloud.look
    return go.Scatter(
        x=[x],
        y=[y],
        mode="markers",
        marker=look.outlined(_STAR, look.token("text"), 1.5, symbol="star"),
        hovertemplate="<b>This customer</b><extra></extra>",
    )


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
        _placed_star(placed, look),
        xaxis={"title": {"text": "First direction"}, **axis},
        yaxis={"title": {"text": "Second direction"}, **axis},
        annotations=[_named(name, each, look) for name, each in both if len(each)],
        showlegend=False,
        hovermode="closest",
    )
    return Drawn(
        figure=figure,
        title=f"The customer lies among {placed.cluster}",
        caption=_caption_of_placed(len(shown), len(known), meanings),
        numbers=alike.set_axis(["Customer", "Cluster"], axis=1),
        file=lambda: alike.astype("str"),
    )


def _placed_star(placed: "Placement", look: Look) -> go.Scatter:
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


def _caption_of_placed(drawn: int, customers: int, meanings: Sequence[str]) -> str:
    """Return what the map leaves out."""
    some = f"{words.count(drawn)} of " if drawn < customers else ""
    across, upward = (meaning.rstrip(".") for meaning in meanings)
    return (
        f"{some}{words.counted(customers, 'customer')}. The two directions along which "
        "customers differ most; clusters were found in all of them, so they may overlap here. "
        f"To the right: {across}. Upward: {upward}."
    )
