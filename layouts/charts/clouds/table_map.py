"""The map for the eye: customers of a table on the two directions along which they differ most.

Takes `customers` with MAP_X, MAP_Y and, where outliers are ringed, IS_OUTLIER of `rfm.schema`;
`meanings` says what each direction means, `share` which part of the differences both hold.
"""

from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from layouts.charts.clouds.cloud import Cloud
from layouts.charts.clouds.table_pair import NOBODY, caption_of, figure_of
from layouts.charts.drawing.axes import Axis, reach
from layouts.charts.drawing.drawn import Drawn, nothing_drawn
from layouts.charts.drawing.look import Look
from rfm import schema, words

_COLUMNS: Final = (schema.MAP_X, schema.MAP_Y)
_LETTERS_A_LINE: Final = (42, 34)
_MEANINGS: Final = ("Direction of most differences", "Direction of the next most differences")


@dataclass(frozen=True, kw_only=True)
class MapDirections:
    """What the two directions of a map mean in words, and the share of differences they hold."""

    meanings: tuple[str, ...] = _MEANINGS
    share: float | None = None


def customer_map(customers: pd.DataFrame, directions: MapDirections, look: Look) -> Drawn:
    """Draw the customers on the map, outliers ringed."""
    title = "Where do customers lie?"
    if customers.empty:
        return nothing_drawn(NOBODY, title, look, file=lambda: customers)
    cloud = map_cloud(customers, directions, look)
    return Drawn(
        figure=map_figure(cloud),
        title=_nearest_to_own(cloud) or title,
        caption=map_caption(cloud, directions),
        numbers=_middles(cloud.file),
        file=lambda: cloud.file,
    )


def map_cloud(customers: pd.DataFrame, directions: MapDirections, look: Look) -> Cloud:
    """Return the customers on both directions; those who are outliers are ringed, where known."""
    has_meanings = len(directions.meanings) == len(_COLUMNS)
    meanings = directions.meanings if has_meanings else _MEANINGS
    axes = [
        _axis(customers, *each) for each in zip(_COLUMNS, meanings, _LETTERS_A_LINE, strict=True)
    ]
    outliers = customers.get(schema.IS_OUTLIER, pd.Series()).to_numpy(dtype=bool)
    return Cloud(
        customers=customers,
        axes=tuple(axes),
        look=look,
        hover="on the map",
        is_lifted=outliers,
    )


def _axis(customers: pd.DataFrame, column: str, meaning: str, letters: int) -> Axis:
    low, high = reach(customers[column].to_numpy(float), is_log=False)
    title = "<br>".join(wrap(f"{meaning.rstrip('.')} →", letters))
    return Axis(column=column, title=title, is_log=False, low=low, high=high)


def map_figure(cloud: Cloud, *more: Any) -> go.Figure:
    """Return the map; `more` traces lie above the customers."""
    figure = figure_of(cloud, *more)
    # Places on the map have no unit: their numbers would say nothing.
    figure.layout["xaxis"]["showticklabels"] = False
    figure.layout["yaxis"]["showticklabels"] = False
    return figure


def _nearest_to_own(cloud: Cloud) -> str:
    """Return how many customers lie nearest to the middle of their own cluster."""
    codes = cloud.codes
    present = np.unique(codes[codes >= 0])
    if len(present) < 2:  # noqa: PLR2004 - one cluster has no neighbour
        return ""
    x, y = (cloud.values(column) for column in _COLUMNS)
    middles = [(np.median(x[codes == code]), np.median(y[codes == code])) for code in present]
    gaps = np.stack([(x - a) ** 2 + (y - b) ** 2 for a, b in middles])
    share = words.percent(float(np.mean(present[gaps.argmin(axis=0)] == codes)))
    return f"{share} of customers lie nearest to the middle of their own cluster on this map"


def map_caption(cloud: Cloud, directions: MapDirections) -> str:
    """Return what the map keeps of the differences, and who is ringed."""
    outliers = int(np.count_nonzero(cloud.is_lifted))
    ringed = f" Rings: {words.counted(outliers, 'outlier')}, far from everybody." * bool(outliers)
    share = directions.share
    kept = " part of the" if share is None else f" {100 * share:.0f} % of the"
    return (
        f"{caption_of(cloud)}{ringed} A map for the eye: it shows{kept} differences, so clusters "
        "that overlap here may be apart."
    )


def _middles(shown: pd.DataFrame) -> pd.DataFrame:
    """Return the middle of each cluster on the map."""
    by_cluster = shown.groupby(schema.GROUP, observed=True)
    middles = by_cluster[list(_COLUMNS)].median()
    return pd.DataFrame(
        {
            "Cluster": middles.index.astype(str),
            "Median to the right": middles[schema.MAP_X].to_numpy(),
            "Median upwards": middles[schema.MAP_Y].to_numpy(),
            "Customers": by_cluster.size().to_numpy(),
        }
    )
