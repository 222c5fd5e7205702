"""A file's rows as they are written, before any cell is understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import polars as pl
from polars import selectors

from rfm.reading.coded import Coded, as_categories, as_names, code
from rfm.reading.columns import Header
from rfm.reading.where import STRIDE, FileFacts, Where

# Names of our own columns beside the file's: theirs are trimmed, so never start with a space.
LINE: Final = " line"
EXTRA: Final = " extra"

# Compressed text shrinks 5 to 20 times; what shrinks more than this was made to do harm.
MOST_SHRUNK: Final = 150
BYTES_ALWAYS_UNPACKED: Final = 64 * 2**20

FOOTER_ROWS: Final = 20
_SEED: Final = 0


@dataclass(frozen=True)
class Table:
    """The rows of a file under their header.

    Attributes
    ----------
    where : Where
        The file, and the sheet of a workbook, for messages.
    rows : polars.LazyFrame
        The file's columns after ` line`, the number that a spreadsheet shows beside the row.
    header : Header
    facts : FileFacts
        How the file was opened.
    notes : tuple of str
        How the file was read.
    is_text, is_kept : bool
        Whether every cell is text, and whether the rows are kept in memory.
    is_ragged : bool
        Whether rows have more fields than the header: nobody knows which cell is which.
    size : int
        The bytes of its files.
    dtypes : mapping of str to polars.DataType
    coded : Coded or None
        The columns of text as their different cells, once `with_cells` has told them apart.
    """

    where: Where
    rows: pl.LazyFrame
    header: Header
    facts: FileFacts
    notes: tuple[str, ...] = ()
    is_text: bool = True
    is_kept: bool = False
    is_ragged: bool = False
    size: int = 0
    dtypes: Mapping[str, pl.DataType] = field(default_factory=dict)
    coded: Coded | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The file's own columns."""
        return self.header.names

    def text(self, column: str) -> pl.Expr:
        """Return a column as text, whole numbers without a point."""
        cell = pl.col(column)
        text = cell.cast(pl.String)
        if not self.dtypes[column].is_float():
            return text
        whole = cell.cast(pl.Int64, strict=False)
        text = pl.when(cell == whole).then(whole.cast(pl.String)).otherwise(text)
        return pl.when(cell.is_finite()).then(text)

    def in_memory(self) -> "Table":
        """Return the table with its rows read once and kept."""
        return replace(self, rows=self.rows.collect().lazy(), is_kept=True)

    def in_categories(self) -> "Table":
        """Return the same, with texts as categories: how `with_cells` needs them."""
        kinds = (pl.String, pl.Categorical, pl.Enum)
        texts = [name for name, dtype in self.dtypes.items() if isinstance(dtype, kinds)]
        rows = self.rows.with_columns(as_categories(texts)).collect(engine="streaming")
        return replace(self, rows=rows.lazy(), is_kept=True)

    def with_cells(self) -> "Table":
        """Return a table that is kept in memory with its cells told apart, another unchanged."""
        if not self.is_kept:
            return self
        rows = self.rows.collect()
        return replace(self, rows=rows.lazy(), coded=code(rows.select(selectors.categorical())))

    def work_out(
        self, values: Mapping[str, pl.Expr], hash_name: str, hashed: Sequence[str]
    ) -> pl.LazyFrame:
        """Return values that follow from the cells of each row, after the numbers of the rows.

        In a table that is kept in memory texts become numbers that know their names.

        Parameters
        ----------
        values : mapping of str to polars.Expr
            How each value follows from the cells.
        hash_name : str
            The name of one more value: a number that rows with the same cells share.
        hashed : sequence of str
            The columns whose cells have to be the same.

        Returns
        -------
        polars.LazyFrame
            A row for each row, in their order.
        """
        row_hash = pl.struct(hashed).hash(_SEED).alias(hash_name)
        if self.coded is None:
            return self.rows.select(LINE, row_hash, **values)
        by_cell = {name: value for name, value in values.items() if self.coded.tells(value)}
        by_row = {name: value for name, value in values.items() if name not in by_cell}
        coded = self.rows.with_columns(self.coded.codes).select(row_hash)
        rows, hashes = pl.collect_all([self.rows.select(LINE, **by_row), coded])
        found = self.coded.work_out(by_cell)
        return pl.LazyFrame([*map(as_names, rows), *hashes, *found])

    def cells(self, column: str, value: pl.Expr) -> pl.Series:
        """Return the different values that follow from a column's cells, in the rows' order.

        Parameters
        ----------
        column : str
            The column.
        value : polars.Expr
            What follows from its cell.

        Returns
        -------
        polars.Series
            Without nulls.
        """
        if self.coded is not None and column in self.coded.cells:
            found = self.coded.in_order(column).to_frame().select(value)
        else:
            found = self.rows.select(value).collect(engine="streaming")
        return found.to_series().drop_nulls().unique(maintain_order=True)


def without_stray_rows(table: Table, customer: str, date: str) -> Table:
    """Return the table without blank rows, and without totals and page numbers below the data.

    Rows with more fields than the header are kept and noted.

    Parameters
    ----------
    table : Table
        A table of text; another is returned as it is.
    customer, date : str
        The columns that rows of data fill.

    Returns
    -------
    Table
        With a note on what was left out.
    """
    if not table.is_text:
        return table
    is_blank = pl.all_horizontal(pl.col(name).is_null() for name in table.columns)
    is_beyond = has_more_fields() if EXTRA in table.dtypes else pl.lit(value=False)
    survey = table.rows.select(
        blank=is_blank.sum(),
        ragged=is_beyond.sum(),
        first_ragged=pl.col(LINE).filter(is_beyond).min(),
    )
    blank, ragged, first_ragged = survey.collect(engine="streaming").row(0)
    if blank:
        table = replace(table, rows=table.rows.filter(~is_blank))
    table = _without_footers(table, customer, date)
    if not ragged:
        return table
    first = table.where.row(first_ragged)
    note = (
        f"{ragged:,} rows have more fields than the header, the first is {first}: "
        "their cells cannot be told apart, so they are left without a date. Put fields with a "
        "separator inside into quotation marks."
    )
    return replace(table, is_ragged=True, notes=(*table.notes, note))


def has_more_fields() -> pl.Expr:
    """Return whether a row of text has something beyond the header's last column."""
    return (pl.col(EXTRA).cast(pl.String).str.strip_chars() != "").fill_null(value=False)


def _without_footers(table: Table, customer: str, date: str) -> Table:
    """Leave out the last rows of each file that have no date, and no customer or a total."""
    file = pl.col(LINE).cast(pl.Int64) // STRIDE
    lasts = table.rows.group_by(file.alias("file")).agg(pl.col(LINE).max()).sort("file")
    ends = lasts.collect(engine="streaming")[LINE]
    rows, notes = table.rows, list(table.notes)
    for last in ends:
        begins, ends_at = _footer(table.rows, last, customer, date)
        if begins:
            rows = rows.filter(~pl.col(LINE).is_between(begins, last))
            where = f"{table.where.row(begins)} to {ends_at % STRIDE}"
            notes.append(f"Left out below the data ({where}): totals and page lines.")
    return replace(table, rows=rows, notes=tuple(notes))


def _footer(rows: pl.LazyFrame, last: int, customer: str, date: str) -> tuple[int, int]:
    """Return the first and the last row below the data of a file; zeros without any."""
    is_total = (
        pl.col(customer)
        .cast(pl.String)
        .str.contains(r"(?i)^\s*(grand |sub)?(total|sum|summe|gesamt|page)")
    )
    is_data = ~(_is_empty(date) & (_is_empty(customer) | is_total))
    end = (
        rows.filter(pl.col(LINE).is_between(max(0, last - FOOTER_ROWS + 1), last))
        .select(LINE, is_data=is_data)
        .collect(engine="streaming")
    )
    last_of_data = end.filter(pl.col("is_data"))[LINE].max()
    below = end if last_of_data is None else end.filter(pl.col(LINE) > last_of_data)
    lines = below[LINE]
    return (lines[0], lines[-1]) if lines.len() else (0, 0)


def _is_empty(column: str) -> pl.Expr:
    return pl.col(column).is_null() | (pl.col(column).cast(pl.String).str.strip_chars() == "")
