"""The cells of a customer table's columns: which hold something, what it may be, and its levels."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from rfm.errors import SourceError
from rfm.reading.dates import Dates, decide_order
from rfm.reading.numbers import (
    MARKS,
    Mark,
    plain_number,
    pooled_marks,
    study_numbers,
    written_number,
)
from rfm.reading.tables import LINE, Table
from rfm.settings import DateOrder

if TYPE_CHECKING:
    import pandas as pd

# What people and programs write where there is nothing, in any case of letters.
_NOTHING: Final = (
    "", "null", "nan", "none", "n/a", "#n/a", "na", "\\n", "nat", "<na>", "?", "-", "--", ".",
)  # fmt: skip
YES: Final = "Yes"
NO: Final = "No"
# Pairs that mean yes and no; a column has both of a pair or something else.
_YES: Final = ("yes", "y", "true", "t", "1", "ja", "j", "oui", "si", "sí", "on")
_NO: Final = ("no", "n", "false", "f", "0", "nein", "non", "off")
_WHOLE_WITH_POINT: Final = r"^([-+]?\d+)\.0+$"
_LONGEST_NOTHING: Final = 4
_PATTERN_OF_DATES: Final = "%Y-%m-%d"
# A code, such as a postcode, begins with a zero that a number would lose.
_CODED: Final = r"^0\d"
_PERCENT: Final = r"^([-+]?[\d.,]*\d)\s*%$"
_ANY_DIGIT: Final = r"\d"
_HEAD: Final = 2_000
_SOME: Final = 500
_HALF: Final = 0.5


@dataclass(frozen=True)
class ColumnCells:
    """What the cells of one column hold, counted over the whole column.

    Attributes
    ----------
    rows, filled, distinct : int
        All cells, those that hold something, and the different ones of them.
    numbers, whole, coded, digits : int
        Cells that are numbers, whole ones, written with leading zeros, with any digit in them.
    odd : int
        Different cells that are no number.
    dates, written_dates : int, Dates
        Cells that are dates, and how these are written.
    longest, spaced : int
        Characters of the longest cell; cells with a blank inside.
    mark : str
        The decimal mark; empty when numbers are written as programs write them.
    """

    rows: int
    filled: int
    distinct: int
    numbers: int
    whole: int
    coded: int
    digits: int
    odd: int
    longest: int
    spaced: int
    lowest: float | None
    highest: float | None
    dates: int = 0
    written_dates: Dates = field(default_factory=Dates)
    mark: Mark | None = None
    date_note: str = ""


def text_of(table: Table, name: str) -> pl.Expr:
    """Return a column as trimmed text, null where it holds nothing.

    Parameters
    ----------
    table : Table
        The file.
    name : str
        One of its columns.

    Returns
    -------
    Expr
        Text; dates in ISO form, yes-no as "Yes" and "No".
    """
    dtype = table.dtypes[name]
    if dtype == pl.Boolean:
        return pl.when(pl.col(name)).then(pl.lit("Yes")).when(~pl.col(name)).then(pl.lit("No"))
    if dtype == pl.Date:
        return pl.col(name).dt.to_string(_PATTERN_OF_DATES)
    if isinstance(dtype, pl.Datetime):
        return pl.col(name).dt.to_string("%Y-%m-%d %H:%M:%S")
    text = table.text(name)
    if dtype.is_numeric():
        return text
    trimmed = text.str.strip_chars()
    is_nothing = (trimmed.str.len_bytes() <= _LONGEST_NOTHING) & trimmed.str.to_lowercase().is_in(
        _NOTHING
    )
    # A percentage is the number before its sign.
    return pl.when(~is_nothing).then(trimmed.str.replace(_PERCENT, "$1"))


def number_of(name: str, mark: Mark | None) -> pl.Expr:
    """Return a column of texts as numbers, null where a cell is none."""
    cell = pl.col(name)
    return plain_number(cell) if mark is None else written_number(cell, mark)


def date_of(name: str, cells: ColumnCells) -> pl.Expr:
    """Return a column of texts as dates in ISO form, null where a cell is none."""
    moment = cells.written_dates.expression(pl.col(name))
    return moment.dt.to_string(_PATTERN_OF_DATES)


def as_levels(name: str, cells: ColumnCells) -> pl.Expr:
    """Return a column of texts as levels: "1.0" as "1", and the spellings of yes as "Yes"."""
    level = pl.col(name)
    if cells.numbers:
        level = level.str.replace(_WHOLE_WITH_POINT, "$1")
    if cells.distinct != 2:  # noqa: PLR2004  yes and no are two
        return level
    lower = level.str.to_lowercase()
    is_yes, is_no = lower.is_in(_YES), lower.is_in(_NO)
    # A column of "t" and "f" is a switch; one of "f" and "m" is not.
    is_switch = (is_yes | is_no).all() & is_yes.any() & is_no.any()
    spelled = pl.when(is_yes).then(pl.lit(YES)).when(is_no).then(pl.lit(NO))
    return pl.when(is_switch).then(spelled).otherwise(level)


def normalised(cells: "pd.Series[str]", known: Sequence[str]) -> "pd.Series[str]":
    """Return a new customers' cells as the levels of an attribute are written.

    Parameters
    ----------
    cells : Series
        What was entered; NA for gaps.
    known : sequence of str
        The attribute's levels: spellings of yes and no are read where these are "Yes" and "No".

    Returns
    -------
    Series
        Of the same length.
    """
    text = cells.astype("str").str.strip().str.replace(_WHOLE_WITH_POINT, r"\1", regex=True)
    if set(known) != {YES, NO}:
        return text
    lower = text.str.lower()
    return text.mask(lower.isin(_YES), YES).mask(lower.isin(_NO), NO)


def study(
    texts: pl.DataFrame, names: Sequence[str], decimal: Mark | None = None
) -> dict[str, ColumnCells]:
    """Return what each column of texts holds; decimal marks are studied, unless one is chosen."""
    # Columns of attributes have few different cells: each is understood once, and counted.
    different = {name: _different(texts, name) for name in names}
    found = {name: _counted(cells, texts.height, None) for name, cells in different.items()}
    marks = {
        name: study_numbers(different[name].lazy()).mark
        for name, cells in found.items()
        if (decimal or cells.digits > cells.numbers) and _is_written(different[name]["cell"])
    }
    for name, told in pooled_marks(marks).items():
        mark = decimal or told
        closer = _counted(different[name], texts.height, mark)
        if closer.numbers > found[name].numbers - bool(decimal):
            found[name] = closer
    return found


def _different(texts: pl.DataFrame, name: str) -> pl.DataFrame:
    cells = texts.select(pl.col(name).alias("cell")).drop_nulls()
    return cells.group_by("cell").len().sort("cell").with_row_index(LINE)


def _is_written(cells: pl.Series) -> bool:
    """Return whether a column may hold numbers as people write them, from some of its cells."""
    some = cells.gather_every(max(1, cells.len() // _SOME)).to_frame()
    cell = pl.col("cell")
    readings = (written_number(cell, mark).is_not_null() for mark in MARKS)
    return bool(some.select(pl.any_horizontal(*readings).mean()).item() >= _HALF)


def with_dates(texts: pl.DataFrame, name: str, cells: ColumnCells, asked: DateOrder) -> ColumnCells:
    """Return a column's cells with its dates counted, read the way the column decides."""
    column = texts.select(pl.col(name).alias("cell")).drop_nulls()
    written = Dates().with_more(column["cell"].head(_HEAD))
    if not written.formats:
        return cells
    try:
        read = written.both_ways(column["cell"].unique(maintain_order=True))
        order, notes = decide_order(read, written.formats, asked, f"Column '{name}'")
        written = replace(written, order=order)
        note = notes[0] if notes else ""
    except SourceError:
        note = "Nothing tells whether days or months come first: read day first."
    moment = written.expression(pl.col("cell"))
    dates = int(column.select(moment.is_not_null().sum()).item())
    return replace(cells, dates=dates, written_dates=written, date_note=note)


def _counted(different: pl.DataFrame, rows: int, mark: Mark | None) -> ColumnCells:
    # Worked out before it is used many times over.
    understood = different.with_columns(number=number_of("cell", mark))
    cell, number, times = pl.col("cell"), pl.col("number"), pl.col("len").cast(pl.Int64)
    is_number = number.is_not_null()
    counts = understood.select(
        filled=times.sum(),
        distinct=pl.len(),
        numbers=times.filter(is_number).sum(),
        whole=times.filter(is_number & (number == number.round())).sum(),
        coded=times.filter(cell.str.contains(_CODED)).sum(),
        digits=times.filter(cell.str.contains(_ANY_DIGIT)).sum(),
        odd=(~is_number).sum(),
        longest=cell.str.len_chars().max().fill_null(0),
        spaced=times.filter(cell.str.contains(r"\s")).sum(),
        lowest=number.min(),
        highest=number.max(),
    )
    return ColumnCells(rows=rows, mark=mark, **counts.row(0, named=True))
