"""How many rows are no purchases by what their statuses say, for people."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from rfm.reading.fields import CANCELLED_AT, GIVEN_BACK, PAID_AT, field_of
from rfm.words import counted

# Filled in, they say that an order was cancelled, or a line given back.
MARKS: Final = (CANCELLED_AT, GIVEN_BACK)
_SHOWN: Final = 5


def left_out_by(
    lines: pl.LazyFrame, marks: Mapping[str, str], columns: Mapping[str, str]
) -> list[str]:
    """Return how many rows are no purchases by each column, and by which words.

    Parameters
    ----------
    lines : polars.LazyFrame
        Canonical lines with their columns of statuses and the marks.
    marks : mapping of str to str
        The mark that each column of statuses leads to.
    columns : mapping of str to str
        The file's own name of each field.
    """
    notes = []
    for field, mark in marks.items():
        cell = pl.col(field).cast(pl.String)
        rows = lines.filter(pl.col(mark)).group_by(cell.alias("word")).len()
        found = rows.sort("len", "word", descending=[True, False]).collect(engine="streaming")
        if found.is_empty():
            continue
        words = [f"{word} {count:,}" for word, count in found.head(_SHOWN).iter_rows()]
        said = "filled" if field_of(field) in MARKS else ", ".join(words)
        said = "empty" if field == PAID_AT else said
        total = counted(int(found["len"].sum()), "row is no purchase", "rows are no purchases")
        notes.append(f"{total} by '{columns[field]}' ({said}): left out.")
    return notes
