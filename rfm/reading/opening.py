"""A file of any usual kind becomes a table of cells: CSV, Parquet or an Excel workbook.

What a file is, is told from its first bytes, since names of files lie.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl

from rfm.errors import RfmError, SourceError
from rfm.reading.columns import Header
from rfm.reading.tables import LINE, Table
from rfm.reading.texts import open_text
from rfm.reading.workbooks import open_workbook

# A bigger log is read in several passes instead of being held in memory.
MOST_BYTES_IN_MEMORY: Final = 256 * 2**20
MOST_ROWS_IN_MEMORY: Final = 2_000_000


def open_table(path: Path, scratch: Path, mapping: Mapping[str, str]) -> Table:
    r"""Return the rows of a CSV, Parquet or Excel file.

    Parameters
    ----------
    path : Path
        The file.
    scratch : Path
        A folder for what has to be unpacked; it has to last as long as the table.
    mapping : mapping of str to str
        The columns that the user named, by field.

    Returns
    -------
    Table
        In memory where it is small.

    Raises
    ------
    SourceError
        When the file is missing, empty, or none of these.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "log.csv")
    ...     _ = path.write_text("Customer;Date;Amount\n1;2011-12-09;3,50\n")
    ...     open_table(path, Path(folder), {}).columns
    ('Customer', 'Date', 'Amount')
    """
    table = peek_table(path, scratch, mapping)
    return table.in_memory() if _is_small(path, table) else table


def open_log(path: Path, scratch: Path, mapping: Mapping[str, str]) -> Table:
    """Return the same as `open_table` with the texts of a small table as categories.

    Parameters
    ----------
    path : Path
        The file.
    scratch : Path
        A folder for what has to be unpacked; it has to last as long as the table.
    mapping : mapping of str to str
        The columns that the user named, by field.

    Returns
    -------
    Table
        In memory where it is small.

    Raises
    ------
    SourceError
        When the file is missing, empty, or none of these.
    """
    table = peek_table(path, scratch, mapping)
    return table.in_categories() if _is_small(path, table) else table


def peek_table(path: Path, scratch: Path, mapping: Mapping[str, str]) -> Table:
    """Return the same as `open_table` without a look at the rows: only the header is read.

    Parameters
    ----------
    path : Path
        The file.
    scratch : Path
        A folder for what has to be unpacked; it has to last as long as the table.
    mapping : mapping of str to str
        The columns that the user named, by field.

    Returns
    -------
    Table
        Whose rows are read when they are asked for.

    Raises
    ------
    SourceError
        When the file is missing, empty, or none of these.
    """
    if path.is_dir():
        raise SourceError(f"'{path}' is a folder: name the file that holds the log.")
    if not path.is_file():
        raise SourceError(f"There is no file '{path}'. Check the path, or name a sample.")
    if path.stat().st_size == 0:
        raise SourceError(f"{path.name} is empty (0 bytes): export the log again.")
    with path.open("rb") as file:
        table = _reader(file.read(8))(path, scratch, mapping)
    return replace(table, dtypes=table.rows.collect_schema())


def _is_small(path: Path, table: Table) -> bool:
    """Return whether a file is short, and has few rows where it may be packed tightly."""
    if path.stat().st_size > MOST_BYTES_IN_MEMORY or table.is_text:
        return path.stat().st_size <= MOST_BYTES_IN_MEMORY
    rows = table.rows.select(pl.len()).collect(engine="streaming").item()
    return bool(rows <= MOST_ROWS_IN_MEMORY)


def _reader(start: bytes) -> Callable[[Path, Path, Mapping[str, str]], Table]:
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


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Turn what the readers of formats raise into a sentence."""
    try:
        yield
    except RfmError:
        raise
    except pl.exceptions.NoDataError as error:
        raise SourceError(
            f"{path.name} has no data rows. Export it again with its rows."
        ) from error
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise SourceError(_damage(path, str(error))) from error
    except (PermissionError, MemoryError) as error:
        raise SourceError(
            f"{path.name} could not be read: {error or 'there is not enough memory'}."
        ) from error


def _damage(path: Path, error: str) -> str:
    if "not properly escaped" in error:
        return (
            f'{path.name}: a quotation mark (") opens a field and is not closed, or stands inside '
            "one. Double the marks inside fields, or export the file again."
        )
    return f"{path.name} is damaged or cut short and could not be read. Fetch or export it again."
