"""One cell of a log: as text, as an identifier, as a number, and whether it is empty."""

from typing import Final

import polars as pl

from rfm.reading.tables import Table

# The marks on cells that hold something no reading understands.
BAD: Final = " bad "

# What programs write where there is nothing.
_NOTHING: Final = ("", "NULL", "null", "NaN", "nan", "None", "N/A", "#N/A", "\\N", "NaT", "<NA>")
# Marks of format and control: zero-width blanks, joiners, direction, byte order.
_UNSEEN: Final = r"[\p{Cf}\p{Cc}]"
# An address, without what programs write around it: a name, brackets, "mailto:", a semicolon.
_ADDRESS: Final = r"(?:^|[<:\s'\"])([^\s@<>:;,'\"]+@[^\s@<>:;,'\"]+?)[>.;,'\"]*$"
_CANCELLED: Final = ("C", "c")


def as_identifier(table: Table, column: str) -> pl.Expr:
    """Return a column of numbers or names of things: trimmed, "17850.0" as "17850"."""
    text = table.text(column)
    if table.dtypes[column].is_numeric():
        return text
    trimmed = text.str.strip_chars().str.replace(r"^(\d+)\.0+$", "$1")
    return pl.when(~trimmed.is_in(_NOTHING)).then(trimmed)


def as_customer(table: Table, column: str) -> pl.Expr:
    """Return a column of people: spellings of one number, name or address are one.

    Blanks, marks that cannot be seen and ways to store an accent do not tell people apart, nor do
    capitals in an address or the mark that keeps a spreadsheet from reading a number.
    """
    if table.dtypes[column].is_numeric():
        return as_identifier(table, column)
    seen = as_identifier(table, column).str.replace_all(_UNSEEN, "").str.normalize("NFC")
    tidy = seen.str.replace_all(r"\s+", " ").str.strip_chars()
    tidy = tidy.str.replace(r"^[='\"]+(\d+)\"?$", "$1").str.replace(r"^(\d+)\.0+$", "$1")
    address = tidy.str.to_lowercase().str.extract(_ADDRESS)
    person = pl.when(tidy.str.contains("@", literal=True)).then(
        pl.coalesce(address, tidy.str.to_lowercase())
    )
    return pl.when(tidy != "").then(person.otherwise(tidy))


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
