"""Near-identical customers collapsed into weighted cells: a million rows become some thousand.

k-means only asks where the customers are and how many are there. Customers in one small cell of a
fine grid are replaced by their mean and their number; the inertia stays within a tenth of a percent
and a scan over many k takes a second instead of minutes.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rfm.clusters.features import Array

# Below this many distinct customers nothing is merged but exact copies.
EXACT_UP_TO: Final = 5_000
# Side of a cell in standard deviations.
CELL_WIDTH: Final = 0.1
# Keeps rounding noise (pence or pounds) from telling equal customers apart.
_DECIMALS: Final = 9


@dataclass(frozen=True)
class Cells:
    """Distinct places in feature space, in a fixed order, with the number of customers at each.

    Parameters
    ----------
    points : array of shape (cells, 3)
        Mean of the customers of each cell.
    weights : array of shape (cells,)
        Customers in each cell.
    distinct : int
        Distinct customers before any were merged.
    """

    points: Array
    weights: Array
    distinct: int


def collapse(points: Array) -> Cells:
    """Return the points as weighted cells, identical for the same points in any order."""
    rows, counts = _distinct(np.round(points, _DECIMALS))
    weights = counts.astype(float)
    if len(rows) <= EXACT_UP_TO:
        return Cells(rows, weights, len(rows))
    corner = rows.min(axis=0)
    cells = np.floor((rows - corner) / CELL_WIDTH).astype(np.int64)
    sides = cells.max(axis=0) + 1
    codes = (cells[:, 0] * sides[1] + cells[:, 1]) * sides[2] + cells[:, 2]
    _, member_of = np.unique(codes, return_inverse=True)
    totals = np.bincount(member_of, weights).astype(float)
    sums = [np.bincount(member_of, weights * rows[:, axis]) for axis in range(rows.shape[1])]
    return Cells(np.column_stack(sums) / totals[:, None], totals, len(rows))


def _distinct(rows: Array) -> tuple[Array, np.ndarray]:
    # np.unique(axis=0) sorts whole rows as records, several times slower than this.
    ordered = rows[np.lexsort(rows.T[::-1])]
    is_first = np.ones(len(ordered), dtype=bool)
    np.any(ordered[1:] != ordered[:-1], axis=1, out=is_first[1:])
    starts = np.flatnonzero(is_first)
    return ordered[starts], np.diff(np.append(starts, len(ordered)))
