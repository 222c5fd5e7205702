"""What was known of each customer on a day, and what they bought after it."""

from dataclasses import dataclass

import numpy as np

from rfm.lifetime.models.histories import Histories, collapse
from rfm.lifetime.purchase_days import Floats, PurchaseDays, Whole


@dataclass(frozen=True, kw_only=True)
class KnownOnDay:
    """What was known of each customer at the end of a day, by purchase days.

    Attributes
    ----------
    day : int
        The day looked back from.
    members : ndarray of int
        Who had bought by then: places in the customers of the purchase days.
    first, orders, last : ndarray
        Day of the first purchase, number of purchase days, and day of the last.
    spent : ndarray of float
        All that was bought.
    valued, mean_value : ndarray
        How many purchase days had a value above 0, and their mean value: what the spend model
        learns from.
    """

    day: int
    members: Whole
    first: Whole
    orders: Whole
    last: Whole
    spent: Floats
    valued: Whole
    mean_value: Floats

    @property
    def repeats(self) -> Whole:
        """Purchase days after the first."""
        return self.orders - 1

    @property
    def tenure(self) -> Whole:
        """Days from the first purchase to the day looked back from."""
        return self.day - self.first

    def histories(self) -> Histories:
        """Return the histories that the purchase models learn from, in days."""
        return collapse(np.column_stack([self.repeats, self.last - self.first, self.tenure]))


def known_at(days: PurchaseDays, day: int) -> KnownOnDay:
    """Return what was known of each customer at the end of a day."""
    known = days.until(day)
    begins = np.flatnonzero(np.diff(known.customer, prepend=-1))
    orders = np.diff(begins, append=len(known.customer))
    some = known.amount > 0
    place = np.repeat(np.arange(len(begins)), orders)
    valued = np.bincount(place[some], minlength=len(begins))
    value = np.bincount(place[some], known.amount[some], len(begins))
    return KnownOnDay(
        day=day,
        members=known.customer[begins],
        first=known.day[begins],
        orders=orders.astype(np.int64),
        last=known.day[begins + orders - 1],
        spent=np.bincount(place, known.amount, len(begins)).astype(np.float64),
        valued=valued.astype(np.int64),
        mean_value=np.divide(value, valued, out=np.zeros(len(begins)), where=valued > 0),
    )


@dataclass(frozen=True)
class Bought:
    """What the customers known on a day bought in the days after it."""

    orders: Floats
    spent: Floats


def bought_after(days: PurchaseDays, known: KnownOnDay, length: int) -> Bought:
    """Return the purchase days and the money of each known customer in the next days."""
    within = (days.day > known.day) & (days.day <= known.day + length)
    customer, customers = days.customer[within], len(days.customer_ids)
    orders = np.bincount(customer, minlength=customers)[known.members]
    spent = np.bincount(customer, days.amount[within], customers)[known.members]
    return Bought(orders.astype(np.float64), spent.astype(np.float64))
