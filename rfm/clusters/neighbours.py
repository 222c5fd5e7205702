"""The known customers most alike to given values, found without touching all of them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rfm.clusters.features import Array, Axes, FeatureMap

# Half-widths of the boxes that are searched, in standard deviations, until enough are inside.
_BOXES: Final = (0.05, 0.4, 2.0, np.inf)


def most_alike(
    features: FeatureMap, customers: tuple[Array, Array, Array], values: Axes, wanted: int
) -> tuple[NDArray[np.int64], Array]:
    """Return the row numbers of the nearest customers, nearest first, and their distances.

    Equally near ones come in the order of their rows. Mapping a million customers takes longer
    than a reader should wait, so only those in a box of raw values around the point are mapped.

    Parameters
    ----------
    features : FeatureMap
        The space in which distances count.
    customers : tuple of arrays
        Recency, frequency and money of the known customers.
    values : Axes
        The values to compare with.
    wanted : int
        How many customers to return, fewer when fewer are known.
    """
    point = features.points(*values)[0]
    rows, distances = np.empty(0, dtype=np.int64), np.empty(0)
    for half_width in _BOXES:
        rows = _inside(features, customers, point, half_width)
        mapped = features.points(*(axis[rows] for axis in customers))
        distances = np.sqrt(((mapped - point) ** 2).sum(axis=1))
        # Outside the box nobody is nearer than its half-width.
        if np.count_nonzero(distances <= half_width) >= min(wanted, len(customers[0])):
            break
    nearest = np.lexsort((rows, distances))[:wanted]
    return rows[nearest], distances[nearest]


def _inside(
    features: FeatureMap, customers: tuple[Array, Array, Array], point: Array, half_width: float
) -> NDArray[np.int64]:
    if half_width == np.inf:
        return np.arange(len(customers[0]))
    # Wider by a hair, so that rounding on the way back to raw values leaves nobody out.
    lowest = features.values(point - half_width * 1.001)
    highest = features.values(point + half_width * 1.001)
    # Money first: hardly any two customers spent the same, so the fewest rows remain.
    recency, frequency, money = zip(customers, lowest, highest, strict=True)
    values, low, high = money
    rows = np.flatnonzero((values >= low) & (values <= high))
    for values, low, high in (frequency, recency):
        rows = rows[(values[rows] >= low) & (values[rows] <= high)]
    return rows
