"""The tables of the card that show the forecast next to what came: by tenth, week and bin."""

from typing import Final

import numpy as np
import pandas as pd
from scipy.interpolate import PchipInterpolator

from rfm import schema
from rfm.lifetime.backtesting import card, metrics
from rfm.lifetime.models.histories import Array
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.purchase_days import DAYS_PER_WEEK, KnownOnDay, PurchaseDays, Whole, day_of

MOST_POINTS: Final = 14


def deciles(orders: tuple[Array, Array], revenue: tuple[Array, Array]) -> pd.DataFrame:
    """Return predicted and actual sums by tenth, the best first; pairs are predicted, actual."""
    by_orders, by_revenue = (metrics.bin_of(-predicted) for predicted, _ in (orders, revenue))
    tenths = metrics.DECILES
    return pd.DataFrame(
        {
            card.DECILE: np.arange(1, tenths + 1),
            card.CUSTOMERS: np.bincount(by_orders, minlength=tenths),
            card.PREDICTED_ORDERS: np.bincount(by_orders, orders[0], tenths),
            card.ACTUAL_ORDERS: np.bincount(by_orders, orders[1], tenths),
            card.PREDICTED_REVENUE: np.bincount(by_revenue, revenue[0], tenths),
            card.ACTUAL_REVENUE: np.bincount(by_revenue, revenue[1], tenths),
        }
    )


def calibration(happened: Array, probability: Array) -> pd.DataFrame:
    """Return the mean probability and the share that happened in each bin, lowest first."""
    place = metrics.bin_of(probability)
    sizes = np.bincount(place, minlength=metrics.DECILES)
    return pd.DataFrame(
        {
            card.CUSTOMERS: sizes,
            card.PREDICTED: np.bincount(place, probability, metrics.DECILES) / sizes,
            card.ACTUAL: np.bincount(place, happened, metrics.DECILES) / sizes,
        }
    )


def over_time(
    model: PurchaseModel, days: PurchaseDays, known: KnownOnDay, held_out: int
) -> pd.DataFrame:
    """Return the repeat orders of each week, as they came and as the model has them.

    Up to the cut the model knows only when each customer came first; after it, the history of
    each. Weeks are counted back and forth from the cut, the last may be shorter.
    """
    begins = days.first_day
    before = np.arange(known.day, begins, -DAYS_PER_WEEK)[::-1]
    after = np.arange(DAYS_PER_WEEK, held_out + DAYS_PER_WEEK, DAYS_PER_WEEK)
    after = np.minimum(after, held_out)
    so_far = _expected_until(model, known, before)
    to_come = _expected_after(model, known, after)
    ends = np.concatenate([before, known.day + after])
    predicted = np.concatenate([so_far, so_far[-1] + to_come])
    actual = _repeats_until(days, known, ends)
    return pd.DataFrame(
        {
            schema.DAY: [day_of(int(end)) for end in ends],
            card.HELD_OUT: ends > known.day,
            card.PREDICTED: np.diff(predicted, prepend=0.0),
            card.ACTUAL: np.diff(actual, prepend=0),
            card.PREDICTED_TOTAL: predicted,
            card.ACTUAL_TOTAL: actual,
        }
    )


def _expected_until(model: PurchaseModel, known: KnownOnDay, ends: Whole) -> Array:
    """Return the orders expected of new customers by each day, given when they came first."""
    longest = int(known.tenure.max())
    lengths = np.unique(np.linspace(0, longest, min(longest, 4 * MOST_POINTS) + 1))
    mean = [0.0, *(float(model.expected_orders([[0, 0, 0]], time)[0]) for time in lengths[1:])]
    expected = PchipInterpolator(lengths, mean)
    first, joined = np.unique(known.first, return_counts=True)
    passed = np.maximum(ends[:, None] - first[None, :], 0)
    return np.asarray(expected(passed) @ joined, np.float64)


def _expected_after(model: PurchaseModel, known: KnownOnDay, lengths: Whole) -> Array:
    """Return the orders expected of all customers within each number of days after the cut."""
    histories = known.histories()
    points = np.unique(np.linspace(0, lengths[-1], min(len(lengths), MOST_POINTS) + 1))
    sums = [0.0, *(float(model.expected_orders(histories, time).sum()) for time in points[1:])]
    return np.asarray(PchipInterpolator(points, sums)(lengths), np.float64)


def _repeats_until(days: PurchaseDays, known: KnownOnDay, ends: Whole) -> Whole:
    """Return the orders after the first that the known customers had placed by each day."""
    is_known = np.zeros(len(days.customer_ids), dtype=bool)
    is_known[known.members] = True
    repeats = np.diff(days.customer, prepend=-1) == 0
    placed = np.sort(days.day[repeats & is_known[days.customer]])
    return np.searchsorted(placed, ends, side="right").astype(np.int64)
