"""Near-identical customers collapsed into weighted cells: a million rows become some thousand.

k-means only asks where the customers are and how many are there. Customers in one small cell of a
fine grid are replaced by their mean and their number; the inertia stays within a tenth of a percent
and a scan over many k takes a second instead of minutes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rfm.features.points import Array, Codes

# Below this many distinct customers nothing is merged but exact copies.
EXACT_UP_TO: Final = 5_000
# Sides of a cell in standard deviations, tried until there are few enough cells.
CELL_WIDTHS: Final = (0.1, 0.14, 0.2)
FEW_ENOUGH: Final = 20_000
# Cells wide enough for a search to take half the time, unless fewer than these would be left.
SEARCH_WIDTH: Final = 0.3
ENOUGH_TO_SEARCH: Final = 500
# In more columns than this, hardly any two customers share a cell.
MOST_MERGED: Final = 4
# Keeps rounding noise (pence or pounds) from telling equal customers apart.
_DECIMALS: Final = 9


@dataclass(frozen=True)
class WeightedCells:
    """Distinct places in feature space, in a fixed order, with the number of customers at each.

    Parameters
    ----------
    points : array of shape (cells, columns)
        Mean of the customers of each cell.
    weights : array of shape (cells,)
        Customers in each cell.
    scatter : float
        Sum over customers of the squared distance to the mean of their cell: the part of any
        inertia that the cells do not show.
    """

    points: Array
    weights: Array
    scatter: float = 0.0

    def merged(self) -> "WeightedCells":
        """Return few wide cells to search among, or these where few would be too few."""
        wide = _merged(self, _cells_of(self.points, (SEARCH_WIDTH,)))
        return wide if len(wide.points) >= ENOUGH_TO_SEARCH else self


def collapse(points: Array) -> WeightedCells:
    """Return the points as weighted cells, identical for the same points in any order."""
    rows, counts = _distinct(np.round(points, _DECIMALS))
    weights = counts.astype(float)
    distinct = WeightedCells(rows, weights)
    if len(rows) <= EXACT_UP_TO or rows.shape[1] > MOST_MERGED:
        return distinct
    return _merged(distinct, _cells_of(rows, CELL_WIDTHS))


def _merged(cells: WeightedCells, member_of: Codes) -> WeightedCells:
    """Return the cells merged into those that each is a member of."""
    rows, weights = cells.points, cells.weights
    means, totals = group_means(rows, member_of, weights)
    scatter = float((weights[:, None] * (rows - means[member_of]) ** 2).sum())
    return WeightedCells(means, totals, cells.scatter + scatter)


def group_means(
    points: Array, groups: Codes, weights: Array, count: int = 0
) -> tuple[Array, Array]:
    """Return the mean of the points in each group, at least so many, and the weight of each."""
    totals = np.bincount(groups, weights, count).astype(float)
    sums = [np.bincount(groups, weights * column, count) for column in points.T]
    return np.column_stack(sums) / totals[:, None], totals


def _cells_of(rows: Array, widths: Sequence[float]) -> Codes:
    """Return the number of each row's cell, of the first width that gives few enough."""
    offsets = rows - rows.min(axis=0)
    member_of = np.zeros(len(rows), dtype=np.int64)
    for width in widths:
        cells = np.floor(offsets / width).astype(np.int64)
        sides = cells.max(axis=0) + 1
        codes = cells[:, 0]
        for axis in range(1, cells.shape[1]):
            codes = codes * sides[axis] + cells[:, axis]
        _, member_of = np.unique(codes, return_inverse=True)
        if member_of.max() < FEW_ENOUGH:
            break
    return member_of


def count_distinct(ordered: Array) -> int:
    """Return how many different points there are, given in an order in which equals follow."""
    return int(_is_first(np.round(ordered, _DECIMALS)).sum())


def _distinct(rows: Array) -> tuple[Array, Codes]:
    # np.unique(axis=0) sorts whole rows as records, several times slower than this.
    ordered = rows[np.lexsort(rows.T[::-1])]
    starts = np.flatnonzero(_is_first(ordered))
    return ordered[starts], np.diff(np.append(starts, len(ordered)))


def _is_first(ordered: Array) -> NDArray[np.bool_]:
    is_first = np.ones(len(ordered), dtype=bool)
    np.any(ordered[1:] != ordered[:-1], axis=1, out=is_first[1:])
    return is_first
