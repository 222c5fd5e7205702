"""Probabilities corrected by what came of earlier ones.

Two numbers: how far the log-odds are moved and how much they are stretched, learned on a past
forecast. J. Platt (1999), "Probabilistic outputs for support vector machines".
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import expit

from rfm.lifetime.models.histories import Array

SAFE: Final = 1e-6
STEPS: Final = 50
ENOUGH: Final = 1e-10
PULL: Final = 1e-3
LEAST_SLOPE: Final = 0.2
MOST_SLOPE: Final = 5.0


@dataclass(frozen=True)
class Recalibration:
    """How log-odds are corrected: `shift + slope * log-odds`."""

    shift: float
    slope: float

    def apply(self, probability: Array) -> Array:
        """Return the corrected probabilities."""
        return np.asarray(expit(self.shift + self.slope * log_odds(probability)), np.float64)


def learn(probability: Array, happened: Array) -> Recalibration:
    """Return the correction of probabilities that a past outcome asks for."""
    shift, slope = fit_logistic(log_odds(probability), happened)
    if not LEAST_SLOPE <= slope <= MOST_SLOPE:
        # Such a slope is learned from too little; then only the level is corrected.
        return Recalibration(_shift_alone(probability, happened), 1.0)
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


def _shift_alone(probability: Array, happened: Array) -> float:
    share = np.array([np.mean(happened), np.mean(probability)])
    happened_odds, given_odds = log_odds(share)
    return float(happened_odds - given_odds)
