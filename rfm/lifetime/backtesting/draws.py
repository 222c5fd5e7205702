"""How much a metric would vary with other customers, by drawing them again (bootstrap).

A draw is a weight per customer: how often it was drawn. Every metric is computed for all draws at
once; the order of the customers, their tenths and their bins stay those of the customers there
are.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from rfm.lifetime.backtesting import metrics
from rfm.lifetime.models.histories import Array

DRAWS: Final = 200
FEWEST_DRAWS: Final = 40
MOST_WEIGHTS: Final = 3_000_000
WITHIN: Final = 1.645
"""Standard deviations on either side that hold 90 % of a normal distribution."""


def draw(customers: int, seed: int) -> Array:
    """Return the weights of each draw, one row each; fewer draws of very many customers."""
    draws = min(DRAWS, max(FEWEST_DRAWS, MOST_WEIGHTS // customers))
    generator = np.random.default_rng(seed)
    return generator.poisson(1.0, (draws, customers)).astype(np.float64)


def interval(value: float, drawn: Array) -> tuple[float, float]:
    """Return the ends of the 90 % interval of a metric."""
    reach = WITHIN * float(np.std(drawn))
    return value - reach, value + reach


def correlations(weights: Array, first: Array, second: Array) -> Array:
    """Return Pearson's correlation of each draw."""
    left, right = first - first.mean(), second - second.mean()
    terms = np.column_stack([np.ones_like(left), left, right, left**2, right**2, left * right])
    size, a, b, aa, bb, ab = (weights @ terms).T
    with np.errstate(divide="ignore", invalid="ignore"):
        return (ab - a * b / size) / np.sqrt((aa - a**2 / size) * (bb - b**2 / size))


def rank_correlations(weights: Array, first: Array, second: Array) -> Array:
    """Return Spearman's correlation of each draw, with the ranks among all customers."""
    return correlations(weights, rankdata(first), rankdata(second))


def absolute_errors(weights: Array, actual: Array, predicted: Array) -> Array:
    """Return the mean absolute error of each draw."""
    return weights @ np.abs(actual - predicted) / weights.sum(axis=1)


def root_errors(weights: Array, actual: Array, predicted: Array) -> Array:
    """Return the root of the mean squared error of each draw."""
    return np.sqrt(squared_errors(weights, actual, predicted))


def squared_errors(weights: Array, actual: Array, predicted: Array) -> Array:
    """Return the mean squared error of each draw: of a probability, its Brier score."""
    return weights @ np.square(actual - predicted) / weights.sum(axis=1)


def total_errors(weights: Array, actual: Array, predicted: Array) -> Array:
    """Return the relative error of the sum of each draw."""
    return (weights @ predicted) / (weights @ actual) - 1


def decile_errors(weights: Array, actual: Array, predicted: Array) -> Array:
    """Return the mean relative error of the tenths of each draw."""
    tenths = np.eye(metrics.DECILES)[metrics.decile_of(predicted)]
    happened, foreseen = weights @ (tenths.T * actual).T, weights @ (tenths.T * predicted).T
    with np.errstate(divide="ignore", invalid="ignore"):
        errors = np.where(happened > 0, np.abs(foreseen - happened) / happened, np.nan)
    return np.nanmean(errors, axis=1)


def ginis(weights: Array, actual: Array, predicted: Array) -> Array:
    """Return the normalised Gini coefficient of each draw."""
    return _raw_ginis(weights, actual, predicted) / _raw_ginis(weights, actual, actual)


def _raw_ginis(weights: Array, actual: Array, predicted: Array) -> Array:
    order = metrics.best_first(predicted)
    drawn, gained = weights[:, order], actual[order]
    running = np.cumsum(drawn * gained, axis=1)
    # The copies of a customer gain one after the other.
    together = (drawn * running).sum(axis=1) - (drawn * (drawn - 1) / 2) @ gained
    return 2 * together / (drawn.sum(axis=1) * running[:, -1]) - 1


def top_shares(weights: Array, actual: Array, predicted: Array) -> Array:
    """Return the share of the total that the tenth predicted best had in each draw."""
    order = metrics.best_first(predicted)
    drawn, gained = weights[:, order], actual[order]
    before = np.cumsum(drawn, axis=1) - drawn
    places = metrics.TOP_SHARE * drawn.sum(axis=1, keepdims=True)
    return np.clip(places - before, 0, drawn) @ gained / (drawn @ gained)


def areas_under_curve(weights: Array, happened: Array, probability: Array) -> Array:
    """Return the area under the curve of each draw."""
    order = np.argsort(probability, kind="stable")
    begins = np.flatnonzero(np.diff(probability[order], prepend=-np.inf))
    some = np.add.reduceat(weights[:, order] * happened[order], begins, axis=1)
    others = np.add.reduceat(weights[:, order] * (1 - happened[order]), begins, axis=1)
    lower = np.cumsum(others, axis=1) - others / 2
    # Where all stayed silent, or all came, there is nothing to tell apart.
    with np.errstate(divide="ignore", invalid="ignore"):
        return (some * lower).sum(axis=1) / (some.sum(axis=1) * others.sum(axis=1))


def calibration_errors(
    weights: Array, happened: Array, probability: Array, groups: NDArray[np.int64] | None = None
) -> Array:
    """Return the calibration error of each draw."""
    place = metrics.bin_of(probability, groups)
    bins = np.eye(int(place.max()) + 1)[place]
    gaps = weights @ (bins.T * (happened - probability)).T
    return np.abs(gaps).sum(axis=1) / weights.sum(axis=1)
