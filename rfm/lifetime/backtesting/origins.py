"""Days of the log's own past at which it is cut, to see what would have been expected there.

The days stand a thirteenth of a year apart, counted back from the day looked back from, so that
the same day of earlier years is among them. The model is fitted to what was known at each, on
distinct histories and beginning with the parameters of the neighbouring day, which takes
milliseconds. What came after a day is never known at it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from rfm.lifetime.models.gamma_gamma import GammaGamma
from rfm.lifetime.models.histories import Array, Histories
from rfm.lifetime.models.purchase_model import PurchaseModel
from rfm.lifetime.purchase_days import (
    DAYS_PER_WEEK,
    KnownOnDay,
    PurchaseDays,
    bought_after,
    known_at,
)
from rfm.lifetime.spending import Spending, order_values

DAYS_PER_YEAR: Final = 365
STEPS_PER_YEAR: Final = 13
MOST_ORIGINS: Final = 5 * STEPS_PER_YEAR
MOST_CUSTOMERS: Final = 20_000
FEWEST_DAYS_KNOWN: Final = 26 * DAYS_PER_WEEK
"""As many weeks as a back-test learns from at least."""
FEWEST_CUSTOMERS: Final = 100
FEWEST_REPEAT_BUYERS: Final = 20


@dataclass(frozen=True, kw_only=True)
class Origin:
    """A day of the past, what was known at its end, and the models fitted to that.

    Attributes
    ----------
    step : int
        How many thirteenths of a year before the day looked back from.
    known : KnownOnDay
        Its `day` is the origin; customers who had not bought by then are not in it.
    histories : Histories
        Of the customers known.
    model : PurchaseModel
    spend : GammaGamma or None
        None where nobody had bought for more than 0.
    """

    step: int
    known: KnownOnDay
    histories: Histories
    model: PurchaseModel
    spend: GammaGamma | None

    @property
    def day(self) -> int:
        """The last day that was known."""
        return self.known.day

    @cached_property
    def worth(self) -> Array:
        """The expected value of each known customer's next orders."""
        known = self.known
        if self.spend is None:
            return np.zeros(len(known.members))
        return order_values(self.spend, _spending(known))


@dataclass(frozen=True, kw_only=True)
class PastSum:
    """What was expected of all customers known at an origin, and what came.

    Attributes
    ----------
    step, day : int
        Of the origin.
    window : int
        Days after it, until which sums are counted.
    expected_orders, orders : float
        Purchase days of these customers in the window.
    expected_revenue, revenue : float
        Their money, in the currency; net where the amounts of the purchase days are.
    begins : int
        Days after the origin from which on sums are counted.
    """

    step: int
    day: int
    window: int
    expected_orders: float
    orders: float
    expected_revenue: float
    revenue: float
    begins: int = 0


def day_of_step(now: int, step: int) -> int:
    """Return the day that lies so many thirteenths of a year before another."""
    return now - round(step * DAYS_PER_YEAR / STEPS_PER_YEAR)


def steps_of(days: PurchaseDays, now: int, window: int) -> tuple[int, ...]:
    """Return the steps back at which the past can be cut, the latest first.

    At least 26 weeks, 100 customers and 20 who came back are known at each, and the window after
    it is over.
    """
    begins = np.flatnonzero(np.diff(days.customer, prepend=-1))
    first = np.sort(days.day[begins])
    has_second = np.append(np.diff(begins), len(days.customer) - begins[-1]) > 1
    second = np.sort(days.day[begins[has_second] + 1])
    enough = [days.first_day + FEWEST_DAYS_KNOWN]
    for moments, fewest in ((first, FEWEST_CUSTOMERS), (second, FEWEST_REPEAT_BUYERS)):
        if len(moments) < fewest:
            return ()
        enough.append(int(moments[fewest - 1]))
    earliest, latest = max(enough), now - window
    steps = range(1, MOST_ORIGINS + 1)
    return tuple(step for step in steps if earliest <= day_of_step(now, step) <= latest)


def origins(
    days: PurchaseDays,
    now: int,
    window: int,
    models: tuple[PurchaseModel, GammaGamma | None],
    steps: Collection[int] | None = None,
) -> Iterator[Origin]:
    """Yield the origins whose window is over, the latest first, with the models fitted there.

    Parameters
    ----------
    days : PurchaseDays
        Purchases after `now` are not looked at.
    now : int
        The day looked back from.
    window : int
        How many days after an origin are to be compared with.
    models : tuple
        The purchase model and the spend model fitted to what is known now: the first search
        begins with them. Without a spend model nothing is said of money.
    steps : collection of int, optional
        Which of the days are wanted, in steps back; all by default.
    """
    past = days.until(now)
    purchases, spend = models
    for step in steps_of(past, now, window):
        if steps is not None and step not in steps:
            continue
        known = known_at(past, day_of_step(now, step))
        histories = known.histories()
        purchases = purchases.refit(histories)
        spend = _spend_at(known, spend)
        yield Origin(step=step, known=known, histories=histories, model=purchases, spend=spend)


def _spend_at(known: KnownOnDay, spend: GammaGamma | None) -> GammaGamma | None:
    if spend is None or not known.valued.any():
        return None
    rows = _spending(known).rows_of(spend)
    return spend.refit(rows, np.ones(len(rows)))


def _spending(known: KnownOnDay) -> Spending:
    orders = known.valued.astype(np.float64)
    return Spending(orders, known.mean_value, 0, 0, known.mean_logarithm)


def past_sums(
    days: PurchaseDays,
    now: int,
    windows: Sequence[int],
    models: tuple[PurchaseModel, GammaGamma | None],
    *,
    seed: int,
    parts: Sequence[tuple[int, int]] = (),
) -> tuple[PastSum, ...]:
    """Return expected and actual sums at every origin and for every window that is over there.

    Parts are windows that begin some days after the origin, and end some days after it.

    Of more than 20,000 customers so many are drawn at random.
    """
    some = some_of(days, seed)
    asked = sorted({*((0, window) for window in windows), *parts})
    return tuple(
        each
        for origin in origins(some, now, min(windows), models)
        for each in _sums_at(origin, some, [part for part in asked if origin.day + part[1] <= now])
    )


def _sums_at(
    origin: Origin, days: PurchaseDays, parts: Sequence[tuple[int, int]]
) -> Iterator[PastSum]:
    """Yield the sums of parts of the time after an origin, each moment asked about once."""
    nothing = (0.0, 0.0, 0.0, 0.0)
    until = {0: nothing} | {end: _until(origin, days, end) for end in {*sum(parts, ())} - {0}}
    for begins, ends in parts:
        before, after = until[begins], until[ends]
        expected, orders, worth, money = (b - a for a, b in zip(before, after, strict=True))
        yield PastSum(
            step=origin.step,
            day=origin.day,
            begins=begins,
            window=ends,
            expected_orders=expected,
            orders=orders,
            expected_revenue=worth,
            revenue=money,
        )


def _until(origin: Origin, days: PurchaseDays, end: int) -> tuple[float, float, float, float]:
    """Return orders and money within so many days of an origin, each expected and as it came."""
    expected = origin.model.expected_orders(origin.histories, end)
    came = bought_after(days, origin.known, end)
    worth = float(expected @ origin.worth)
    return float(expected.sum()), float(came.orders.sum()), worth, float(came.spent.sum())


def some_of(days: PurchaseDays, seed: int) -> PurchaseDays:
    """Return the purchases of at most 20,000 customers, drawn at random where there are more."""
    customers = len(days.customer_ids)
    if customers <= MOST_CUSTOMERS:
        return days
    chosen = np.random.default_rng(seed).choice(customers, MOST_CUSTOMERS, replace=False)
    return days.of_customers(np.sort(chosen))
