"""A table in which no name tells what a row is: cells that are days and money may be orders'."""

from typing import Final

import polars as pl

from rfm import schema
from rfm.errors import QuestionError
from rfm.reading.dates import Dates
from rfm.reading.tables import Table
from rfm.table.cells import text_of
from rfm.table.purchases import is_of_people
from rfm.words import quoted

_LOOKED_AT: Final = 200
_MOSTLY: Final = 0.9
# Digits alone may be a date, a postcode or anything else.
_WRITTEN_DAY: Final = r"\d.*[^\d.,].*\d|\d+\.\d+\.\d+"

_NUMBER: Final = r"^\D{0,4}-?\d[\d., ]*\D{0,4}$"


def ensure_no_orders(table: Table, name: str, *, is_sure: bool) -> None:
    """Ask what a row is where it has a day, an amount and something that repeats.

    Parameters
    ----------
    table : Table
        A table whose names tell nothing.
    name : str
        The column that has another value in each row.
    is_sure : bool
        Whether the user says that the rows are customers.

    Raises
    ------
    QuestionError
        When the rows may be orders.
    """
    if is_sure or any(map(is_of_people, table.columns)):
        return
    others = [column for column in table.columns if column != name]
    head = table.rows.head(_LOOKED_AT).select(text_of(table, column) for column in others)
    cells = head.collect(engine="streaming")
    days = [column for column in others if _are_days(cells[column])]
    numbers = [column for column in others if column not in days and _are_numbers(cells[column])]
    if not days or not numbers:
        return
    raise QuestionError(
        f"{table.where}: no column is called as we know it. '{name}' is another in each row, "
        f"{quoted(days)} holds days and {quoted(numbers)} numbers, so that a row may be a purchase "
        "or a customer. What is a row?",
        "kind",
        (
            (schema.LOG, "each row is a purchase, or a part of one"),
            (schema.CUSTOMER_TABLE, "each row is a customer"),
        ),
        how="If each row is a purchase, say which columns are the customer, the date and the "
        "amount with --column customer_id=NAME and so on. If each row is a customer, say --id "
        f"'{name}'. The columns are: {quoted(table.columns)}.",
    )


def _are_days(cells: pl.Series) -> bool:
    written = cells.drop_nulls()
    if not _are_mostly(written.str.contains(_WRITTEN_DAY)):
        return False
    dates = Dates().with_more(written)
    read = pl.DataFrame({"cell": written}).select(dates.expression(pl.col("cell")).is_not_null())
    return _are_mostly(read.to_series())


def _are_numbers(cells: pl.Series) -> bool:
    return _are_mostly(cells.drop_nulls().str.contains(_NUMBER))


def _are_mostly(marks: pl.Series) -> bool:
    return bool(marks.len() and int(marks.sum()) >= _MOSTLY * marks.len())
