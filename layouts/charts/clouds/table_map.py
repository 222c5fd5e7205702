"""The map for the eye: customers of a table on the two directions along which they differ most.

Takes `clouds.Pair` whose axes are MAP_X and MAP_Y, titled by what the directions mean.
"""

import re
from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.clouds import clouds
from layouts.charts.drawing.axes import Axis, reach
from layouts.charts.drawing.look import Look
from layouts.parts import words
from rfm import schema

_LETTERS_A_LINE = {schema.MAP_X: 42, schema.MAP_Y: 34}
_TITLES = ("Direction of most differences", "Direction of the next most differences")


def map_pair(customers: pd.DataFrame, meanings: tuple[str, ...]) -> clouds.Pair:
    """Return the map of customers: MAP_X, MAP_Y, IS_OUTLIER, CUSTOMER_ID and the group column."""
    columns = (schema.MAP_X, schema.MAP_Y)
    told = meanings if len(meanings) == len(columns) else _TITLES
    axes = [_axis(customers, *each) for each in zip(columns, told, strict=True)]
    is_outlier = customers[schema.IS_OUTLIER].to_numpy(dtype=bool)
    return clouds.Pair(
        customers=customers, axes=(axes[0], axes[1]), told=("on the map",), is_lifted=is_outlier
    )


def _axis(customers: pd.DataFrame, column: str, meaning: str) -> Axis:
    low, high = reach(customers[column].to_numpy(float), is_log=False)
    title = "<br>".join(wrap(f"{meaning.rstrip('.')} →", _LETTERS_A_LINE[column]))
    return Axis(column=column, title=title, is_log=False, low=low, high=high)


def draw_map(pair: clouds.Pair, look: Look, more: tuple[Any, ...] = ()) -> go.Figure:
    """Return the customers on the map, outliers ringed; `more` traces lie above them."""
    figure = clouds.draw_cloud(pair, look, more)
    # Places on the map have no unit: their numbers would say nothing.
    figure.layout["xaxis"]["showticklabels"] = False
    figure.layout["yaxis"]["showticklabels"] = False
    return figure


def finding_of_map(pair: clouds.Pair, look: Look) -> str:
    """Return how many customers lie nearest to the middle of their own cluster."""
    rows = pair.rows
    codes = look.codes(pair.customers[look.column])[rows] if look.names else np.zeros(0)
    present = np.unique(codes[codes >= 0])
    if len(present) < 2:  # noqa: PLR2004 - one cluster has no neighbour
        return "Where do customers lie?"
    x, y = pair.at(rows)
    middles = [(np.median(x[codes == code]), np.median(y[codes == code])) for code in present]
    gaps = np.stack([(x - a) ** 2 + (y - b) ** 2 for a, b in middles])
    share = float(np.mean(present[gaps.argmin(axis=0)] == codes))
    told = "lie nearest to the middle of their own cluster on this map"
    return f"{words.percent(share)} of customers {told}"


def caption_of_map(pair: clouds.Pair, look: Look) -> str:
    """Return what the map keeps of the differences, and who is ringed."""
    outliers = int(np.count_nonzero(pair.is_lifted))
    ringed = f" Rings: {words.counted(outliers, 'outlier')}, far from everybody." * bool(outliers)
    return f"{clouds.caption_of_cloud(pair, look)}{ringed} {_kept(pair.axes)}"


def _kept(axes: tuple[Axis, Axis]) -> str:
    shares = [re.search(r"\((\d+(?:\.\d+)?) %", axis.title.replace("<br>", " ")) for axis in axes]
    known = [float(share.group(1)) for share in shares if share]
    of = f" {sum(known):.0f} % of the" if len(known) == len(axes) else " part of the"
    return (
        f"A map for the eye: it shows{of} differences, so clusters that overlap here may be apart."
    )
