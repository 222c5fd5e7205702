"""One cell of a log: as text, as an identifier, as a number, and whether it is empty."""

from typing import Final

import polars as pl

# The marks on cells that hold something no reading understands.
BAD: Final = " bad "

# What programs write where there is nothing.
_NOTHING: Final = ("", "NULL", "null", "NaN", "nan", "None", "N/A", "#N/A", "\\N", "NaT", "<NA>")
_CANCELLED: Final = ("C", "c")


def as_text(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column as text, whole numbers without a point."""
    cell = pl.col(column)
    if dtype.is_float():
        whole = cell.cast(pl.Int64, strict=False)
        text = pl.when(cell == whole).then(whole.cast(pl.String)).otherwise(cell.cast(pl.String))
        return pl.when(cell.is_finite()).then(text)
    return cell.cast(pl.String)


def as_identifier(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column of numbers or names of things: trimmed, "17850.0" as "17850"."""
    text = as_text(column, dtype)
    if dtype.is_numeric():
        return text
    trimmed = text.str.strip_chars().str.replace(r"^(\d+)\.0+$", "$1")
    return pl.when(~trimmed.is_in(_NOTHING)).then(trimmed)


def is_cancelled(order_id: pl.Expr) -> pl.Expr:
    """Return whether an order number says that the order was cancelled: it begins with C."""
    return order_id.str.slice(0, 1).is_in(_CANCELLED).fill_null(value=False)


def has_something(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return whether a cell is meant to hold a value."""
    cell = pl.col(column)
    if dtype == pl.String:
        return cell.is_not_null() & ~cell.str.strip_chars().is_in(_NOTHING)
    if dtype.is_float():
        return cell.is_not_null() & cell.is_not_nan()
    return cell.is_not_null()


def is_empty(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return whether a cell holds nothing, or nothing but blanks."""
    cell = pl.col(column)
    if dtype == pl.String:
        return cell.is_null() | (cell.str.strip_chars() == "")
    return cell.is_null() | cell.is_nan() if dtype.is_float() else cell.is_null()
