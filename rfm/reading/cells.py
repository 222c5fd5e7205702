"""One cell of a log: as text, as an identifier, as a number, and whether it is empty."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from rfm.reading.tables import Table

# The marks on cells that hold something no reading understands.
BAD: Final = " bad "

# What programs write where there is nothing.
_NOTHING: Final = ("", "NULL", "null", "NaN", "nan", "None", "N/A", "#N/A", "\\N", "NaT", "<NA>")
_SEED: Final = 0


@dataclass(frozen=True)
class Quirks:
    """The text columns of a table in which rare things happen; the others are read faster."""

    pointed: frozenset[str]
    """Some cell ends like 17850.0."""
    blank: frozenset[str]
    """Some cell begins with a blank, and may hold nothing else."""


def find_quirks(table: Table) -> Quirks:
    """Return where rare things happen; everywhere, when looking would mean another pass."""
    texts = frozenset(name for name, dtype in table.dtypes.items() if dtype == pl.String)
    if not table.is_kept or not texts:
        return Quirks(texts, texts)
    ends = table.rows.select(pl.col(name).str.ends_with(".0").any() for name in texts)
    # Every character that sorts before "!" is a blank or a control character.
    starts = table.rows.select((pl.col(name) < "!").any() for name in texts)
    pointed, blank = (found.row(0, named=True) for found in pl.collect_all([ends, starts]))
    return Quirks(
        frozenset(name for name in texts if pointed[name]),
        frozenset(name for name in texts if blank[name]),
    )


def as_text(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return a column as text, whole numbers without a point."""
    cell = pl.col(column)
    if dtype == pl.String:
        return cell
    if dtype.is_float():
        whole = cell.cast(pl.Int64, strict=False)
        text = pl.when(cell == whole).then(whole.cast(pl.String)).otherwise(cell.cast(pl.String))
        return pl.when(cell.is_finite()).then(text)
    return cell.cast(pl.String)


def as_identifier(column: str, dtype: pl.DataType, quirks: Quirks) -> pl.Expr:
    """Return a column of numbers or names of things: trimmed, "17850.0" as "17850"."""
    text = as_text(column, dtype)
    if dtype.is_numeric():
        return text
    trimmed = text.str.strip_chars()
    if column in quirks.pointed:
        trimmed = trimmed.str.replace(r"^(\d+)\.0+$", "$1")
    return pl.when(~trimmed.is_in(_NOTHING)).then(trimmed)


def as_number(column: str) -> pl.Expr:
    """Return a column of numbers of any type as floating point."""
    return pl.col(column).cast(pl.Float64, strict=False)


def has_something(column: str, dtype: pl.DataType) -> pl.Expr:
    """Return whether a cell is meant to hold a value."""
    cell = pl.col(column)
    if dtype == pl.String:
        return cell.is_not_null() & ~cell.str.strip_chars().is_in(_NOTHING)
    if dtype.is_float():
        return cell.is_not_null() & cell.is_not_nan()
    return cell.is_not_null()


def has_empty_field(table: Table, quirks: Quirks) -> pl.Expr:
    """Return whether any named column of the file is empty in a row."""
    return pl.any_horizontal(
        _is_empty(name, table.dtypes[name], is_blank=name in quirks.blank)
        for name in table.columns
        if _counts(table, name)
    )


def row_hash(table: Table) -> pl.Expr:
    """Return a number that rows with the same cells share.

    Columns without a name are left out: a spreadsheet's or a program's row numbers, which make
    every copy of a line look different.
    """
    names = [name for name in table.columns if _counts(table, name)]
    return pl.struct(names).hash(_SEED)


def _counts(table: Table, name: str) -> bool:
    return name in table.header.named


def _is_empty(name: str, dtype: pl.DataType, *, is_blank: bool) -> pl.Expr:
    cell = pl.col(name)
    if dtype == pl.String and is_blank:
        return cell.is_null() | (cell.str.strip_chars() == "")
    return cell.is_null() | cell.is_nan() if dtype.is_float() else cell.is_null()
