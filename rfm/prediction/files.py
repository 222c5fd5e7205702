"""A file of new customers -> where each belongs; the table that the page and the command give.

Numbers are read whatever their decimal mark, as in the file of the known customers.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pandas as pd
import polars as pl

from rfm.errors import PredictionError
from rfm.prediction.batch import PlacedTable, find_columns, place_table
from rfm.prediction.placing import Placing
from rfm.reading.numbers import Mark, plain_number, pooled_marks, study_numbers, written_number
from rfm.reading.opening import explaining, open_table
from rfm.reading.packed import unpacks_beyond
from rfm.reading.tables import LINE, Table
from rfm.table.cells import text_of

MOST_ROWS: Final = 1_000_000
MOST_UNPACKED: Final = 500_000_000
# So many different cells tell how all of a column's numbers are written.
STUDIED: Final = 20_000
# Most numbers are of these shapes; reading all the others costs a hundred times as much.
_SHAPES: Final[dict[Mark, tuple[str, str]]] = {
    "comma": (r"^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?$", "."),
    "point": (r"^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$", ","),
}


def place_file(path: Path, placing: Placing) -> PlacedTable:
    """Return where the customers of a CSV, Parquet or Excel file belong.

    Parameters
    ----------
    path : Path
        The file.
    placing : Placing
        What places customers.

    Returns
    -------
    PlacedTable
        One row per customer, in the order of the file.

    Raises
    ------
    SourceError
        When the file cannot be read.
    PredictionError
        When there are no clusters, or the file has no customers, too many, or no column that is
        asked for.
    """
    if placing.probabilities is None:
        raise PredictionError(placing.no_clusters)
    with TemporaryDirectory(prefix="rfm-") as folder, explaining(path):
        if path.is_file() and unpacks_beyond(path, MOST_UNPACKED):
            raise PredictionError(
                f"The file unpacks to more than {MOST_UNPACKED // 1_000_000} MB: split it, and "
                "place each part."
            )
        customers = _customers(open_table(path, Path(folder), {}), placing)
    return place_table(customers, placing)


def _customers(table: Table, placing: Placing) -> pd.DataFrame:
    """Return the file's cells as text, numbers written as programs write them."""
    rows = table.rows.select(
        pl.col(LINE).cast(pl.Int64), *(text_of(table, name) for name in table.columns)
    )
    texts = rows.filter(~pl.all_horizontal(pl.col(name).is_null() for name in table.columns))
    read = texts.head(MOST_ROWS + 1).collect()
    if read.height > MOST_ROWS:
        raise PredictionError(
            f"The file has more than {MOST_ROWS:,} customers: split it, and place each part."
        )
    found = find_columns(table.columns, placing)
    numbers = [
        str(found[one.name])
        for one in placing.attributes
        if one.kind == "number" and one.name in found
    ]
    return plain_numbers(read, numbers).drop(LINE).to_pandas()


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
    marks = {
        name: study_numbers(cells.head(STUDIED).lazy().select(LINE, cell=name)).mark
        for name, cells in odd.items()
        if cells.height
    }
    for name, mark in pooled_marks(marks).items():
        texts = _rewritten(texts, name, odd[name], mark)
    return texts


def _odd_cells(texts: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return the different cells that programs would not read as numbers, with a line of each."""
    cell = pl.col(name)
    is_odd = cell.is_not_null() & plain_number(cell).is_null()
    return texts.lazy().filter(is_odd).select(LINE, name).unique(name).collect()


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
