"""Where one customer of a table lies on the map, among their cluster and everybody else."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.clouds.cloud import Cloud
from layouts.charts.clouds.table_map import MapDirections, map_caption, map_cloud, map_figure
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look
from rfm import schema, words

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
