"""A file of any usual kind becomes a table of cells: CSV, JSON, Parquet or a workbook.

What a file is, is told from its first bytes, since names of files lie; how large it is once
unpacked is told without unpacking it as far as that can be.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

import polars as pl

from rfm.choices import ChosenReading
from rfm.errors import RfmError, SourceError
from rfm.reading.bounds.parquet import ensure_bounded_parquet
from rfm.reading.columns import Header
from rfm.reading.objects import is_json, open_objects
from rfm.reading.packed import Unpacked, unpacked
from rfm.reading.tables import LINE, Table
from rfm.reading.texts import open_text
from rfm.reading.where import STRIDE, FileFacts, Where
from rfm.reading.workbooks import open_workbook
from rfm.words import listed, quoted

# A bigger log is read in several passes instead of being held in memory.
MOST_BYTES_IN_MEMORY: Final = 256 * 2**20
MOST_ROWS_IN_MEMORY: Final = 2_000_000
Held = Literal["", "texts", "categories"]
FOUND: Final = ChosenReading()


def open_table(
    files: Path | Sequence[Path],
    scratch: Path,
    mapping: Mapping[str, str],
    chosen: ChosenReading = FOUND,
    *,
    held: Held = "texts",
) -> Table:
    r"""Return the rows of a file, or of several of one layout, one after the other.

    Parameters
    ----------
    files : Path or sequence of Path
        CSV and its relatives, JSON, Parquet or workbooks; packed by gzip or in an archive or not.
    scratch : Path
        A folder for what has to be unpacked; it has to last as long as the table.
    mapping : mapping of str to str
        The columns that the user named, by field.
    chosen : ChosenReading
        How the user says that the file is read.
    held : {"texts", "categories", ""}
        As what the texts of a small table are held in memory; else only the header is read.

    Returns
    -------
    Table
        Its rows are in memory, or read when they are asked for.

    Raises
    ------
    SourceError
        When a file is missing, empty, none of these, or not what was chosen; or when several have
        different columns.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "log.csv")
    ...     _ = path.write_text("Customer;Date;Amount\n1;2011-12-09;3,50\n")
    ...     open_table(path, Path(folder), {}).columns
    ('Customer', 'Date', 'Amount')
    """
    paths = as_paths(files)
    for path in paths:
        _ensure_file(path)
    inside = [file for place, path in enumerate(paths) for file in unpacked(path, scratch, place)]
    table = _one_table([_open(file, scratch, mapping, chosen) for file in inside], inside)
    size = sum(path.stat().st_size for path in paths)
    return hold(replace(table, dtypes=table.rows.collect_schema(), size=size), held)


def hold(table: Table, held: Held) -> Table:
    """Return a table whose rows are kept in memory, unless there are too many.

    Parameters
    ----------
    table : Table
        An opened table.
    held : {"texts", "categories", ""}
        As what its texts are held; not at all.

    Returns
    -------
    Table
        With the same rows.
    """
    if not held or not _is_small(table):
        return table
    return table.in_categories() if held == "categories" else table.in_memory()


def as_paths(files: Path | Sequence[Path]) -> tuple[Path, ...]:
    """Return one file, or several, as several."""
    return (files,) if isinstance(files, Path) else tuple(files)


def _ensure_file(path: Path) -> None:
    if path.is_dir():
        raise SourceError(f"'{path}' is a folder: name the file that holds the log.")
    if not path.is_file():
        raise SourceError(f"There is no file '{path}'. Check the path, or name a sample.")
    if path.stat().st_size == 0:
        raise SourceError(f"{path.name} is empty (0 bytes): export the log again.")


def _one_table(tables: Sequence[Table], files: Sequence[Unpacked]) -> Table:
    """Return the rows of several tables one after the other; their columns must be the same."""
    first = tables[0]
    if len(tables) == 1:
        return first
    for table in tables[1:]:
        if set(table.columns) != set(first.columns):
            here = [name for name in table.columns if name not in first.columns]
            there = [name for name in first.columns if name not in table.columns]
            lacks = f" lacks {quoted(there)}" if there else ""
            has = f" has {quoted(here)} beside them" if here else ""
            raise SourceError(
                f"{table.where} does not have the columns of {first.where}: it"
                f"{' and'.join(filter(None, (lacks, has)))}. Give files of one layout."
            )
    rows = [
        table.rows.with_columns(pl.col(LINE).cast(pl.Int64) + place * STRIDE)
        for place, table in enumerate(tables)
    ]
    names = tuple(file.name for file in files)
    notes = dict.fromkeys(note for table in tables for note in table.notes)
    return replace(
        first,
        where=Where(quoted(names), names),
        rows=pl.concat(rows, how="diagonal_relaxed"),
        notes=(f"Read {len(tables)} files one after the other: {quoted(names)}.", *notes),
        is_text=all(table.is_text for table in tables),
    )


def _open(
    file: Unpacked, scratch: Path, mapping: Mapping[str, str], chosen: ChosenReading
) -> Table:
    with file.path.open("rb") as opened:
        start = opened.read(8)
    if start.startswith(b"PAR1"):
        return _open_parquet(file)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return open_workbook(file, mapping, chosen)
    if is_json(file):
        return open_objects(file)
    return open_text(file, scratch, mapping, chosen)


def _is_small(table: Table) -> bool:
    """Return whether files are short, and have few rows where they may be packed tightly."""
    if table.size > MOST_BYTES_IN_MEMORY or table.is_text:
        return table.size <= MOST_BYTES_IN_MEMORY
    rows = table.rows.select(pl.len()).collect(engine="streaming").item()
    return bool(rows <= MOST_ROWS_IN_MEMORY)


def _open_parquet(file: Unpacked) -> Table:
    """Return the rows of a Parquet file, whose columns have names and types already."""
    ensure_bounded_parquet(file.path, file.name)
    stored = pl.scan_parquet(file.path, row_index_name=LINE, row_index_offset=1, glob=False)
    schema = stored.collect_schema()
    names = [name for name in schema if name != LINE and not _is_opaque(schema[name])]
    header = Header.of(names, file.name)
    rows = stored.select(LINE, *names).rename(dict(zip(names, header.names, strict=True)))
    facts = FileFacts(format="parquet")
    return Table(Where(file.name), rows, header, facts, is_text=False)


def _is_opaque(dtype: pl.DataType) -> bool:
    """Return whether a column's cells are no plain values, and so no field of a log."""
    return dtype.is_nested() or dtype in (pl.Binary(), pl.Object())


@contextmanager
def explaining(files: Path | Sequence[Path]) -> Iterator[None]:
    """Turn what the readers of formats raise into a sentence."""
    name = listed([path.name for path in as_paths(files)])
    try:
        yield
    except RfmError:
        raise
    except pl.exceptions.NoDataError as error:
        raise SourceError(f"{name} has no data rows. Export it again with its rows.") from error
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        sentence = (
            f"{name} is damaged or cut short and could not be read. Fetch or export it again."
        )
        if "not properly escaped" in str(error):
            sentence = (
                f'{name}: a quotation mark (") opens a field and is not closed, or stands '
                "inside one. Double the marks inside fields, or export the file again."
            )
        raise SourceError(sentence) from error
    except (PermissionError, MemoryError) as error:
        raise SourceError(
            f"{name} could not be read: {error or 'there is not enough memory'}."
        ) from error
