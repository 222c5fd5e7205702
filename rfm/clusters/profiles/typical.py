"""The members that show best what a cluster is like: those nearest to its middle."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rfm.features.points import Array

SHOWN: Final = 5


def typical_members(
    points: Array, rows: NDArray[np.int64], shown: int = SHOWN
) -> NDArray[np.int64]:
    """Return the rows of the members nearest to the middle of a cluster, nearest first.

    The middle is the median of every coordinate, so that stragglers do not move it.

    Parameters
    ----------
    points : array of shape (customers, columns)
        All customers in feature space.
    rows : array of int
        The members.
    shown : int
        How many to return, fewer when the cluster is smaller.
    """
    if not len(rows):
        return rows
    members = points[rows]
    gaps = ((members - np.median(members, axis=0)) ** 2).sum(axis=1)
    # Rounded, so that equally near ones come in the order of their rows on any machine.
    return rows[np.lexsort((rows, np.round(gaps, 9)))[:shown]]
