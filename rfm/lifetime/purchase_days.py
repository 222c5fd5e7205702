"""When each customer bought and for how much, and what was known of them on a day.

Two purchases on one day of the shop are one, because the models are of days on which a customer
comes. What is given back does not count: it undoes money, not the visit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rfm import schema
from rfm.lifetime.models.histories import Array, Histories, collapse
from rfm.log.transactions.tables import Transactions, day_number

EPOCH: Final = date(1970, 1, 1)
"""The day that days are counted from."""
DAYS_PER_WEEK: Final = 7
Whole = NDArray[np.int64]


def day_of(number: int) -> date:
    """Return a day by its number."""
    return EPOCH + timedelta(number)


@dataclass(frozen=True, kw_only=True)
class PurchaseDays:
    """Days with purchases, sorted by customer and day.

    Attributes
    ----------
    customer : ndarray of int
        Place of each row's customer in `customer_ids`.
    day : ndarray of int
        Days since 1 January 1970, in the shop's time zone.
    amount : ndarray of float
        What was bought that day, in the currency.
    customer_ids : ndarray of str
        Customer numbers in the order of the alphabet.
    """

    customer: Whole
    day: Whole
    amount: Array
    customer_ids: NDArray[Any]

    @classmethod
    def of(cls, customers: Sequence[Any], days: ArrayLike, amounts: ArrayLike) -> Self:
        """Return the days of purchases in any order; several on one day become one.

        Parameters
        ----------
        customers : sequence
            The customer of each purchase, of which there is at least one.
        days : array-like of int
            Its day, in whole days from any first one.
        amounts : array-like of float
            What it was worth, in the currency.

        Returns
        -------
        PurchaseDays
            Sorted by customer and day.

        Examples
        --------
        >>> PurchaseDays.of(["a", "a", "b"], [3, 3, 5], [10.0, 5.0, 2.0]).amount.tolist()
        [15.0, 2.0]
        """
        ids, customer = np.unique(np.asarray(customers), return_inverse=True)
        day, amount = np.asarray(days, np.int64), np.asarray(amounts, np.float64)
        begun = int(day.min())
        keys = customer * (int(day.max()) - begun + 1) + (day - begun)
        distinct, place = np.unique(keys, return_inverse=True)
        return cls(
            customer=distinct // (int(day.max()) - begun + 1),
            day=distinct % (int(day.max()) - begun + 1) + begun,
            amount=np.bincount(place, amount, len(distinct)).astype(np.float64),
            customer_ids=ids,
        )

    @property
    def first_day(self) -> int:
        """The day of the first purchase of all."""
        return int(self.day.min())

    @property
    def last_day(self) -> int:
        """The day of the last purchase of all."""
        return int(self.day.max())

    def until(self, day: int) -> "PurchaseDays":
        """Return the purchases up to and with a day, of the same customers."""
        return self._only(self.day <= day)

    def of_customers(self, chosen: Whole) -> "PurchaseDays":
        """Return the purchases of some customers, given by their places in order."""
        place = np.full(len(self.customer_ids), -1, np.int64)
        place[chosen] = np.arange(len(chosen))
        kept = self._only(place[self.customer] >= 0)
        return replace(kept, customer=place[kept.customer], customer_ids=self.customer_ids[chosen])

    def _only(self, kept: NDArray[np.bool_]) -> "PurchaseDays":
        customer, day, amount = self.customer[kept], self.day[kept], self.amount[kept]
        return replace(self, customer=customer, day=day, amount=amount)


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
    valued, mean_value, mean_logarithm : ndarray
        How many purchase days had a value above 0, their mean value and the mean logarithm of
        their values: what the spend models learn from.
    log_gaps : ndarray of float
        The sum of the logarithms of the days between purchases.
    """

    day: int
    members: Whole
    first: Whole
    orders: Whole
    last: Whole
    spent: Array
    valued: Whole
    mean_value: Array
    mean_logarithm: Array
    log_gaps: Array

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
    totals = [
        np.bincount(place[some], values, len(begins))
        for values in (known.amount[some], np.log(known.amount[some]))
    ]
    value, logarithm = (
        np.divide(total, valued, out=np.zeros(len(begins)), where=valued > 0) for total in totals
    )
    return KnownOnDay(
        day=day,
        members=known.customer[begins],
        first=known.day[begins],
        orders=orders.astype(np.int64),
        last=known.day[begins + orders - 1],
        spent=np.bincount(place, known.amount, len(begins)).astype(np.float64),
        valued=valued.astype(np.int64),
        mean_value=value,
        mean_logarithm=logarithm,
        log_gaps=_log_gaps(known, place, len(begins)),
    )


def _log_gaps(known: PurchaseDays, place: Whole, customers: int) -> Array:
    again = place[1:] == place[:-1]
    gaps = np.log(np.diff(known.day)[again])
    return np.bincount(place[1:][again], gaps, customers).astype(np.float64)


@dataclass(frozen=True)
class Bought:
    """What the customers known on a day bought in the days after it."""

    orders: Array
    spent: Array


def bought_after(days: PurchaseDays, known: KnownOnDay, length: int) -> Bought:
    """Return the purchase days and the money of each known customer in the next days."""
    within = (days.day > known.day) & (days.day <= known.day + length)
    customer, customers = days.customer[within], len(days.customer_ids)
    orders = np.bincount(customer, minlength=customers)[known.members]
    spent = np.bincount(customer, days.amount[within], customers)[known.members]
    return Bought(orders.astype(np.float64), spent.astype(np.float64))


def purchase_days(transactions: Transactions, until: datetime) -> PurchaseDays:
    """Return the days on which customers bought.

    Parameters
    ----------
    transactions : Transactions
        The orders that count, times in the shop's time zone.
    until : datetime
        The moment looked back from, in the shop's time zone without saying so; later orders do
        not count.

    Returns
    -------
    PurchaseDays
        With the customers who bought, in the order of the customer table.
    """
    orders = transactions.named(transactions.orders, schema.CUSTOMER_ID)
    bought = orders.filter(~orders[schema.IS_RETURN], orders[schema.ORDERED_AT] <= until)
    day = day_number(bought[schema.ORDERED_AT]).cast("int64").name(schema.DAY)
    rows = (
        bought.group_by(bought[schema.CUSTOMER_ID], day)
        .aggregate(bought[schema.AMOUNT_UNITS].sum().name(schema.AMOUNT_UNITS))
        .order_by(schema.CUSTOMER_ID, schema.DAY)
        .to_pyarrow()
    )
    codes = rows[schema.CUSTOMER_ID].combine_chunks().dictionary_encode()
    return PurchaseDays(
        customer=codes.indices.to_numpy().astype(np.int64),
        day=rows[schema.DAY].to_numpy().astype(np.int64),
        amount=rows[schema.AMOUNT_UNITS].to_numpy().astype(np.float64) / schema.UNITS_PER_CURRENCY,
        customer_ids=codes.dictionary.to_numpy(zero_copy_only=False),
    )
