"""When each customer bought and for how much: one row per customer and day.

Two purchases on one day of the shop are one, because the models are of days on which a customer
comes. What is given back does not count: it undoes money, not the visit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rfm import schema
from rfm.errors import SettingsError

if TYPE_CHECKING:
    import ibis.expr.types as ir

Whole = NDArray[np.int64]
Floats = NDArray[np.float64]


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
    amount: Floats
    customer_ids: NDArray[Any]

    @classmethod
    def of(cls, customers: Sequence[Any], days: ArrayLike, amounts: ArrayLike) -> Self:
        """Return the days of purchases in any order; several on one day become one.

        Parameters
        ----------
        customers : sequence
            The customer of each purchase.
        days : array-like of int
            Its day, in whole days from any first one.
        amounts : array-like of float
            What it was worth, in the currency.

        Returns
        -------
        PurchaseDays
            Sorted by customer and day.

        Raises
        ------
        SettingsError
            When there is no purchase.

        Examples
        --------
        >>> PurchaseDays.of(["a", "a", "b"], [3, 3, 5], [10.0, 5.0, 2.0]).amount.tolist()
        [15.0, 2.0]
        """
        ids, customer = np.unique(np.asarray(customers), return_inverse=True)
        day, amount = np.asarray(days, np.int64), np.asarray(amounts, np.float64)
        if not len(ids):
            raise SettingsError("There is no purchase to look back on.")
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
        kept = self.day <= day
        return PurchaseDays(
            customer=self.customer[kept],
            day=self.day[kept],
            amount=self.amount[kept],
            customer_ids=self.customer_ids,
        )

    def of_customers(self, chosen: Whole) -> "PurchaseDays":
        """Return the purchases of some customers, given by their places in order."""
        place = np.full(len(self.customer_ids), -1, np.int64)
        place[chosen] = np.arange(len(chosen))
        kept = place[self.customer] >= 0
        return PurchaseDays(
            customer=place[self.customer[kept]],
            day=self.day[kept],
            amount=self.amount[kept],
            customer_ids=self.customer_ids[chosen],
        )


def purchase_days(orders: "ir.Table", until: datetime | None = None) -> PurchaseDays:
    """Return the days on which customers bought.

    Parameters
    ----------
    orders : ibis Table
        One row per order, times in the shop's time zone.
    until : datetime, optional
        The moment looked back from, in the shop's time zone without saying so; later orders do
        not count.

    Returns
    -------
    PurchaseDays
        With the customers who bought, in the order of the customer table.
    """
    bought = orders.filter(~orders[schema.IS_RETURN])
    if until is not None:
        bought = bought.filter(bought[schema.ORDERED_AT] <= until)
    seconds = bought[schema.ORDERED_AT].truncate("D").epoch_seconds()
    day = (seconds // (24 * 60 * 60)).cast("int64").name(schema.DAY)
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
