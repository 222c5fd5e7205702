"""Customers as points that algorithms can compare."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Features:
    """One row per customer, comparable across columns.

    Parameters
    ----------
    points : array of shape (customers, columns)
        Every attribute: numbers straightened and scaled, categories as scaled indicators (the
        scaling of a factor analysis of mixed data), reduced where the pipeline says so.
    numbers : array of shape (customers, numeric attributes)
        The straightened and scaled numbers alone.
    categories : array of shape (customers, categorical attributes)
        Level of each category as a code; -1 never occurs, gaps are filled.
    names : tuple of str
        A name for each column of `points`.
    """

    points: Array
    numbers: Array
    categories: Codes
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.points)

    def take(self, rows: NDArray[np.int64]) -> "Features":
        """Return some of the customers, in the order given; a row may be taken twice."""
        return Features(self.points[rows], self.numbers[rows], self.categories[rows], self.names)


def order_of(features: Features) -> Codes:
    """Return the rows sorted by what the customers are like; equal customers stay as they are."""
    columns = [*features.categories.T[::-1], *features.points.T[::-1]]
    if not columns:
        return np.arange(len(features))
    return np.asarray(np.lexsort(columns), dtype=np.int64)


def thinned(features: Features, most: int) -> Features:
    """Return at most so many customers, evenly spaced in the fixed order: the same at any seed."""
    return features.take(thinned_rows(len(features), most))


def thinned_rows(customers: int, most: int) -> Codes:
    """Return evenly spaced row numbers, all of them when there are few enough."""
    if customers <= most:
        return np.arange(customers)
    return np.asarray((np.arange(most) + 0.5) * customers / most, dtype=np.int64)
