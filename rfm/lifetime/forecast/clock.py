"""A season as a clock: how many ordinary days hold as many orders as the days ahead.

Where a season brings twice the orders, the same time of the model passes twice as fast. Expected
orders and churn of so many days belong together, as those of any stretch of time do.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from rfm.lifetime.models.histories import Histories
from rfm.lifetime.models.purchase_model import PurchaseModel

LONGEST: Final = 20
"""A season is never taken for more than so many times the days ahead."""
STEPS: Final = 12
EXACT: Final = 1e-6


def clock_days(model: PurchaseModel, histories: Histories, days: float, factor: float) -> float:
    """Return the days within which all customers together place so many times the orders.

    Parameters
    ----------
    model : PurchaseModel
        Fitted in days.
    histories : Histories
        Of all customers, with their weights.
    days : float
        The days ahead.
    factor : float
        How many times as many orders they bring as the model expects.
    """
    distinct = replace(histories, place_of=np.arange(len(histories.x)))

    def expected(within: float) -> float:
        return float(histories.weights @ model.expected_orders(distinct, within))

    wanted, found = factor * expected(days), days
    for _ in range(STEPS):
        ratio = wanted / expected(found)
        if abs(ratio - 1) < EXACT:
            break
        found = min(found * ratio, LONGEST * days)
    return found
