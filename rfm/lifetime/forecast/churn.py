"""Churn learned from the past: who stayed silent after an earlier day.

A purchase model derives the probability of no purchase from a profile of how customers behave, and
knows no seasons. What came in the same season of the year before teaches how far off that is: as a
factor of all orders, by which the model's time passes faster or slower, or as a correction of the
log-odds of silence.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit

from rfm.lifetime.forecast.clock import clock_days
from rfm.lifetime.models.histories import Array, Histories
from rfm.lifetime.models.purchase_model import PurchaseModel

AS_MODELLED: Final = "model"
RECALIBRATED: Final = "recalibrated"
SEASONAL: Final = "seasonal"
TITLES: Final = {
    AS_MODELLED: "the purchase model's own",
    SEASONAL: "the purchase model's, with the season of the year before",
    RECALIBRATED: "the purchase model's, recalibrated on the same season of the year before",
}
FEWEST_OF_A_KIND: Final = 50
SAFE: Final = 1e-6
STEPS: Final = 50
ENOUGH: Final = 1e-10
PULL: Final = 1e-3
LEAST_SLOPE: Final = 0.2
MOST_SLOPE: Final = 5.0


@dataclass(frozen=True)
class Recalibration:
    """How log-odds are corrected: `shift + slope * log-odds`, learned on a past forecast.

    J. Platt (1999), "Probabilistic outputs for support vector machines".
    """

    shift: float
    slope: float

    def apply(self, probability: Array) -> Array:
        """Return the corrected probabilities."""
        return np.asarray(expit(self.shift + self.slope * log_odds(probability)), np.float64)


def learn_recalibration(probability: Array, happened: Array) -> Recalibration:
    """Return the correction of probabilities that a past outcome asks for."""
    shift, slope = fit_logistic(log_odds(probability), happened)
    if not LEAST_SLOPE <= slope <= MOST_SLOPE:
        # Such a slope is learned from too little; then only the level is corrected.
        happened_odds, given_odds = log_odds(np.array([happened.mean(), probability.mean()]))
        return Recalibration(float(happened_odds - given_odds), 1.0)
    return Recalibration(shift, slope)


def log_odds(probability: Array) -> Array:
    """Return the logarithm of the odds; probabilities of 0 and 1 are taken for nearly so."""
    inside = np.clip(probability, SAFE, 1 - SAFE)
    return np.log(inside) - np.log1p(-inside)


def fit_logistic(values: Array, happened: Array) -> tuple[float, float]:
    """Return the intercept and the slope of the logistic regression on one value (Newton)."""
    point = np.array([0.0, 1.0])
    design = np.column_stack([np.ones_like(values), values])
    # A weak pull towards (0, 1) keeps the answer finite where the value separates the outcomes.
    pull = np.eye(2) * PULL
    for _ in range(STEPS):
        expected = expit(design @ point)
        slope = design.T @ (happened - expected) - pull @ (point - [0.0, 1.0])
        curvature = (design.T * (expected * (1 - expected))) @ design + pull
        step = np.clip(np.linalg.solve(curvature, slope), -1.0, 1.0)
        point = point + step
        if float(np.abs(step).max()) < ENOUGH:
            break
    return float(point[0]), float(point[1])


@dataclass(frozen=True)
class SeasonBefore:
    """What the same season of an earlier year teaches.

    Attributes
    ----------
    factor : float
        The orders that came over those that the model expected.
    recalibration : Recalibration
        How the model's log-odds of silence are corrected.
    """

    factor: float
    recalibration: Recalibration


def probability(
    kind: str, model: PurchaseModel, histories: Histories, horizon: int, before: SeasonBefore
) -> Array:
    """Return the probability of no order within the horizon, of a kind.

    Parameters
    ----------
    kind : str
        "model", "seasonal" or "recalibrated".
    model : PurchaseModel
        Fitted in days.
    histories : Histories
        Of all customers.
    horizon : int
        Days.
    before : SeasonBefore
        What the same season of an earlier year teaches.
    """
    days: float = horizon
    if kind == SEASONAL:
        days = clock_days(model, histories, horizon, before.factor)
    silence = model.no_purchase_probability(histories, days)
    return before.recalibration.apply(silence) if kind == RECALIBRATED else silence
