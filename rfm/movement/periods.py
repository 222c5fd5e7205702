"""The key figures of periods of a log, counted where its orders lie."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from rfm import schema
from rfm.movement.movement import Period

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_PURCHASE: Final = f"NOT {schema.IS_RETURN}"
_FIRST: Final = "first_at"


class CountedPeriods:
    """Periods of equal length, counted from the orders of a log.

    Parameters
    ----------
    cursor : duckdb.DuckDBPyConnection
        A connection to the orders that nobody else uses meanwhile.
    orders : str
        A query of the orders.
    days : timedelta
        The length of a period.
    """

    def __init__(self, cursor: "DuckDBPyConnection", orders: str, days: timedelta) -> None:
        self._cursor = cursor
        self._orders = orders
        self._days = days

    def of(self, ends: tuple[datetime, ...], first_order_at: datetime) -> tuple[Period, ...]:
        """Return the periods that end at some moments.

        Parameters
        ----------
        ends : tuple of datetime
            The moments; later orders than the latest are as if they were not there.
        first_order_at : datetime
            The first purchase of the log.

        Returns
        -------
        tuple of Period
            One a moment.
        """
        values = {"now": max(ends)}
        for place, end in enumerate(ends):
            values |= {
                f"end{place}": end,
                f"begin{place}": end - self._days,
                f"before{place}": end - 2 * self._days,
            }
        found = self._cursor.execute(self._query(len(ends)), values).fetchone()
        rows = [iter(found or ())] * 6
        return tuple(
            self._period(end, row, first_order_at)
            for end, row in zip(ends, zip(*rows, strict=True), strict=True)
        )

    def _period(self, end: datetime, row: tuple[Any, ...], first: datetime) -> Period:
        customers, orders, units, new, back, silent = (int(each or 0) for each in row)
        is_covered = first <= end - 2 * self._days
        return Period(
            begins=end - self._days,
            ends=end,
            customers=customers,
            orders=orders,
            revenue=units / schema.UNITS_PER_CURRENCY,
            new_customers=new,
            came_back=back if is_covered else None,
            fell_silent=silent if is_covered else None,
        )

    def _query(self, periods: int) -> str:
        """Return what counts each customer's orders in all periods, and then the customers."""
        places = range(periods)
        each = ", ".join(part for place in places for part in _of_a_customer(place))
        all_ = ", ".join(part for place in places for part in _of_all(place))
        return (
            f"WITH customers AS (SELECT {schema.CUSTOMER_ID}, min({schema.ORDERED_AT}) "  # noqa: S608
            f"FILTER ({_PURCHASE}) AS {_FIRST}, {each} FROM ({self._orders}) "
            f"WHERE {schema.ORDERED_AT} <= $now GROUP BY {schema.CUSTOMER_ID} "
            f"HAVING {_FIRST} IS NOT NULL) SELECT {all_} FROM customers"
        )


def _of_a_customer(place: int) -> Iterator[str]:
    inside = f"{schema.ORDERED_AT} > $begin{place} AND {schema.ORDERED_AT} <= $end{place}"
    earlier = f"{schema.ORDERED_AT} > $before{place} AND {schema.ORDERED_AT} <= $begin{place}"
    yield f"count(*) FILTER ({_PURCHASE} AND {inside}) AS orders{place}"
    yield f"sum({schema.AMOUNT_UNITS}) FILTER ({inside}) AS units{place}"
    yield f"count(*) FILTER ({_PURCHASE} AND {earlier}) AS earlier{place}"


def _of_all(place: int) -> Iterator[str]:
    is_new = f"{_FIRST} > $begin{place} AND {_FIRST} <= $end{place}"
    yield f"count(*) FILTER (orders{place} > 0)"
    yield f"sum(orders{place})"
    yield f"sum(units{place})"
    yield f"count(*) FILTER ({is_new})"
    yield (
        f"count(*) FILTER (orders{place} > 0 AND earlier{place} = 0 AND {_FIRST} <= $begin{place})"
    )
    yield f"count(*) FILTER (orders{place} = 0 AND earlier{place} > 0)"
