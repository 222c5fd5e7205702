"""Customers of a log of whom it is doubtful that they are people: one for many, many for one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import polars as pl

from rfm import schema
from rfm.words import counted, rough_percent

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from rfm.log.transactions.tables import Transactions

_LARGE_SHARE: Final = 0.1
_MANY: Final = 20
_VERY_MANY: Final = 100
# So many rounded numbers are no chance.
_SEVERAL: Final = 3
# A spreadsheet keeps fifteen digits of a number, and writes zeros for the others.
_ROUNDED: Final = r"^\d{15,}0$"
_LONG: Final = r"^\d{16,}$"
_LIKE_TESTS: Final = r"(?i)\b(test|dummy)\b|^test\d"


def doubtful_customers(transactions: "Transactions", bought: "ir.Table") -> Iterator[str]:
    """Yield what is odd about who bought."""
    by_customer = bought.group_by(schema.CUSTOMER_ID).aggregate(orders=bought.count())
    best = by_customer.order_by(by_customer["orders"].desc(), schema.CUSTOMER_ID).limit(1)
    (number, most) = best.to_polars().row(0)
    totals = by_customer.aggregate(
        customers=by_customer.count(), orders=by_customer["orders"].sum()
    )
    customers, orders = map(int, totals.to_polars().row(0))
    if most >= max(_MANY, _LARGE_SHARE * orders) and customers >= _MANY:
        yield (
            f"Customer '{_names(transactions, pl.Series([number]))[0]}' has {most:,} of "
            f"{counted(orders, 'order')} ({rough_percent(most / orders)}): is it one customer, or "
            "one number for many?"
        )
    if customers == orders >= _VERY_MANY:
        yield (
            f"Each of the {counted(orders, 'order')} has a customer of its own: is the customer's "
            "column the right one? A number that is new with each order tells nobody apart."
        )
    # The names of more customers than fit into memory are not looked through.
    if transactions.names[schema.CUSTOMER_ID].held is not None:
        numbers = by_customer[schema.CUSTOMER_ID].to_polars()
        yield from _doubtful_names(_names(transactions, numbers))


def _doubtful_names(names: pl.Series) -> Iterator[str]:
    tests = names.filter(names.str.contains(_LIKE_TESTS))
    if tests.len():
        yield (
            f"{counted(tests.len(), 'customer is', 'customers are')} called like a test, such as "
            f"'{tests.sort()[0]}': if nobody bought, leave the rows out."
        )
    rounded, long = names.filter(names.str.contains(_ROUNDED)), names.str.contains(_LONG).sum()
    if rounded.len() == long >= _SEVERAL:
        yield (
            f"All {counted(rounded.len(), 'customer')} with numbers of 16 digits or more end in "
            f"0, such as '{rounded.sort()[0]}': a spreadsheet rounded them, and several may be "
            "one now. Export the column as text."
        )


def _names(transactions: "Transactions", numbers: pl.Series) -> pl.Series:
    """Return what customers are called."""
    import pyarrow as pa

    names = transactions.names[schema.CUSTOMER_ID]
    cursor = transactions.lines.get_backend().con
    chunk: pa.Array = numbers.cast(pl.Int32).to_arrow()
    return pl.Series(names.of(pa.chunked_array([chunk]), cursor), dtype=pl.String)
