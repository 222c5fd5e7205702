"""The purchase models that compete, each fitted to what was known and asked about what came."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from rfm.lifetime.candidates import MODELS
from rfm.lifetime.forecast.known import KnownOnDay, known_at
from rfm.lifetime.models.histories import Array, Histories, collapse
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.purchase_days import PurchaseDays

CHANCE: Final = 2.0


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
    return tuple(_forecast(kind, (before, after), held_out, churn_days) for kind in MODELS)


def _forecast(
    kind: str, histories: tuple[Histories, Histories], held_out: int, churn_days: int
) -> Forecast:
    before, after = histories
    model = MODELS[kind]().fit(before)
    return Forecast(
        kind=kind,
        model=model,
        orders=model.expected_orders(before, held_out),
        silence=model.no_purchase_probability(before, churn_days),
        alive=model.p_alive(before),
        surprise=model.log_likelihoods(after) - model.log_likelihoods(before),
    )


def behind(forecast: Forecast, best: Forecast) -> tuple[float, float]:
    """Return by how much a model's log-likelihood per customer is lower, and its standard error."""
    differences = best.surprise - forecast.surprise
    return float(differences.mean()), float(differences.std() / np.sqrt(len(differences)))


def best_of(forecasts: tuple[Forecast, ...]) -> Forecast:
    """Return the model under which what came was most likely; the first of equals."""
    return max(forecasts, key=lambda forecast: float(forecast.surprise.mean()))


def within_chance(forecasts: tuple[Forecast, ...]) -> tuple[Forecast, ...]:
    """Return the models that are behind the best by no more than chance explains."""
    best = best_of(forecasts)
    gaps = [(forecast, *behind(forecast, best)) for forecast in forecasts]
    return tuple(forecast for forecast, gap, error in gaps if gap <= CHANCE * error)
