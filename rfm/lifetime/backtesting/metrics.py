"""How good a prediction was, with the definitions that are published for customer value.

Gini, its normalisation and the decile error are those of `google/lifetime_value` (metrics.py);
equal predictions keep the order of the customers. The calibration error is over ten bins of
equally many customers.
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import rankdata

from rfm.lifetime.forecast.churn import fit_logistic, log_odds
from rfm.lifetime.models.histories import Array

DECILES: Final = 10
TOP_SHARE: Final = 0.1
LEAST_PROBABILITY: Final = 1e-12
Places = NDArray[np.intp]


def best_first(predicted: Array) -> Places:
    """Return the order of the customers from the highest prediction down."""
    return np.argsort(-predicted, kind="stable")


def raw_gini(actual: Array, predicted: Array) -> float:
    """Return twice the mean share of the total gained by the best customers, minus 1."""
    gained = np.cumsum(actual[best_first(predicted)])
    return float(2 * gained.mean() / gained[-1] - 1)


def normalised_gini(actual: Array, predicted: Array) -> float:
    """Return the Gini coefficient of a ranking as a share of that of the perfect ranking."""
    perfect = raw_gini(actual, actual)
    return raw_gini(actual, predicted) / perfect if perfect else float("nan")


def decile_of(predicted: Array) -> NDArray[np.int64]:
    """Return the tenth of each customer by prediction, 0 the lowest; equal values share one."""
    tenths = pd.qcut(predicted, DECILES, labels=False, duplicates="drop")
    return np.asarray(np.nan_to_num(tenths), np.int64)


def decile_error(actual: Array, predicted: Array) -> float:
    """Return the mean absolute relative error of the mean prediction of each tenth.

    A tenth in which nobody bought has no relative error and is left out.
    """
    place = decile_of(predicted)
    happened, foreseen = np.bincount(place, actual), np.bincount(place, predicted)
    some = happened > 0
    errors = np.abs(foreseen[some] - happened[some]) / happened[some]
    return float(errors.mean()) if some.any() else float("nan")


def correlation(first: Array, second: Array) -> float:
    """Return Pearson's correlation; NaN when one side does not vary."""
    left, right = first - first.mean(), second - second.mean()
    size = float(np.sqrt((left @ left) * (right @ right)))
    return float(left @ right) / size if size else float("nan")


def rank_correlation(first: Array, second: Array) -> float:
    """Return Spearman's correlation."""
    return correlation(rankdata(first), rankdata(second))


def mean_absolute_error(actual: Array, predicted: Array) -> float:
    """Return the mean size of the error of a customer."""
    return float(np.abs(actual - predicted).mean())


def root_mean_squared_error(actual: Array, predicted: Array) -> float:
    """Return the root of the mean squared error of a customer."""
    return float(np.sqrt(np.square(actual - predicted).mean()))


def total_error(actual: Array, predicted: Array) -> float:
    """Return the relative error of the sum over all customers."""
    total = float(actual.sum())
    return float(predicted.sum()) / total - 1 if total else float("nan")


def top_share(actual: Array, predicted: Array) -> float:
    """Return the share of the total that the tenth predicted best turned out to have."""
    best = best_first(predicted)[: int(len(actual) * TOP_SHARE)]
    total = float(actual.sum())
    return float(actual[best].sum()) / total if total else float("nan")


def area_under_curve(happened: Array, probability: Array) -> float:
    """Return how often one to whom it happened had the higher probability; a tie counts half."""
    positive = happened > 0
    some, others = int(positive.sum()), int((~positive).sum())
    if not some or not others:
        return float("nan")
    ranks = rankdata(probability)[positive].sum()
    return float((ranks - some * (some + 1) / 2) / (some * others))


def brier(happened: Array, probability: Array) -> float:
    """Return the mean squared error of a probability."""
    return float(squared_errors(happened, probability).mean())


def squared_errors(happened: Array, probability: Array) -> Array:
    """Return the squared error of the probability of each."""
    return np.square(happened - probability)


def log_loss(happened: Array, probability: Array) -> float:
    """Return the mean negative logarithm of the probability given to what happened."""
    return float(log_losses(happened, probability).mean())


def log_losses(happened: Array, probability: Array) -> Array:
    """Return the negative logarithm of the probability given to what happened to each."""
    given = np.where(happened > 0, probability, 1 - probability)
    return -np.log(np.clip(given, LEAST_PROBABILITY, 1.0))


def bin_of(probability: Array, groups: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """Return the bin of each customer: ten of equally many, from the lowest probability.

    Customers of several groups, numbered from 0, have ten bins in each.
    """
    place = np.empty(len(probability), np.int64)
    if groups is None:
        groups = np.zeros(len(probability), np.int64)
    order, sizes = np.lexsort((probability, groups)), np.bincount(groups)
    within = np.arange(len(probability)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    place[order] = np.repeat(
        np.arange(len(sizes)), sizes
    ) * DECILES + within * DECILES // np.repeat(sizes, sizes)
    return place


def calibration_error(
    happened: Array, probability: Array, groups: NDArray[np.int64] | None = None
) -> float:
    """Return how far probability and share are apart, on average over the bins of each group."""
    gaps = np.bincount(bin_of(probability, groups), happened - probability)
    return float(np.abs(gaps).sum() / len(probability))


def calibration_slope(happened: Array, probability: Array) -> float:
    """Return the slope of what happened on the log-odds of the probability; 1 is right."""
    return fit_logistic(log_odds(probability), happened)[1]
