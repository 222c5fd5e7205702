"""How often customers come back: the shop's typical gap between purchases, and each one's own.

Whatever is called late, silent, at risk or lost is measured by these, so that thirty days are long
in a grocery and nothing to a charity whose donors give once a year.
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm import schema

# Gaps without a purchase, from which on somebody is late, and from which on they are silent.
LATE_AFTER: Final = 2.0
SILENT_AFTER: Final = 4.0
# Customers who came back, below which a typical gap is no more than a guess, and the guess.
FEWEST_BACK: Final = 10
GUESSED_GAP: Final = 90.0


def mean_gaps(customers: pd.DataFrame) -> NDArray[np.float64]:
    """Return the mean days between the purchase days of each customer who came back.

    Parameters
    ----------
    customers : DataFrame
        `repeat_orders` and `last_repeat_days` of each customer.

    Returns
    -------
    ndarray
        Days, at least 1; customers who bought on one day only are left out.
    """
    repeats = customers[schema.REPEAT_ORDERS].to_numpy(dtype=float)
    back = repeats > 0
    days = customers[schema.LAST_REPEAT_DAYS].to_numpy(dtype=float)[back]
    return np.asarray(days / repeats[back], dtype=float)


def typical_gap(customers: pd.DataFrame) -> float | None:
    """Return the shop's typical gap between purchases in days: the median of its customers'.

    Parameters
    ----------
    customers : DataFrame
        `repeat_orders` and `last_repeat_days` of each customer.

    Returns
    -------
    float or None
        None where nobody came back on another day.

    Examples
    --------
    >>> typical_gap(pd.DataFrame({"repeat_orders": [3, 0, 2], "last_repeat_days": [30, 0, 8]}))
    7.0
    """
    gaps = mean_gaps(customers)
    return float(np.median(gaps)) if gaps.size else None


def gap_or_guess(customers: pd.DataFrame) -> float:
    """Return the shop's typical gap in days; a quarter of a year where hardly anybody came back.

    Parameters
    ----------
    customers : DataFrame
        `repeat_orders` and `last_repeat_days` of each customer; a table without them has no gaps.

    Returns
    -------
    float
        At least 1.
    """
    if schema.REPEAT_ORDERS not in customers:
        return GUESSED_GAP
    gaps = mean_gaps(customers)
    return float(np.median(gaps)) if len(gaps) >= FEWEST_BACK else GUESSED_GAP


def own_gaps(customers: pd.DataFrame, typical: float) -> NDArray[np.float64]:
    """Return how many days usually pass between two purchases of each customer.

    Parameters
    ----------
    customers : DataFrame
        `repeat_orders` and `last_repeat_days` of each customer.
    typical : float
        The shop's typical gap. It counts as one gap of everybody's own: who came back once within
        two days is not taken for somebody who comes every second day, and who bought once is
        taken to be as the shop's customers are.

    Returns
    -------
    ndarray
        Days, one a customer.

    Examples
    --------
    >>> shown = pd.DataFrame({"repeat_orders": [0, 1, 9], "last_repeat_days": [0, 2, 90]})
    >>> own_gaps(shown, 30.0).tolist()
    [30.0, 16.0, 12.0]
    """
    repeats = customers[schema.REPEAT_ORDERS].to_numpy(dtype=float)
    days = customers[schema.LAST_REPEAT_DAYS].to_numpy(dtype=float)
    return np.asarray((typical + days) / (repeats + 1), dtype=float)
