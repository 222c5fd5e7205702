"""Two attributes that the reader chose: a cloud of two numbers, shares of anything else."""

from typing import Final

import numpy as np
import plotly.graph_objects as go

from layouts.charts.clouds import clouds, table_shares
from layouts.charts.clouds.table_shares import Shares
from layouts.charts.drawing.look import Look
from layouts.theme import empty_figure

Drawn = clouds.Pair | Shares | None
TOO_FEW: Final = "There are fewer than two attributes to draw."
_ENOUGH: Final = 20_000
_WEAK, _CLEAR = 0.2, 0.5


def draw_pair(found: Drawn, look: Look) -> go.Figure:
    """Return the chart that suits the two attributes."""
    if found is None:
        return empty_figure(TOO_FEW, look.theme)
    if isinstance(found, Shares):
        return table_shares.draw_shares(found, look)
    return clouds.draw_cloud(found, look)


def finding_of_pair(found: Drawn, look: Look) -> str:
    """Return what the two have to do with each other."""
    if found is None:
        return "How do two attributes go together?"
    if isinstance(found, Shares):
        return table_shares.finding_of_shares(found, look)
    x, y = (axis.title for axis in found.axes)
    together = _rank_correlation(found, look)
    if together is None:
        return f"How do {x} and {y} go together?"
    whose = f" in {look.selected}" if look.selected else ""
    told = f"(rank correlation {together:.2f}{whose})"
    if abs(together) < _WEAK:
        return f"{x} says little of {y} {told}"
    often = "" if abs(together) >= _CLEAR else "often "
    return f"Customers with more {x} {often}have {'more' if together > 0 else 'less'} {y} {told}"


def caption_of_pair(found: Drawn, look: Look) -> str:
    """Return how to read the chart, and who is left out."""
    if found is None:
        return TOO_FEW
    if isinstance(found, Shares):
        return table_shares.caption_of_shares(found, look)
    return clouds.caption_of_cloud(found, look)


def _rank_correlation(pair: clouds.Pair, look: Look) -> float | None:
    """Return Spearman's correlation of the customers shown; of some where there are many."""
    rows = pair.rows_of(look)
    rows = rows[:: len(rows) // _ENOUGH + 1]
    values = np.stack([pair.customers[axis.column].to_numpy(float)[rows] for axis in pair.axes])
    values = values[:, np.isfinite(values).all(axis=0)]
    if values.shape[1] < 3:  # noqa: PLR2004 - two points are always on a line
        return None
    ranks = np.stack([_ranks(each) for each in values])
    if (ranks.std(axis=1) == 0).any():
        return None
    return float(np.corrcoef(ranks)[0, 1])


def _ranks(values: np.ndarray) -> np.ndarray:
    """Return the place of each value in their order; equal values share the middle of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[places])
