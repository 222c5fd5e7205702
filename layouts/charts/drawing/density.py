"""What replaces the marks above 1,500 customers: how many there are where, and who.

A grid of cells is counted by NumPy (a million customers take some ten milliseconds). A cell has the
colour of the group that most of its customers belong to, deeper where there are more of them. While
one group is selected the cells are neutral, and that group's own marks are drawn above them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import plotly.graph_objects as go

from layouts.charts.drawing.axes import Axis
from layouts.charts.drawing.look import Look, mix, short_name

# The palest cell still has to be seen on the surface: one customer is a finding too.
_PALEST: Final = 0.74
_DEEPEST: Final = 0.05
_NEUTRAL_DEEPEST: Final = 0.25


@dataclass(frozen=True)
class Cells:
    """Customers counted on a grid: rows are cells of the y axis, columns cells of the x axis."""

    x_edges: np.ndarray
    y_edges: np.ndarray
    counts: np.ndarray
    commonest: np.ndarray


def count_cells(
    axes: tuple[Axis, Axis], places: tuple[np.ndarray, np.ndarray], codes: np.ndarray, groups: int
) -> Cells:
    """Return the number of customers of each cell and the code of its commonest group.

    Every value must lie on its axis. A customer without a group has code -1.
    """
    x_edges, y_edges = axes[0].edges(), axes[1].edges()
    columns, rows = len(x_edges) - 1, len(y_edges) - 1
    cell = axes[1].cell_of(places[1]) * columns + axes[0].cell_of(places[0])
    slots = groups + 1
    counted = np.bincount(cell * slots + codes % slots, minlength=rows * columns * slots)
    by_group = counted.reshape(rows, columns, slots)
    return Cells(x_edges, y_edges, by_group.sum(axis=2), by_group.argmax(axis=2))


def density_trace(cells: Cells, look: Look) -> go.Heatmap:
    """Return the cells as a heat map whose customdata is [-1, group code, customers]."""
    is_empty = cells.counts == 0
    share = np.log1p(cells.counts) / np.log1p(cells.counts.max())
    names = [*look.names, ""]
    kinds = 1 if look.selected else len(names)
    depth = share if look.selected else (cells.commonest + share * 0.999) / kinds
    commonest = np.array([short_name(name) for name in names], dtype=object)[cells.commonest]
    blank = np.full(cells.counts.shape, -1)
    return go.Heatmap(
        x=cells.x_edges,
        y=cells.y_edges,
        z=np.where(is_empty, np.nan, depth).astype(np.float32),
        zmin=0,
        zmax=1,
        colorscale=_neutral(look) if look.selected else _scale_of_groups(look),
        showscale=False,
        hoverongaps=False,
        customdata=np.dstack([blank, cells.commonest, cells.counts]).astype(np.float32),
        hovertext=np.where(is_empty, "", commonest).tolist(),
        hovertemplate="%{customdata[2]:,.0f} customers here<br>"
        f"most are in the {look.group_word} %{{hovertext}}<extra></extra>",
    )


def _scale_of_groups(look: Look) -> list[tuple[float, str]]:
    """Return one pale-to-deep stretch of the colour scale for every group, side by side."""
    surface = look.token("surface")
    colours = [*(look.colour(name) for name in look.names), look.token("muted")]
    stops: list[tuple[float, str]] = []
    for code, colour in enumerate(colours):
        stops.append((code / len(colours), mix(colour, surface, _PALEST)))
        stops.append(((code + 0.9999) / len(colours), mix(colour, surface, _DEEPEST)))
    return [*stops[:-1], (1.0, stops[-1][1])]


def _neutral(look: Look) -> list[tuple[float, str]]:
    surface, muted = look.token("surface"), look.token("muted")
    return [(0.0, mix(muted, surface, 0.9)), (1.0, mix(muted, surface, _NEUTRAL_DEEPEST))]
