"""What of a log's rows was not understood: told with its lines, refused where it is too much."""

from typing import Final

import polars as pl

from rfm import schema
from rfm.errors import QuestionError, SourceError
from rfm.log.cells import BAD
from rfm.log.lines import UNDERSTOOD, Understanding
from rfm.log.questions import columns_for
from rfm.reading.numbers import written_number
from rfm.reading.tables import LINE, Table
from rfm.settings import Settings
from rfm.words import counted, first_of, shortened

_SHOWN: Final = 5
_LONGEST_CELL: Final = 30
_MOST_UNREAD: Final = 0.5


def count_unread(lines: pl.LazyFrame) -> dict[str, int]:
    """Return how many cells of each field hold something that was not understood."""
    marks = [name for name in lines.collect_schema() if name.startswith(BAD)]
    counts = lines.select(pl.col(marks).sum()).collect(engine="streaming").row(0, named=True)
    return {name.removeprefix(BAD): count for name, count in counts.items()}


def _note_on(understanding: Understanding, lines: pl.LazyFrame, name: str, count: int) -> str:
    numbers = lines.filter(pl.col(BAD + name)).head(_SHOWN).select(schema.LINE_NO)
    shown = numbers.collect(engine="streaming")[schema.LINE_NO].to_list()
    cells = (
        understanding.table.rows.filter(pl.col(LINE).is_in(shown))
        .select(LINE, cell=pl.coalesce(understanding.cell(name), pl.lit("inf")))
        .collect(engine="streaming")
    )
    named = [
        f"{understanding.table.where.row(line)} '{shortened(cell, _LONGEST_CELL)}'"
        for line, cell in zip(cells[LINE], cells["cell"], strict=True)
    ]
    what = "date" if name == schema.ORDERED_AT else "number with one meaning"
    cells_are = counted(count, "cell is", "cells are")
    return (
        f"Column '{understanding.columns[name]}': {cells_are} missing, being no {what}: "
        f"{first_of(named, _SHOWN, count)}."
    )


def ensure_usable(lines: pl.LazyFrame, understanding: Understanding) -> int:
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
            ensure_one_meaning(lines, understanding)
            raise QuestionError(
                f"{table.where}: no row has a readable {word} (column '{column}'"
                f"{_example(table, column)}). Correct the column, or name another.",
                f"columns.{name}",
                columns_for(name, columns, table.header),
                how=f"Say it with --column {name}=NAME.",
            )
    return int(counts["rows"])


def ensure_mostly_read(
    lines: pl.LazyFrame, understanding: Understanding, settings: Settings
) -> None:
    """Refuse a log most of whose rows have a date or an amount that was not understood."""
    marks = [BAD + name for name in UNDERSTOOD if name in understanding.columns]
    if settings.unread == "accept" or not marks:
        return
    counts = lines.select(rows=pl.len(), unread=pl.any_horizontal(marks).sum())
    rows, unread = counts.collect(engine="streaming").row(0)
    if unread > _MOST_UNREAD * rows:
        ensure_one_meaning(lines, understanding)
        notes = "".join(f" {note}" for note in notes_on_unread(understanding, lines))
        raise QuestionError(
            f"{understanding.table.where}: {unread:,} of {counted(rows, 'row')} cannot be read."
            f"{notes} Correct the file, or analyse the rest.",
            "settings.unread",
            (("accept", f"analyse the other {counted(rows - unread, 'row')}"),),
            how="Say --accept for the rest.",
        )


def ensure_one_meaning(lines: pl.LazyFrame, understanding: Understanding) -> None:
    """Ask for the decimal mark where numbers such as 1,234 have two meanings, and none decides."""
    names = [name for name, mark in understanding.marks.items() if mark in ("unknown", "both")]
    bad = count_unread(lines)
    for name in names:
        column = understanding.columns[name]
        cells = understanding.table.rows.select(cell=understanding.cell(name))
        readings = (written_number(pl.col("cell"), mark) for mark in ("comma", "point"))
        has_two = pl.Expr.ne(*readings)
        first = cells.filter(has_two).head(1).collect(engine="streaming")
        if bad.get(name) and first.height:
            raise QuestionError(
                f"{understanding.table.where}, column '{column}': numbers such as "
                f"'{first['cell'][0]}' have two meanings, and none decides whether the comma or "
                "the point is the decimal mark.",
                "reading.decimal",
                (("comma", "the comma: 1.234,50"), ("point", "the point: 1,234.50")),
                how="Say --decimal point or --decimal comma.",
            )


def notes_on_unread(understanding: Understanding, lines: pl.LazyFrame) -> tuple[str, ...]:
    """Return a sentence on each field with such cells, which names the first of them."""
    bad = count_unread(lines)
    return tuple(
        _note_on(understanding, lines, name, bad[name]) for name in UNDERSTOOD if bad.get(name)
    )


def _example(table: Table, column: str | None) -> str:
    cells = table.rows.select(LINE, cell=pl.col(column or "").cast(pl.String)).drop_nulls().head(1)
    first = cells.collect(engine="streaming")
    if first.is_empty():
        return " is empty"
    return f", {table.where.row(first[LINE][0])}: '{shortened(first['cell'][0], _LONGEST_CELL)}'"
