"""A log of any usual kind becomes lines in one form."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl
from polars import selectors

from rfm import schema
from rfm.errors import SourceError
from rfm.log.cells import BAD
from rfm.log.columns import choose_columns, one_currency
from rfm.log.lines import UNDERSTOOD, Understanding, closer_look, first_look
from rfm.reading.opening import explaining, open_table
from rfm.reading.tables import LINE, Table, without_stray_rows
from rfm.settings import Settings
from rfm.words import counted, first_of, shortened

CANONICAL_FILE: Final = "log.parquet"
_ROW_GROUP: Final = 122_880  # what DuckDB hands to one thread at a time
_SHOWN: Final = 5
_LONGEST_CELL: Final = 30

_ORDER: Final = (
    schema.LINE_NO,
    *schema.LINE_COLUMNS,
    schema.IS_CANCELLED,
    schema.HAS_EMPTY_FIELD,
    schema.ROW_HASH,
)


@dataclass(frozen=True)
class Reading:
    """A log in canonical form.

    Attributes
    ----------
    lines : polars.DataFrame or Path
        The lines, or of a large log the Parquet file that holds them, with the columns `line_no`
        (the row's number in the file as a spreadsheet counts: the header has one too),
        `customer_id`, `order_id`, `ordered_at` (the shop's clock), `product_id`, `product`,
        `quantity`, `unit_price`, `amount`, `country`, `is_cancelled` (by the order number),
        `has_empty_field` and `row_hash`; those the log does not have are absent. Texts are text
        in a file, and in a frame an Enum whose categories are in the order of the alphabet.
    rows : int
        Rows of data; blank rows and totals below the data are not counted.
    columns : dict of str to str
        The file's own name of each field that was found.
    notes : tuple of str
        How the file was read, and which cells were not understood.
    currency : str
        The currency written in the amounts, empty if none is.
    """

    lines: pl.DataFrame | Path
    rows: int
    columns: dict[str, str]
    notes: tuple[str, ...]
    currency: str

    def texts(self) -> pl.LazyFrame:
        """Return the lines with every text as text, wherever they are held."""
        if isinstance(self.lines, Path):
            return pl.scan_parquet(self.lines, glob=False)
        return self.lines.lazy().with_columns(selectors.enum().cast(pl.String))


def read_log(
    path: Path,
    settings: Settings,
    workspace: Path,
    *,
    mapping: Mapping[str, str] | None = None,
) -> Reading:
    """Read a CSV, Parquet or Excel file into canonical form.

    Parameters
    ----------
    path : Path
        The file; text may have any encoding, separator and decimal mark, and may be gzipped.
    settings : Settings
        Its date order and time zone are used.
    workspace : Path
        The folder that the canonical file of a large log is written to; nothing else stays there.
    mapping : mapping of str to str, optional
        The file's column for a field, where its name does not tell.

    Returns
    -------
    Reading
        The canonical lines and what was found out about the log.

    Raises
    ------
    SourceError
        When the file cannot be read, a needed column is missing or could be several, dates are
        ambiguous, or amounts are in several currencies.
    """
    workspace.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory(prefix=".reading-", dir=workspace) as folder,
        explaining(path),
    ):
        scratch = Path(folder)
        table = open_table(path, scratch, mapping or {}, held="categories")
        columns, notes = choose_columns(table, mapping or {})
        table = without_stray_rows(table, columns[schema.CUSTOMER_ID], columns[schema.ORDERED_AT])
        currency = one_currency(table, columns)
        table = table.with_cells()
        understanding = first_look(table, columns, settings.date_order, settings.time_zone)
        understanding, lines, bad = _understood(understanding, scratch)
        rows = _ensure_usable(lines, understanding)
        canonical = _canonical(lines, table, workspace, scratch)
    return Reading(
        lines=canonical,
        rows=rows,
        columns=columns,
        notes=(*table.notes, *notes, *understanding.notes, *bad),
        currency=currency or understanding.currency,
    )


def _understood(
    first: Understanding, scratch: Path
) -> tuple[Understanding, pl.LazyFrame, tuple[str, ...]]:
    """Return the lines, after a second look where the first left cells that mean something."""
    lines = _kept(first, scratch / "first.parquet")
    bad = _count_bad(lines)
    if not any(bad.values()):
        return first, lines, ()
    closer = closer_look(first, bad)
    lines = _kept(closer, scratch / "closer.parquet")
    bad = _count_bad(lines)
    notes = (_bad_note(closer, lines, name, bad[name]) for name in UNDERSTOOD if bad.get(name))
    return closer, lines, tuple(notes)


def _kept(understanding: Understanding, path: Path) -> pl.LazyFrame:
    """Return the lines worked out once, unless they are cheap: Parquet is read by columns."""
    lines = understanding.lines()
    if understanding.table.is_kept:
        return lines.collect().lazy()
    if not understanding.table.is_text:
        return lines
    lines.sink_parquet(path, compression="lz4", row_group_size=_ROW_GROUP, statistics=False)
    return pl.scan_parquet(path, glob=False)


def _count_bad(lines: pl.LazyFrame) -> dict[str, int]:
    marks = [name for name in lines.collect_schema() if name.startswith(BAD)]
    counts = lines.select(pl.col(marks).sum()).collect(engine="streaming").row(0, named=True)
    return {name.removeprefix(BAD): count for name, count in counts.items()}


def _bad_note(understanding: Understanding, lines: pl.LazyFrame, name: str, count: int) -> str:
    numbers = lines.filter(pl.col(BAD + name)).head(_SHOWN).select(schema.LINE_NO)
    shown = numbers.collect(engine="streaming")[schema.LINE_NO].to_list()
    cells = (
        understanding.table.rows.filter(pl.col(LINE).is_in(shown))
        .select(LINE, cell=pl.coalesce(understanding.cell(name), pl.lit("inf")))
        .collect(engine="streaming")
    )
    named = [
        f"row {line} '{shortened(cell, _LONGEST_CELL)}'"
        for line, cell in zip(cells[LINE], cells["cell"], strict=True)
    ]
    what = "date" if name == schema.ORDERED_AT else "number with one meaning"
    cells_are = counted(count, "cell is", "cells are")
    return (
        f"Column '{understanding.columns[name]}': {cells_are} missing, being no {what}: "
        f"{first_of(named, _SHOWN, count)}."
    )


def _ensure_usable(lines: pl.LazyFrame, understanding: Understanding) -> int:
    """Return the number of rows; refuse a log in which a needed column holds nothing usable."""
    needed = (schema.CUSTOMER_ID, schema.ORDERED_AT, schema.AMOUNT)
    filled = lines.select(pl.len().alias("rows"), pl.col(needed).count())
    counts = filled.collect(engine="streaming").row(0, named=True)
    table, columns = understanding.table, understanding.columns
    if counts["rows"] == 0:
        raise SourceError(
            f"{table.where} has a header but no data rows. Export it again with its rows."
        )
    for name, word in zip(needed, ("customer", "date", "amount"), strict=True):
        if counts[name] == 0:
            column = columns.get(name, columns.get(schema.UNIT_PRICE))
            raise SourceError(
                f"{table.where}: no row has a readable {word} (column '{column}'"
                f"{_example(table, column)}). Correct the column, or name another with "
                f"--column {name}=NAME."
            )
    return int(counts["rows"])


def _example(table: Table, column: str | None) -> str:
    cells = table.rows.select(LINE, cell=pl.col(column or "").cast(pl.String)).drop_nulls().head(1)
    first = cells.collect(engine="streaming")
    if first.is_empty():
        return " is empty"
    return f", row {first[LINE][0]}: '{shortened(first['cell'][0], _LONGEST_CELL)}'"


def _canonical(
    lines: pl.LazyFrame, table: Table, workspace: Path, scratch: Path
) -> pl.DataFrame | Path:
    found = lines.collect_schema()
    lines = lines.select(name for name in _ORDER if name in found)
    if table.is_kept:
        return lines.collect()
    written = scratch / CANONICAL_FILE
    lines.sink_parquet(written, compression="lz4", row_group_size=_ROW_GROUP, statistics=False)
    return written.replace(workspace / CANONICAL_FILE)
