"""What is left of a log after cleaning: its lines, its orders, and the account of its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from rfm import schema
from rfm.log.transactions.names import NAME, NUMBER

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from rfm.log.transactions.names import Names

DEFAULT_LOOK_BACK: Final = timedelta(days=1)
# So many rows are named for each reason to count or not.
EXAMPLES: Final = 3
ROWS_PER_GROUP: Final = 60_000
# Numbers of orders that have none are those of their days, below those of every name.
_FIRST_DAY: Final = 1_000_000
SECONDS_PER_DAY: Final = 24 * 60 * 60


@dataclass(frozen=True)
class RowCount:
    """How many rows of the log have one reason to count or not to count.

    Parameters
    ----------
    reason, label : str
        The reason's name, and the same for people.
    rows : int
        How many rows have it.
    kept : bool
        Whether these rows count.
    explanation : str
        What it means, in a sentence.
    examples : tuple of str
        Where the first of them stand, such as "row 3".
    """

    reason: str
    label: str
    rows: int
    kept: bool
    explanation: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Transactions:
    """The lines and orders that count, in a database that the caller keeps open.

    Parameters
    ----------
    lines : ibis Table
        One row per line that counts: `customer_id`, `order_id`, `ordered_at`, `amount_units`
        (ten-thousandths of the currency; negative when given back), `is_return` (given back, or of
        an order that was given back whole) and, when the log has them, `product_id`, `product_no`,
        `is_product`, `quantity`, `unit_price`, `country`.
    orders : ibis Table
        One row per order, as `orders_of` makes it.
    names : mapping of str to Names
        What the numbers stand for in those columns of lines and orders that hold numbers instead
        of texts; a column that is not among them holds the texts themselves. The numbers are in
        the order of the alphabet.
    report : tuple of RowCount
        How many rows have each reason; together all rows of the log.
    has_orders : bool
        Whether the log has order numbers; without them an order is a customer's calendar day, of
        the number that `day_as_order` gives.
    """

    lines: "ir.Table"
    orders: "ir.Table"
    names: "Mapping[str, Names]"
    report: tuple[RowCount, ...]
    has_orders: bool

    @property
    def has_products(self) -> bool:
        """Whether the log says what was bought."""
        return schema.PRODUCT_NO in self.names

    @property
    def products(self) -> "ir.Table | None":
        """The name (`product`) of each `product_no`; None when the log has no products."""
        if not self.has_products:
            return None
        named = self.names[schema.PRODUCT_NO].table
        return named.rename({schema.PRODUCT_NO: NUMBER, schema.PRODUCT: NAME})

    def named(self, rows: "ir.Table", column: str, of: str = "") -> "ir.Table":
        """Return rows in which a column holds texts and not their numbers.

        Parameters
        ----------
        rows : ibis Table
            The rows.
        column : str
            The column.
        of : str, optional
            The column of lines whose numbers these are, where it is called otherwise.

        Returns
        -------
        ibis Table
            The same rows.
        """
        known = of or column
        if known not in self.names:
            return rows
        names = self.names[known].table
        joined = rows.left_join(names, rows[column] == names[NUMBER])
        return joined.drop(column, NUMBER).rename({column: NAME})


def day_number(moments: "ir.TimestampColumn") -> "ir.IntegerColumn":
    """Return the days from 1 January 1970 to the day of a moment."""
    return moments.truncate("D").epoch_seconds() // SECONDS_PER_DAY


def day_as_order(ordered_at: "ir.TimestampColumn") -> "ir.IntegerColumn":
    """Return the number of the order that is a calendar day; it is below zero."""
    return (-_FIRST_DAY - day_number(ordered_at)).cast("int32")


def orders_of(lines: "ir.Table") -> "ir.Table":
    """Return one row per order of the lines; what is given back on an order has its own row.

    An order happens at the time of its first line. `amount_units` is negative in a row of
    returns, unless that is an order which was given back whole; `lines`, `quantity` and `products`
    count what the row holds.
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
