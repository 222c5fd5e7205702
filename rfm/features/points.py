"""Customers as points that algorithms can compare, and columns of attributes as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
GAP = -1


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
    """

    points: Array
    numbers: Array
    categories: Codes

    def __len__(self) -> int:
        return len(self.points)

    def take(self, rows: NDArray[np.int64]) -> "Features":
        """Return some of the customers, in the order given; a row may be taken twice."""
        return Features(self.points[rows], self.numbers[rows], self.categories[rows])

    def thinned(self, most: int) -> "Features":
        """Return at most so many customers, evenly spaced in their order: the same at any seed."""
        return self.take(thinned_rows(len(self), most))


def order_of(features: Features) -> Codes:
    """Return the rows sorted by what the customers are like; equal customers stay as they are."""
    columns = [*features.categories.T[::-1], *features.points.T[::-1]]
    return np.asarray(np.lexsort(columns), dtype=np.int64)


def thinned_rows(customers: int, most: int) -> Codes:
    """Return evenly spaced row numbers, all of them when there are few enough.

    Parameters
    ----------
    customers : int
        How many there are.
    most : int
        How many to keep at most.

    Returns
    -------
    array of int
        Rising, at most `most` of them.
    """
    if customers <= most:
        return np.arange(customers)
    return np.asarray((np.arange(most) + 0.5) * customers / most, dtype=np.int64)


def numbers_of(values: pd.Series) -> Array:
    """Return a column as floats; what is no number, or infinite, is a gap."""
    # Most are floats already, and then there is nothing to be read.
    is_float = values.dtype == np.float64
    read = values if is_float else pd.to_numeric(values, errors="coerce")
    numbers = read.to_numpy(dtype=float, na_value=np.nan)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def codes_of(values: pd.Series, levels: Sequence[str]) -> Codes:
    """Return the place of each value among the levels.

    Parameters
    ----------
    values : Series
        One value per customer.
    levels : sequence of str
        The values to look for.

    Returns
    -------
    array of int of shape (customers,)
        A place in `levels`; -1 for gaps and for other values.
    """
    known = pd.Index(list(levels), dtype="str")
    return np.asarray(known.get_indexer(pd.Index(values.astype("str"))), dtype=np.int64)


def levels_of(values: pd.Series) -> tuple[str, ...]:
    """Return the values of a column, the most frequent first, equally frequent ones by name."""
    counts = values.astype("str").value_counts()
    ordered = sorted(counts.items(), key=lambda one: (-one[1], str(one[0])))
    return tuple(str(level) for level, _ in ordered)
