"""A file's rows as they are written, before any cell is understood.

What a file is, is told from its first bytes, since names of files lie.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import polars as pl

from rfm.errors import SourceError
from rfm.reading.columns import Header

# Names of our own columns beside the file's: theirs are trimmed, so never start with a space.
LINE: Final = " line"
EXTRA: Final = " extra"

# A bigger file is read in several passes instead of being held in memory.
MOST_BYTES_IN_MEMORY: Final = 256 * 2**20
# Compressed text shrinks 5 to 20 times; what shrinks more than this was made to do harm.
MOST_SHRUNK: Final = 150
BYTES_ALWAYS_UNPACKED: Final = 64 * 2**20

FOOTER_ROWS: Final = 20


@dataclass(frozen=True)
class Table:
    """The rows of a log under their header."""

    where: str
    rows: pl.LazyFrame
    header: Header
    notes: tuple[str, ...] = ()
    is_text: bool = True
    is_kept: bool = False
    is_ragged: bool = False
    """Some rows have more fields than the header, so that nobody knows which cell is which."""
    dtypes: Mapping[str, pl.DataType] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The file's own columns."""
        return self.header.names

    def in_memory(self) -> "Table":
        """Return the table with its rows read once and kept."""
        return replace(self, rows=self.rows.collect().lazy(), is_kept=True)


def open_table(path: Path, scratch: Path, mapping: Mapping[str, str]) -> Table:
    """Return the rows of a CSV, Parquet or Excel file.

    Raises
    ------
    SourceError
        When the file is missing, empty, or none of these.
    """
    if path.is_dir():
        raise SourceError(f"'{path}' is a folder: name the file that holds the log.")
    if not path.is_file():
        raise SourceError(f"There is no file '{path}'. Check the path, or name a sample.")
    size = path.stat().st_size
    if size == 0:
        raise SourceError(f"{path.name} is empty (0 bytes): export the log again.")
    with path.open("rb") as file:
        table = _reader(file.read(8))(path, scratch, mapping)
    table = replace(table, dtypes=table.rows.collect_schema())
    return table.in_memory() if size <= MOST_BYTES_IN_MEMORY else table


def _reader(start: bytes) -> Callable[[Path, Path, Mapping[str, str]], Table]:
    # Imported here because both import Table from this module.
    from rfm.reading.texts import open_text
    from rfm.reading.workbooks import open_workbook

    if start.startswith(b"PAR1"):
        return open_parquet
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return open_workbook
    return open_text


def open_parquet(path: Path, scratch: Path, mapping: Mapping[str, str]) -> Table:  # noqa: ARG001
    """Return the rows of a Parquet file, whose columns have names and types already."""
    stored = pl.scan_parquet(path, row_index_name=LINE, row_index_offset=1, glob=False)
    schema = stored.collect_schema()
    names = [name for name in schema if name != LINE and not _is_opaque(schema[name])]
    header = Header.of(names, path.name)
    rows = stored.select(LINE, *names).rename(dict(zip(names, header.names, strict=True)))
    return Table(path.name, rows, header, is_text=False)


def _is_opaque(dtype: pl.DataType) -> bool:
    """Return whether a column's cells are no plain values, and so no field of a log."""
    return dtype.is_nested() or dtype in (pl.Binary(), pl.Object())


def without_blank_ends(table: Table, customer: str, date: str) -> Table:
    """Return the table without blank rows and without totals and page numbers below the data.

    A row of the footer has no customer or calls itself a total, and has no date.
    """
    if not table.is_text:
        return table
    named = [pl.col(name).is_null() for name in table.columns]
    blank = table.rows.select(pl.all_horizontal(named).sum()).collect(engine="streaming").item()
    rows = table.rows.filter(~pl.all_horizontal(named)) if blank else table.rows
    is_total = pl.col(customer).str.contains(r"(?i)^\s*(grand |sub)?(total|sum|summe|gesamt|page)")
    footer = (
        rows.tail(FOOTER_ROWS)
        .select(LINE, is_data=~(_is_empty(date) & (_is_empty(customer) | is_total)))
        .collect(engine="streaming")
    )
    first = footer.filter(pl.col("is_data"))[LINE].max()
    below = footer if first is None else footer.filter(pl.col(LINE) > first)
    if below.height == 0:
        return replace(table, rows=rows)
    lines = below[LINE].to_list()
    note = f"Left out below the data (rows {lines[0]} to {lines[-1]}): totals and page lines."
    return replace(table, rows=rows.filter(pl.col(LINE) < lines[0]), notes=(*table.notes, note))


def with_ragged_rows(table: Table) -> Table:
    """Return the table knowing whether rows have fields beyond the header."""
    if EXTRA not in table.dtypes:
        return table
    beyond = table.rows.filter(pl.col(EXTRA).str.strip_chars() != "").select(
        pl.len().alias("count"), pl.col(LINE).first()
    )
    count, first = beyond.collect(engine="streaming").row(0)
    if not count:
        return table
    note = (
        f"{count:,} rows have more fields than the header, the first is row {first}: their cells "
        "cannot be told apart, so they are left without a date. Put fields with a separator "
        "inside into quotation marks."
    )
    return replace(table, is_ragged=True, notes=(*table.notes, note))


def _is_empty(column: str) -> pl.Expr:
    return pl.col(column).is_null() | (pl.col(column).str.strip_chars() == "")
