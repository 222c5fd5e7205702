"""Is a table a log of purchases or a table of customers? Told from its names and its rows."""

from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from rfm import schema
from rfm.errors import QuestionError, SourceError
from rfm.reading.fields import (
    CURRENCY,
    CUSTOMER_NAME,
    EMAIL,
    KIND,
    ORDER_STATUS,
    PAYMENT_STATUS,
    REFUNDED,
)
from rfm.reading.layouts import layout_of
from rfm.reading.tables import Table
from rfm.table.cells import text_of
from rfm.table.kinds import NEARLY_ALL, ROW_NUMBERS, identifier_rank
from rfm.table.orders import ensure_no_orders
from rfm.table.purchases import (
    are_of_purchases,
    is_called_a_purchase,
    is_number_of_purchase,
    is_of_people,
    is_of_purchases,
)
from rfm.words import quoted

SourceKind = Literal["log", "customers"]

_MONEY: Final = (schema.AMOUNT, schema.UNIT_PRICE)
_SURE: Final = (
    schema.ORDER_ID,
    schema.PRODUCT_ID,
    schema.PRODUCT,
    schema.QUANTITY,
    CURRENCY,
    PAYMENT_STATUS,
    REFUNDED,
)
_PEOPLE: Final = (schema.CUSTOMER_ID, EMAIL, CUSTOMER_NAME)
# What is said of customers as of purchases.
_OF_BOTH: Final = (KIND, ORDER_STATUS, EMAIL, CUSTOMER_NAME, schema.COUNTRY)
_OWN_ATTRIBUTES: Final = 2
# An identifier may have copies, which the account of rows finds.
_MOST: Final = 0.8


@dataclass(frozen=True)
class Recognised:
    """What a table is.

    Attributes
    ----------
    kind : {"log", "customers"}
        A log has a row per purchase, a customer table a row per customer.
    reason : str
        Why, in a sentence.
    id_column : str
        The column that tells customers apart; "rows" when their rows' numbers do. Empty for a log.
    """

    kind: SourceKind
    reason: str
    id_column: str = ""


@dataclass(frozen=True)
class _Counted:
    rows: int
    filled: int
    distinct: int
    fractions: int

    def is_unique(self, share: float = NEARLY_ALL) -> bool:
        """Return whether nearly every row has its own value, and it is no measured number."""
        is_filled = self.filled >= share * self.rows and self.fractions == 0
        return self.rows > 0 and is_filled and self.distinct >= share * self.filled


def recognise(table: Table, *, are_customers: bool = False, id_column: str = "") -> Recognised:
    """Return whether a table is a log or a customer table, and why.

    Parameters
    ----------
    table : Table
        The opened file.
    are_customers : bool
        Whether the user says that it has a row per customer; else the table decides.
    id_column : str
        The column that the user says tells customers apart, "rows" for the rows' numbers.

    Returns
    -------
    Recognised
        The kind, the column of customers, and the reason.

    Raises
    ------
    SourceError
        When it is neither, or no column tells customers apart; the message says what to do.
    """
    if id_column:
        chosen = _ensure_column(table, id_column)
        words = "the number of their row" if chosen == ROW_NUMBERS else f"'{chosen}'"
        reason = f"It is read as a table of customers told apart by {words}, as asked."
        return Recognised(schema.CUSTOMER_TABLE, reason, chosen)
    if not are_customers and (found := _as_log(table)):
        return found
    if table.rows.head(1).collect().height == 0:
        raise SourceError(
            f"{table.where} has a header but no data rows. Export it again with its rows."
        )
    return _as_customers(table, is_sure=are_customers)


def _as_log(table: Table) -> Recognised | None:
    """Return that a table with a log's columns is one, unless each customer has one row."""
    if layout := layout_of(table.columns):
        return Recognised(
            schema.LOG, f"It has the columns of an export of {layout.title}: it is a log."
        )
    fields = table.header.candidates({})
    person = next((fields[name][0] for name in _PEOPLE if name in fields), "")
    money = next((fields[name][0] for name in _MONEY if name in fields), "")
    date = fields.get(schema.ORDERED_AT, [""])[0]
    of_purchases = [name for name in table.columns if is_of_purchases(name)]
    numbered = schema.ORDER_ID in fields or any(map(is_number_of_purchase, table.columns))
    if not (person and money and date):
        # Read as a log, it is said which columns are missing, and asked which they are.
        is_one = numbered or (not person and of_purchases and (money or date))
        if not is_one and ((money and date) or are_of_purchases(table.columns)):
            are_people = person and _count(table, person).is_unique()
            is_one = not are_people and (person or not any(map(is_of_people, table.columns)))
        named_so = f"Its columns ({quoted(of_purchases)}) are those of purchases: it is a log."
        return Recognised(schema.LOG, named_so) if is_one else None
    used = {person, *(name for field in fields if field not in _OF_BOTH for name in fields[field])}
    own = [name for name in table.columns if name not in used]
    of_a_log = f"It has a customer ('{person}'), a date ('{date}') and an amount ('{money}')"
    # An order or a product says it without a look at all rows.
    is_sure = numbered or is_called_a_purchase(date) or any(name in fields for name in _SURE)
    if is_sure or len(own) < _OWN_ATTRIBUTES:
        return Recognised(schema.LOG, f"{of_a_log}: it is a log of purchases.")
    counted = _count(table, person)
    if counted.is_unique():
        return None
    return Recognised(
        schema.LOG,
        f"{of_a_log}, and customers repeat ({counted.distinct:,} in {counted.rows:,} rows): "
        "it is a log of purchases.",
    )


def _as_customers(table: Table, *, is_sure: bool) -> Recognised:
    # Orders, payments and days are no customers, however different they are.
    people = [name for name in table.columns if not is_of_purchases(name)]
    named = [name for name in people if identifier_rank(name) is not None]
    named.sort(key=lambda name: identifier_rank(name) or 0)
    repeated: list[tuple[str, _Counted]] = []
    for name in named:
        counted = _count(table, name)
        if counted.is_unique(_MOST):
            return Recognised(schema.CUSTOMER_TABLE, _reason(name, counted), name)
        repeated.append((name, counted))
    # Where no name tells, an identifier stands first.
    for name in [name for name in table.columns[:1] if name in people and name not in named]:
        counted = _count(table, name)
        if counted.is_unique() and counted.distinct == counted.filled:
            ensure_no_orders(table, name, is_sure=is_sure)
            return Recognised(schema.CUSTOMER_TABLE, _reason(name, counted), name)
    raise _no_identifier(table, repeated, is_sure=is_sure)


def _reason(name: str, counted: _Counted) -> str:
    different = (
        "every row has its own value"
        if counted.distinct == counted.rows
        else f"{counted.distinct:,} of {counted.rows:,} rows have their own value"
    )
    return f"It is a table of customers: in '{name}' {different}."


def _no_identifier(
    table: Table, repeated: list[tuple[str, _Counted]], *, is_sure: bool
) -> QuestionError:
    answers: tuple[str, tuple[tuple[str, str], ...]] = (
        "kind",
        (
            (schema.CUSTOMER_TABLE, "each row is a customer"),
            (schema.LOG, "each row is a purchase, or a part of one"),
        ),
    )
    if is_sure:
        names = [(name, name) for name in table.columns]
        answers = ("table.id_column", (*names, (ROW_NUMBERS, "none: each row is a customer")))
    how = (
        "If each row is a customer, name the column that tells them apart with --id COLUMN, or "
        f"number the rows with --id {ROW_NUMBERS}. If each row is a purchase, say which columns "
        "are the customer, the date and the amount with --column customer_id=NAME and so on. "
        f"The columns are: {quoted(table.columns)}."
    )
    asked = "Which column does?" if is_sure else "What is a row?"
    if repeated and not is_sure:
        name, counted = repeated[0]
        return QuestionError(
            f"{table.where}: this is neither a log nor a table of customers. '{name}' has "
            f"{counted.distinct:,} different values in {counted.rows:,} rows, so a row is no "
            "customer, and no date with an amount was found, so it is no purchase. What is a row?",
            *answers,
            how=how,
        )
    return QuestionError(
        f"{table.where}: no column tells customers apart (one value of its own in each row, "
        f"such as a customer number). {asked}",
        *answers,
        how=how,
    )


def _ensure_column(table: Table, name: str) -> str:
    if name in table.columns or name == ROW_NUMBERS:
        return name
    alike = [column for column in table.columns if column.casefold() == name.strip().casefold()]
    if len(alike) == 1:
        return alike[0]
    numbers = (ROW_NUMBERS, "none: each row is a customer")
    raise QuestionError(
        f"{table.where}: there is no column '{name}' to tell customers apart. Which one does?",
        "table.id_column",
        (*((column, column) for column in table.columns), numbers),
        how=f"The columns are: {quoted(table.columns)}. Number the rows with --id {ROW_NUMBERS}.",
    )


def _count(table: Table, name: str) -> _Counted:
    cell = pl.col("cell")
    number = cell.cast(pl.Float64, strict=False)
    counts = table.rows.select(cell=text_of(table, name)).select(
        rows=pl.len(),
        filled=cell.count(),
        distinct=cell.drop_nulls().n_unique(),
        fractions=(number != number.round()).sum(),
    )
    return _Counted(**counts.collect(engine="streaming").row(0, named=True))
