"""The models fitted to what was known at the cut, and what they foresaw of what came."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rfm.lifetime.candidates import MODELS
from rfm.lifetime.models.gamma_gamma import GammaGamma
from rfm.lifetime.models.histories import Array, collapse
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.purchase_days import KnownOnDay, PurchaseDays, known_at

FEWEST_SPENDERS: Final = 10


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """A purchase model, what it foresaw, and how likely it held what came.

    Attributes
    ----------
    kind : str
    model : PurchaseModel
    orders : ndarray
        Expected orders of each customer in the days held out.
    silence : ndarray
        Probability of no order in the days that count as churn.
    alive : ndarray
        P(alive) at the cut.
    surprise : ndarray
        Log-likelihood of what each customer did after the cut, given what was known.
    """

    kind: str
    model: PurchaseModel
    orders: Array
    silence: Array
    alive: Array
    surprise: Array


def compete(
    days: PurchaseDays, known: KnownOnDay, held_out: int, churn_days: int
) -> tuple[Forecast, ...]:
    """Fit every purchase model to what was known and ask it about the days held out."""
    before = known.histories()
    later = known_at(days, known.day + held_out)
    # Who bought first after the cut was not known at it.
    kept = np.searchsorted(later.members, known.members)
    after = collapse(np.column_stack([later.repeats, later.last - later.first, later.tenure])[kept])
    forecasts = []
    for kind, model_class in MODELS.items():
        model = model_class().fit(before)
        forecasts.append(
            Forecast(
                kind=kind,
                model=model,
                orders=model.expected_orders(before, held_out),
                silence=model.no_purchase_probability(before, churn_days),
                alive=model.p_alive(before),
                surprise=model.log_likelihoods(after) - model.log_likelihoods(before),
            )
        )
    return tuple(forecasts)


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
