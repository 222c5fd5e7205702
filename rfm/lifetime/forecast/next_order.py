"""When the next order of each customer comes, given the silence so far."""

from datetime import datetime
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm.lifetime.models.histories import Histories
from rfm.lifetime.models.purchase_model import PurchaseModel

EARLY: Final = 0.25
LATE: Final = 0.75
Days = NDArray[np.datetime64]


def next_order_window(
    model: PurchaseModel, histories: Histories, as_of: datetime, longest: float
) -> tuple[Days, Days]:
    """Return the days between which each customer's next order falls with an even chance.

    It comes before the window with a chance of a quarter, and after it, or never, with another.
    Both are counted from `as_of`: a customer who has been silent for long is likely to have left,
    and one who is still expected is expected in the future.

    Parameters
    ----------
    model : PurchaseModel
    histories : Histories
        In days.
    as_of : datetime
        The moment looked back from.
    longest : float
        Days after which a next order is not told; a window that ends later is absent (NaT).
    """
    late = model.waiting_time(histories, LATE, longest)
    early = np.where(np.isfinite(late), model.waiting_time(histories, EARLY, longest), np.inf)
    return _day_after(as_of, early), _day_after(as_of, late)


def _day_after(as_of: datetime, days: NDArray[np.float64]) -> Days:
    known = np.isfinite(days)
    seconds = np.where(known, days, 0.0) * 24 * 60 * 60
    moments = np.datetime64(pd.Timestamp(as_of), "s") + seconds.astype("timedelta64[s]")
    whole = moments.astype("datetime64[D]").astype("datetime64[s]")
    return np.where(known, whole, np.datetime64("NaT", "s"))
