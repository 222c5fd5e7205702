"""What is left of a log after cleaning: its lines, its orders, and the account of its rows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rfm import schema

if TYPE_CHECKING:
    import ibis.expr.types as ir

DEFAULT_LOOK_BACK: Final = timedelta(days=1)
WRITTEN_ORDER: Final = (
    schema.CUSTOMER_ID,
    schema.ORDER_ID,
    schema.ORDERED_AT,
    schema.AMOUNT,
    schema.LINES,
    schema.QUANTITY,
    schema.PRODUCTS,
    schema.IS_RETURN,
)
WRITTEN_LINE: Final = (
    schema.CUSTOMER_ID,
    schema.ORDER_ID,
    schema.ORDERED_AT,
    schema.PRODUCT_ID,
    schema.PRODUCT,
    schema.IS_PRODUCT,
    schema.QUANTITY,
    schema.UNIT_PRICE,
    schema.AMOUNT,
    schema.COUNTRY,
    schema.IS_RETURN,
)


@dataclass(frozen=True)
class RowCount:
    """How many rows of the log have one reason to count or not to count."""

    reason: str
    label: str
    rows: int
    kept: bool
    explanation: str


@dataclass(frozen=True, kw_only=True)
class Transactions:
    """The lines and orders that count, in a database that the caller keeps open.

    Parameters
    ----------
    lines : ibis Table
        One row per line that counts: `customer_id`, `order_id`, `ordered_at`, `amount_units`
        (ten-thousandths of the currency; negative when given back), `is_return` and, when the log
        has them, `product_id`, `product`, `product_no`, `is_product`, `quantity`, `unit_price`,
        `country`.
    orders : ibis Table
        One row per order, as `orders_of` makes it.
    products : ibis Table, optional
        The name (`product`) of each `product_no`. The numbers are in the order of the alphabet.
    report : tuple of RowCount
        How many rows have each reason; together all rows of the log.
    has_orders : bool
        Whether the log has order numbers; without them an order is a customer's calendar day.
    """

    lines: "ir.Table"
    orders: "ir.Table"
    products: "ir.Table | None"
    report: tuple[RowCount, ...]
    has_orders: bool

    @property
    def has_products(self) -> bool:
        """Whether the log says what was bought."""
        return self.products is not None

    def write_orders(self, path: Path, rows_per_group: int) -> None:
        """Write the orders as Parquet, by customer and time, with money in the currency."""
        _write(self.orders, WRITTEN_ORDER, path, rows_per_group)

    def write_lines(self, path: Path, rows_per_group: int) -> None:
        """Write the lines as Parquet, by customer and time, with money in the currency."""
        _write(self.lines, WRITTEN_LINE, path, rows_per_group)

    def interrupt(self) -> None:
        """End what the database is doing for somebody who no longer waits for it."""
        self.lines.get_backend().con.interrupt()


def orders_of(lines: "ir.Table") -> "ir.Table":
    """Return one row per order of the lines; what is given back on an order has its own row.

    An order happens at the time of its first line. `amount_units` is negative in a row of
    returns; `lines`, `quantity` and `products` count what the row holds.
    """
    figures = {
        schema.ORDERED_AT: lines[schema.ORDERED_AT].min(),
        schema.AMOUNT_UNITS: lines[schema.AMOUNT_UNITS].sum(),
        schema.LINES: lines.count(),
    }
    if schema.QUANTITY in lines.columns:
        figures[schema.QUANTITY] = lines[schema.QUANTITY].sum()
    if schema.PRODUCT_NO in lines.columns:
        figures[schema.PRODUCTS] = lines[schema.PRODUCT_NO].nunique(where=lines[schema.IS_PRODUCT])
    if schema.COUNTRY in lines.columns:
        figures[schema.COUNTRY] = lines[schema.COUNTRY].min()
    return lines.group_by(schema.CUSTOMER_ID, schema.ORDER_ID, schema.IS_RETURN).aggregate(
        **figures
    )


def baskets_of(lines: "ir.Table") -> "ir.Table":
    """Return one row per customer and named product that the customer bought, without the name.

    `lines` counts the lines, `amount_units` is their money. Returned lines and lines that are no
    product (postage, fees) do not count.
    """
    # By the number alone: millions of names would take more memory than the database counts.
    bought = lines.filter(
        ~lines[schema.IS_RETURN] & lines[schema.IS_PRODUCT] & lines[schema.PRODUCT_NO].notnull()
    )
    figures = {
        schema.LINES: bought.count(),
        schema.AMOUNT_UNITS: bought[schema.AMOUNT_UNITS].sum(),
    }
    return bought.group_by(schema.CUSTOMER_ID, schema.PRODUCT_NO).aggregate(**figures)


def default_as_of(transactions: Transactions) -> datetime:
    """Return the last line's time plus one day: the moment an analysis looks back from."""
    last: datetime = transactions.lines[schema.ORDERED_AT].max().to_pyarrow().as_py()
    return last + DEFAULT_LOOK_BACK


def _write(rows: "ir.Table", columns: tuple[str, ...], path: Path, rows_per_group: int) -> None:
    import duckdb

    amount = rows[schema.AMOUNT_UNITS].cast("float64") / schema.UNITS_PER_CURRENCY
    shown = rows.mutate(amount.name(schema.AMOUNT))
    shown = shown.select([column for column in columns if column in shown.columns])
    # By customer and time, then by everything else: the order of the log leaves no trace.
    first = [schema.CUSTOMER_ID, schema.ORDERED_AT]
    by = [*first, *(column for column in shown.columns if column not in first)]
    try:
        shown.order_by(by).to_parquet(path, row_group_size=rows_per_group, compression="zstd")
    except duckdb.IOException as error:
        raise OSError(str(error)) from error
