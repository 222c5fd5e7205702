"""Purchase histories, each distinct one once.

A history is what the models need of a customer: how many repeat purchases (`x`), when the last of
them was (`t_x`) and how long the customer is known (`T`), both counted from the first purchase in
any unit of time. With daily dates many customers share one, so models are fitted on the distinct
ones with weights: the same likelihood from far fewer rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rfm.errors import HistoryError

Array = NDArray[np.float64]
Places = NDArray[np.int64]

COLUMNS: Final = 3
EXACT_WHOLE_NUMBERS: Final = 2.0**53
LARGEST_KEY: Final = 2.0**62


@dataclass(frozen=True)
class Histories:
    """Distinct histories with weights.

    Attributes
    ----------
    x, t_x, T : ndarray of float, shape (n_distinct,)
        Repeat purchases, time of the last, and time known.
    weights : ndarray of float, shape (n_distinct,)
        How many customers have the history.
    counts : ndarray of float
        The distinct `x`, ascending; `count_of` is the place of each history's `x` among them.
    place_of : ndarray of int, shape (n_customers,)
        The distinct history of each customer.
    """

    x: Array
    t_x: Array
    T: Array
    weights: Array
    place_of: Places
    counts: Array = field(init=False)
    count_of: Places = field(init=False)

    def __post_init__(self) -> None:
        counts, count_of = np.unique(self.x, return_inverse=True)
        object.__setattr__(self, "counts", counts)
        object.__setattr__(self, "count_of", count_of)

    @property
    def customers(self) -> float:
        """Sum of the weights."""
        return float(self.weights.sum())

    @property
    def mean_known(self) -> float:
        """The mean time known of a customer: the unit of time that fits are made in."""
        return float(self.weights @ self.T / self.customers)

    def by_count(self, values: Array) -> Array:
        """Return the sum of a value over the histories of each distinct `x`."""
        return np.bincount(self.count_of, values, len(self.counts)).astype(np.float64)

    def weighted(self, weights: Array) -> "Histories":
        """Return the same histories with other weights, as a bootstrap draws them."""
        return replace(self, weights=weights)

    def blocks(self, least: int) -> Iterator[tuple[Places, list[tuple[int, slice]]]]:
        """Yield places by count, at least so many at a time, and never some of one count.

        Parameters
        ----------
        least : int
            Fewer are left for the last block alone.

        Yields
        ------
        tuple
            Places of distinct histories; and of each count among them its place and its part.
        """
        order = np.argsort(self.count_of, kind="stable")
        ends = np.cumsum(np.bincount(self.count_of))
        begin, parts = 0, []
        for count, (start, end) in enumerate(pairwise([0, *ends.tolist()])):
            parts.append((count, slice(start - begin, end - begin)))
            if end - begin >= least or end == len(order):
                yield order[begin:end], parts
                begin, parts = end, []

    def of_customers(self, customers: Places) -> "Histories":
        """Return the distinct histories of some of the customers."""
        places, place_of = np.unique(self.place_of[customers], return_inverse=True)
        return replace(self.only(places), place_of=place_of)

    def only(self, places: Places) -> "Histories":
        """Return some of the distinct histories, as if each were one customer's."""
        return Histories(
            self.x[places],
            self.t_x[places],
            self.T[places],
            self.weights[places],
            np.arange(len(places)),
        )


def distinct(rows: "ArrayLike | Histories") -> Histories:
    """Return the distinct histories of rows, or the histories as they are."""
    return rows if isinstance(rows, Histories) else collapse(rows)


def collapse(histories: ArrayLike, sample_weight: ArrayLike | None = None) -> Histories:
    """Return the distinct histories of customers.

    Parameters
    ----------
    histories : array-like, shape (n_customers, 3)
        `x`, `t_x` and `T` of each customer.
    sample_weight : array-like, shape (n_customers,), optional
        How often each row counts; 1 by default.

    Returns
    -------
    Histories
        Distinct rows with their weights, and the row of each customer.

    Raises
    ------
    HistoryError
        When a value is missing, negative, or contradicts another (`t_x` beyond `T`; a last
        purchase without a repeat).

    Examples
    --------
    >>> collapse([[0, 0, 70], [0, 0, 70], [2, 30, 70]]).weights.tolist()
    [2.0, 1.0]
    """
    rows = _checked(np.asarray(histories, dtype=float))
    weights = checked_weights(sample_weight, len(rows))
    first, place_of = _distinct(rows)
    x, t_x, known = rows[first].T
    sizes = np.bincount(place_of, weights, len(first)).astype(np.float64)
    return Histories(x, t_x, known, sizes, place_of)


def checked_weights(sample_weight: ArrayLike | None, rows: int) -> Array:
    """Return how often each row counts, 1 by default.

    Raises
    ------
    HistoryError
        When there is not one for each row, one is no number of at least 0, or all are 0.
    """
    if sample_weight is None:
        return np.ones(rows)
    weights = np.asarray(sample_weight, float)
    if weights.shape != (rows,) or not np.isfinite(weights).all() or (weights < 0).any():
        raise HistoryError("Each history needs one weight that is a number of at least 0.")
    if not weights.any():
        raise HistoryError("All weights are zero, so there is nobody to learn from.")
    return weights


def _distinct(rows: Array) -> tuple[Places, Places]:
    """Return the first row of each distinct one, and which of them each row is."""
    spans = rows.max(axis=0) + 1
    whole = (rows == np.floor(rows)).all() and (spans < EXACT_WHOLE_NUMBERS).all()
    if whole and spans.prod() < LARGEST_KEY:
        x, t_x, known = rows.astype(np.int64).T
        keys = (x * int(spans[1]) + t_x) * int(spans[2]) + known
        _, first, place_of = np.unique(keys, return_index=True, return_inverse=True)
    else:
        _, first, place_of = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return first, place_of.reshape(-1)


def _checked(rows: Array) -> Array:
    if rows.shape[1:] != (COLUMNS,) or not len(rows):
        raise HistoryError(
            "Purchase histories need one row per customer, at least one, with three columns: "
            "repeat purchases, time of the last, time known."
        )
    x, t_x, known = rows.T
    if not np.isfinite(rows).all() or (rows < 0).any():
        raise HistoryError(
            "A purchase history holds a value that is missing, infinite or negative."
        )
    if (t_x > known).any():
        raise HistoryError("A last purchase is later than the moment looked back from.")
    if ((x == 0) != (t_x == 0)).any():
        raise HistoryError(
            "A customer has repeat purchases but no time of the last one, or the reverse."
        )
    return rows
