"""P(alive) of one customer at each day of their history, as the model would have said on it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm import schema
from rfm.lifetime.models.histories import Array
from rfm.lifetime.models.purchase_model import PurchaseModel

MOST_POINTS: Final = 1_000


@dataclass(frozen=True)
class AlivePath:
    """A history day by day.

    Attributes
    ----------
    moments : ndarray of datetime64
        From the first purchase day to the day looked back from; a later purchase day comes twice,
        before and after the purchase. A long history has 1,000 days, evenly apart.
    probability : ndarray of float
        P(alive) at each.
    purchases : ndarray of datetime64
        The days with a purchase.
    """

    moments: NDArray[np.datetime64]
    probability: Array
    purchases: NDArray[np.datetime64]


def alive_path(model: PurchaseModel, orders: pd.DataFrame, as_of: datetime) -> AlivePath:
    """Return P(alive) of a customer at each day of their history.

    Parameters
    ----------
    model : PurchaseModel
        Fitted in days.
    orders : DataFrame
        The customer's orders and returns: ORDERED_AT and IS_RETURN.
    as_of : datetime
        The day looked back from.

    Returns
    -------
    AlivePath
        Days and probabilities.
    """
    bought = orders[~orders[schema.IS_RETURN].to_numpy(dtype=bool)]
    days = np.unique(bought[schema.ORDERED_AT].to_numpy().astype("datetime64[D]"))
    if not len(days):
        return AlivePath(days, np.zeros(0), days)
    passed = (days - days[0]).astype(np.int64)
    now = max(int((np.datetime64(as_of, "D") - days[0]).astype(np.int64)), int(passed[-1]))
    step = now // MOST_POINTS + 1
    grid = np.unique(np.concatenate([np.arange(0, now, step), passed, [now]]))
    before = np.searchsorted(passed, grid, side="left")
    after = np.searchsorted(passed, grid, side="right")
    # A purchase lifts the curve at once: its day is there with and without it.
    moments = np.concatenate([grid, passed[1:]])
    repeats = np.concatenate([after, before[np.searchsorted(grid, passed[1:])]]) - 1
    order = np.lexsort((repeats, moments))
    moments, repeats = moments[order], repeats[order]
    probability = model.p_alive(np.column_stack([repeats, passed[repeats], moments]))
    return AlivePath(days[0] + moments.astype("timedelta64[D]"), probability, days)
