"""The numbers of a file of new customers, whatever their decimal mark, as programs write them."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from rfm.reading.numbers import Mark, plain_number, pooled_mark, study_numbers, written_number
from rfm.reading.tables import LINE

# So many different cells tell how all of a column's numbers are written.
STUDIED: Final = 20_000
# Most numbers are of these shapes; reading all the others costs a hundred times as much.
_SHAPES: Final[dict[Mark, tuple[str, str]]] = {
    "comma": (r"^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$", "."),
    "point": (r"^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$", ","),
}


def plain_numbers(texts: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Return texts such as "1.234,50" as "1234.50"; what is no number stays as it is.

    Parameters
    ----------
    texts : DataFrame
        Cells as text, with their line.
    columns : sequence of str
        The columns that should be numbers.
    """
    odd = {name: _odd_cells(texts, name) for name in columns}
    marks = {name: _mark(cells, name) for name, cells in odd.items() if cells.height}
    for name, own in marks.items():
        mark = pooled_mark(own, list(marks.values()))
        texts = _rewritten(texts, name, odd[name], mark)
    return texts


def _odd_cells(texts: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the different cells that programs would not read as numbers, with a line of each."""
    cell = pl.col(name)
    is_odd = cell.is_not_null() & plain_number(cell).is_null()
    return texts.lazy().filter(is_odd).select(LINE, name).unique(name).collect()


def _mark(cells: pl.DataFrame, name: str) -> Mark:
    return study_numbers(cells.head(STUDIED).lazy(), name, LINE).mark


def _rewritten(texts: pl.DataFrame, name: str, odd: pl.DataFrame, mark: Mark) -> pl.DataFrame:
    cell = pl.col(name)
    is_simple, quick = pl.lit(value=False), cell
    if mark in _SHAPES:
        pattern, grouping = _SHAPES[mark]
        is_simple = cell.str.contains(pattern)
        quick = cell.str.replace_all(grouping, "", literal=True).str.replace(",", ".", literal=True)
    # Lazily, so that what the parts of the reading share is worked out once.
    others = odd.lazy().filter(~is_simple).select(cell, number=written_number(cell, mark)).collect()
    read = others.drop_nulls("number")
    slow = cell.replace_strict(
        read[name], read["number"].cast(pl.String), default=cell, return_dtype=pl.String
    )
    is_plain = plain_number(cell).is_not_null()
    # In this order: "1.234" in a column of decimal commas is a thousand.
    number = pl.when(is_simple).then(quick).when(is_plain).then(cell).otherwise(slow)
    return texts.with_columns(number.alias(name))
