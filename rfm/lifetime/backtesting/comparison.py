"""The model next to the simple rules: each metric with its interval, and which does better."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from rfm.lifetime.backtesting import card, draws, metrics
from rfm.lifetime.forecast.known import KnownOnDay
from rfm.lifetime.models.histories import Array

Metric = Callable[[Array, Array], float]
Drawn = Callable[[Array, Array, Array], Array]


@dataclass(frozen=True)
class Measure:
    """A metric, the same for every draw, and how far from its best value a value is."""

    value: Metric
    drawn: Drawn
    shortfall: Callable[[Array | float], Array | float]


def _missing(value: Array | float) -> Array | float:
    return 1 - value


def _size(value: Array | float) -> Array | float:
    return np.abs(value)


ERRORS: Final[dict[str, Measure]] = {
    card.CORRELATION: Measure(metrics.correlation, draws.correlations, _missing),
    card.MAE: Measure(metrics.mean_absolute_error, draws.absolute_errors, _size),
    card.RMSE: Measure(metrics.root_mean_squared_error, draws.root_errors, _size),
    card.DECILE_ERROR: Measure(metrics.decile_error, draws.decile_errors, _size),
    card.TOTAL_ERROR: Measure(metrics.total_error, draws.total_errors, _size),
}
RANKS: Final[dict[str, Measure]] = {
    card.GINI: Measure(metrics.normalised_gini, draws.ginis, _missing),
    card.SPEARMAN: Measure(metrics.rank_correlation, draws.rank_correlations, _missing),
    card.TOP_TENTH: Measure(metrics.top_share, draws.top_shares, _missing),
}
TELLING: Final[dict[str, Measure]] = {
    card.AUC: Measure(metrics.area_under_curve, draws.areas_under_curve, _missing),
}
CHANCES: Final[dict[str, Measure]] = {
    card.BRIER: Measure(metrics.brier, draws.squared_errors, _size),
}
CALIBRATION: Final[dict[str, Measure]] = {
    card.ECE: Measure(metrics.calibration_error, draws.calibration_errors, _size),
}


@dataclass(frozen=True)
class Rivals:
    """What happened, what the model foresaw, and what a simple rule, if any, foresaw instead."""

    measure: str
    actual: Array
    model: Array
    naive: Array | None = None
    rule: str = ""


def carried_on(known: KnownOnDay, length: int) -> Array:
    """Return the orders there would be if everybody kept the past rate: repeats a day known."""
    tenure = known.tenure.astype(np.float64)
    rate = np.divide(known.repeats, tenure, out=np.zeros(len(tenure)), where=tenure > 0)
    return rate * length


def compare(rivals: Rivals, measures: dict[str, Measure], weights: Array) -> pd.DataFrame:
    """Return one row per metric: the model's value and interval, the rule's, the better one."""
    rows = [_compare(rivals, name, measure, weights) for name, measure in measures.items()]
    return pd.DataFrame(rows)


def _compare(rivals: Rivals, name: str, measure: Measure, weights: Array) -> dict[str, str | float]:
    ours = measure.value(rivals.actual, rivals.model)
    drawn = measure.drawn(weights, rivals.actual, rivals.model)
    low, high = draws.interval(ours, drawn)
    theirs, better = float("nan"), ""
    if rivals.naive is not None:
        theirs = measure.value(rivals.actual, rivals.naive)
        gain = measure.shortfall(theirs) - measure.shortfall(ours)
        drawn_naive = measure.drawn(weights, rivals.actual, rivals.naive)
        gains = measure.shortfall(drawn_naive) - measure.shortfall(drawn)
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


def _better(gain: float, chance: float) -> str:
    if not abs(gain) > chance:
        return ""
    return card.MODEL if gain > 0 else card.NAIVE


def rank(measure: str, actual: Array, rules: dict[str, Array], weights: Array) -> pd.DataFrame:
    """Return how well each rule puts the customers in order."""
    rows = []
    for rule, predicted in rules.items():
        gini = metrics.normalised_gini(actual, predicted)
        low, high = draws.interval(gini, draws.ginis(weights, actual, predicted))
        rows.append(
            {
                card.MEASURE: measure,
                card.RULE: rule,
                card.GINI: gini,
                card.LOW: low,
                card.HIGH: high,
                card.SPEARMAN: metrics.rank_correlation(actual, predicted),
                card.TOP_TENTH: metrics.top_share(actual, predicted),
            }
        )
    return pd.DataFrame(rows)
