"""What each customer known on a day is expected to spend on an order."""

from typing import Final

import numpy as np

from rfm.lifetime.forecast.known import KnownOnDay
from rfm.lifetime.models.gamma_gamma import GammaGamma
from rfm.lifetime.models.histories import Array

FEWEST_SPENDERS: Final = 10


def expected_values(known: KnownOnDay) -> Array:
    """Return the expected value of each customer's next orders, by Gamma-Gamma.

    Where too few have spent anything, everybody gets the mean; where the model has no mean over
    the customers, those without known values do.
    """
    some = known.valued > 0
    if some.sum() < FEWEST_SPENDERS:
        total = float(known.spent.sum())
        return np.full(len(some), total / max(float(known.orders.sum()), 1.0))
    spend = GammaGamma().fit(np.column_stack([known.valued, known.mean_value])[some])
    values = spend.expected_spend(known.valued, known.mean_value)
    return np.where(np.isfinite(values), values, float(known.mean_value[some].mean()))
