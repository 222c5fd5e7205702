"""A file of any usual kind becomes a table of cells: CSV, Parquet or an Excel workbook.

What a file is, is told from its first bytes, since names of files lie; how large it is once
unpacked is told without unpacking it as far as that can be.
"""

import gzip
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

import polars as pl

from rfm.errors import RfmError, SourceError
from rfm.reading.columns import Header
from rfm.reading.tables import LINE, Table
from rfm.reading.texts import open_text
from rfm.reading.workbooks import open_workbook

# A bigger log is read in several passes instead of being held in memory.
MOST_BYTES_IN_MEMORY: Final = 256 * 2**20
MOST_ROWS_IN_MEMORY: Final = 2_000_000
_CHUNK: Final = 1 << 20


def open_table(
    path: Path,
    scratch: Path,
    mapping: Mapping[str, str],
    *,
    held: Literal["", "texts", "categories"] = "texts",
) -> Table:
    r"""Return the rows of a CSV, Parquet or Excel file.

    Parameters
    ----------
    path : Path
        The file.
    scratch : Path
        A folder for what has to be unpacked; it has to last as long as the table.
    mapping : mapping of str to str
        The columns that the user named, by field.
    held : {"texts", "categories", ""}
        As what the texts of a small table are held in memory; else only the header is read.

    Returns
    -------
    Table
        Its rows are in memory, or read when they are asked for.

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
    if path.is_dir():
        raise SourceError(f"'{path}' is a folder: name the file that holds the log.")
    if not path.is_file():
        raise SourceError(f"There is no file '{path}'. Check the path, or name a sample.")
    if path.stat().st_size == 0:
        raise SourceError(f"{path.name} is empty (0 bytes): export the log again.")
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PAR1"):
        table = _open_parquet(path)
    elif start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        table = open_workbook(path, mapping)
    else:
        table = open_text(path, scratch, mapping)
    table = replace(table, dtypes=table.rows.collect_schema())
    if not held or not _is_small(path, table):
        return table
    return table.in_categories() if held == "categories" else table.in_memory()


def _is_small(path: Path, table: Table) -> bool:
    """Return whether a file is short, and has few rows where it may be packed tightly."""
    if path.stat().st_size > MOST_BYTES_IN_MEMORY or table.is_text:
        return path.stat().st_size <= MOST_BYTES_IN_MEMORY
    rows = table.rows.select(pl.len()).collect(engine="streaming").item()
    return bool(rows <= MOST_ROWS_IN_MEMORY)


def _open_parquet(path: Path) -> Table:
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
        sentence = (
            f"{path.name} is damaged or cut short and could not be read. Fetch or export it again."
        )
        if "not properly escaped" in str(error):
            sentence = (
                f'{path.name}: a quotation mark (") opens a field and is not closed, or stands '
                "inside one. Double the marks inside fields, or export the file again."
            )
        raise SourceError(sentence) from error
    except (PermissionError, MemoryError) as error:
        raise SourceError(
            f"{path.name} could not be read: {error or 'there is not enough memory'}."
        ) from error


def unpacks_beyond(path: Path, most: int) -> bool:
    """Return whether a file holds more bytes than a limit once it is unpacked.

    Parameters
    ----------
    path : Path
        CSV, gzipped or not, Parquet or .xlsx; a damaged file is left to those who read it.
    most : int
        The limit, in bytes.

    Returns
    -------
    bool
        False too for a damaged file.
    """
    with path.open("rb") as file:
        start = file.read(4)
    try:
        if start.startswith(b"PAR1"):
            return _parquet_size(path) > most
        if start.startswith(b"PK"):
            with zipfile.ZipFile(path) as archive:
                return sum(member.file_size for member in archive.infolist()) > most
        if start.startswith(b"\x1f\x8b"):
            return _gzip_is_beyond(path, most)
    except (OSError, ValueError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError):
        return False
    return path.stat().st_size > most


def _parquet_size(path: Path) -> int:
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(path)
    return sum(
        metadata.row_group(place).total_byte_size for place in range(metadata.num_row_groups)
    )


def _gzip_is_beyond(path: Path, most: int) -> bool:
    # The size that a gzip file tells of itself may be anything.
    size = 0
    with gzip.open(path) as packed:
        while size <= most and (chunk := packed.read(_CHUNK)):
            size += len(chunk)
    return size > most
