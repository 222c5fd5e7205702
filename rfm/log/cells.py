"""One cell of a log: as text, as an identifier, as a number, and whether it is empty."""

from typing import Final

import polars as pl

from rfm.reading.tables import Table

# The marks on cells that hold something no reading understands.
BAD: Final = " bad "

# What programs write where there is nothing.
_NOTHING: Final = ("", "NULL", "null", "NaN", "nan", "None", "N/A", "#N/A", "\\N", "NaT", "<NA>")
_CANCELLED: Final = ("C", "c")


def as_identifier(table: Table, column: str) -> pl.Expr:
    """Return a column of numbers or names of things: trimmed, "17850.0" as "17850"."""
    text = table.text(column)
    if table.dtypes[column].is_numeric():
        return text
    trimmed = text.str.strip_chars().str.replace(r"^(\d+)\.0+$", "$1")
    return pl.when(~trimmed.is_in(_NOTHING)).then(trimmed)


def is_cancelled(order_id: pl.Expr) -> pl.Expr:
    """Return whether an order number says that the order was cancelled: it begins with C."""
    return order_id.str.slice(0, 1).is_in(_CANCELLED).fill_null(value=False)


def has_something(table: Table, column: str) -> pl.Expr:
    """Return whether a cell is meant to hold a value."""
    cell, dtype = pl.col(column), table.dtypes[column]
    if dtype == pl.String:
        return cell.is_not_null() & ~cell.str.strip_chars().is_in(_NOTHING)
    if dtype.is_float():
        return cell.is_not_null() & cell.is_not_nan()
    return cell.is_not_null()


def is_empty(table: Table, column: str) -> pl.Expr:
    """Return whether a cell holds nothing, or nothing but blanks."""
    cell, dtype = pl.col(column), table.dtypes[column]
    if dtype == pl.String:
        return cell.is_null() | (cell.str.strip_chars() == "")
    return cell.is_null() | cell.is_nan() if dtype.is_float() else cell.is_null()
