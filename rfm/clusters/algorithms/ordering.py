"""Customers in one fixed order, so that the rows of a file do not decide the clusters."""

import numpy as np
from numpy.typing import NDArray

from rfm.features.points import Features

Rows = NDArray[np.int64]


def order_of(features: Features) -> Rows:
    """Return the rows sorted by what the customers are like; equal customers stay as they are."""
    columns = [*features.categories.T[::-1], *features.points.T[::-1]]
    if not columns:
        return np.arange(len(features))
    return np.asarray(np.lexsort(columns), dtype=np.int64)


def thinned(features: Features, most: int) -> Features:
    """Return at most so many customers, evenly spaced in the fixed order: the same at any seed."""
    return features.take(thinned_rows(len(features), most))


def thinned_rows(customers: int, most: int) -> Rows:
    """Return evenly spaced row numbers, all of them when there are few enough."""
    if customers <= most:
        return np.arange(customers)
    return np.asarray((np.arange(most) + 0.5) * customers / most, dtype=np.int64)
