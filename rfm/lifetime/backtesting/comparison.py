"""The model next to the simple rules: each metric with its interval, and which does better."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from rfm.lifetime.backtesting import card, draws, metrics
from rfm.lifetime.models.histories import Array
from rfm.lifetime.purchase_days import KnownOnDay

Metric = Callable[[Array, Array], float]
Drawn = Callable[[Array, Array, Array], Array]

MEASURES: Final[dict[str, tuple[Metric, Drawn]]] = {
    card.CORRELATION: (metrics.correlation, draws.correlations),
    card.MAE: (metrics.mean_absolute_error, draws.absolute_errors),
    card.RMSE: (metrics.root_mean_squared_error, draws.root_errors),
    card.DECILE_ERROR: (metrics.decile_error, draws.decile_errors),
    card.TOTAL_ERROR: (metrics.total_error, draws.total_errors),
    card.GINI: (metrics.normalised_gini, draws.ginis),
    card.SPEARMAN: (metrics.rank_correlation, draws.rank_correlations),
    card.TOP_TENTH: (metrics.top_share, draws.top_shares),
    card.AUC: (metrics.area_under_curve, draws.areas_under_curve),
    card.BRIER: (metrics.brier, draws.squared_errors),
    card.ECE: (metrics.calibration_error, draws.calibration_errors),
}
"""Each metric, and the same for every draw."""
ERRORS: Final = (card.CORRELATION, card.MAE, card.RMSE, card.DECILE_ERROR, card.TOTAL_ERROR)
RANKS: Final = (card.GINI, card.SPEARMAN, card.TOP_TENTH)
BEST_AT_ONE: Final = (card.CORRELATION, *RANKS, card.AUC)
"""The others are errors, best at 0."""


@dataclass(frozen=True)
class Rivals:
    """What happened, what the model foresaw, and what a simple rule foresaw instead."""

    measure: str
    actual: Array
    model: Array
    naive: Array
    rule: str


def carried_on(known: KnownOnDay, length: int) -> Array:
    """Return the orders there would be if everybody kept the past rate: repeats a day known."""
    tenure = known.tenure.astype(np.float64)
    rate = np.divide(known.repeats, tenure, out=np.zeros(len(tenure)), where=tenure > 0)
    return rate * length


def compare(rivals: Rivals, name: str, weights: Array) -> dict[str, str | float]:
    """Return one metric: the model's value and interval, the rule's, and the better one."""
    metric, each_draw = MEASURES[name]
    ours = metric(rivals.actual, rivals.model)
    drawn = each_draw(weights, rivals.actual, rivals.model)
    low, high = draws.interval(ours, drawn)
    theirs = metric(rivals.actual, rivals.naive)
    gain = _shortfall(name, theirs) - _shortfall(name, ours)
    drawn_naive = each_draw(weights, rivals.actual, rivals.naive)
    gains = _shortfall(name, drawn_naive) - _shortfall(name, drawn)
    better = _better(float(gain), draws.WITHIN * float(np.std(gains)))
    return {
        card.MEASURE: rivals.measure,
        card.METRIC: name,
        card.MODEL: ours,
        card.LOW: low,
        card.HIGH: high,
        card.NAIVE: theirs,
        card.RULE: rivals.rule,
        card.BETTER: better,
    }


def _shortfall(name: str, value: Array | float) -> Array | float:
    """Return how far a value is from the best one."""
    return 1 - value if name in BEST_AT_ONE else np.abs(value)


def _better(gain: float, chance: float) -> str:
    if not abs(gain) > chance:
        return ""
    return card.MODEL if gain > 0 else card.NAIVE


def rank(measure: str, rule: str, outcome: tuple[Array, Array], weights: Array) -> dict[str, Any]:
    """Return how well a rule puts the customers in order; the outcome is actual, predicted."""
    gini = metrics.normalised_gini(*outcome)
    low, high = draws.interval(gini, draws.ginis(weights, *outcome))
    return {
        card.MEASURE: measure,
        card.RULE: rule,
        card.GINI: gini,
        card.LOW: low,
        card.HIGH: high,
        card.SPEARMAN: metrics.rank_correlation(*outcome),
        card.TOP_TENTH: metrics.top_share(*outcome),
    }
