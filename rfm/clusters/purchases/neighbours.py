"""The known customers most alike to given values, found without touching all of them."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from rfm.clusters.purchases.features import Array, Axes, FeatureMap

Rows = NDArray[np.int64]

# So many customers are mapped to learn how near the nearest are at most.
_SAMPLED: Final = 2_000
_FEW: Final = 4 * _SAMPLED


def most_alike(
    features: FeatureMap, customers: tuple[Array, Array, Array], values: Axes, wanted: int
) -> tuple[Rows, Array]:
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
    rows = np.arange(len(customers[0]))
    while len(rows) > _FEW:
        # The nearest of some customers are no nearer than the nearest of all.
        some = rows[:: len(rows) // _SAMPLED]
        reach = float(np.partition(_distances(features, customers, some, point), wanted)[wanted])
        fewer = _within(features, customers, point, reach)
        if len(fewer) > len(rows) // 2:
            break
        rows = fewer
    distances = _distances(features, customers, rows, point)
    nearest = np.lexsort((rows, distances))[:wanted]
    return rows[nearest], distances[nearest]


def _distances(
    features: FeatureMap, customers: tuple[Array, Array, Array], rows: Rows, point: Array
) -> Array:
    mapped = features.points(*(axis[rows] for axis in customers))
    return np.asarray(np.sqrt(((mapped - point) ** 2).sum(axis=1)))


def _within(
    features: FeatureMap, customers: tuple[Array, Array, Array], point: Array, reach: float
) -> Rows:
    """Return all customers not farther than a distance, and some others."""
    # Wider by a hair, so that rounding on the way back to raw values leaves nobody out.
    reach = reach * 1.001
    lowest, highest = features.values(point - reach), features.values(point + reach)
    # Money first: hardly any two customers spent the same, so the fewest rows remain.
    rows = np.flatnonzero((customers[2] >= lowest[2]) & (customers[2] <= highest[2]))
    far = np.zeros(len(rows))
    for axis in (1, 0):
        values = customers[axis][rows]
        is_inside = (values >= lowest[axis]) & (values <= highest[axis])
        rows, far, values = rows[is_inside], far[is_inside], values[is_inside]
        # Seen from a point far outside, the box holds nearly everybody, but the ball does not.
        far += (features.coordinates(axis, values) - point[axis]) ** 2
        is_near = far <= reach**2
        rows, far = rows[is_near], far[is_near]
    return rows
