"""A file of new customers -> where each belongs; the table that the page and the command give."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from rfm.errors import PredictionError
from rfm.prediction.batch import PlacedTable, find_columns, place_table
from rfm.prediction.placing import Placing

if TYPE_CHECKING:
    import pandas as pd

    from rfm.reading.tables import Table

MOST_ROWS: Final = 1_000_000


def place_file(path: Path, placing: Placing) -> PlacedTable:
    """Return where the customers of a CSV, Parquet or Excel file belong.

    Parameters
    ----------
    path : Path
        The file.
    placing : Placing
        What places customers.

    Raises
    ------
    SourceError
        When the file cannot be read.
    PredictionError
        When there are no clusters, or the file has no customers, too many, or no column that is
        asked for.
    """
    from rfm.reading.opening import explaining, open_table

    if placing.probabilities is None:
        raise PredictionError(placing.no_clusters)
    with TemporaryDirectory(prefix="rfm-") as folder, explaining(path):
        customers = _customers(open_table(path, Path(folder), {}), placing)
    return place_table(customers, placing)


def _customers(table: "Table", placing: Placing) -> "pd.DataFrame":
    """Return the file's cells as text, numbers written as programs write them."""
    import polars as pl

    from rfm.prediction.file_numbers import plain_numbers
    from rfm.reading.tables import LINE
    from rfm.table.cells import text_of

    rows = table.rows.select(
        pl.col(LINE).cast(pl.Int64), *(text_of(name, table.dtypes[name]) for name in table.columns)
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
