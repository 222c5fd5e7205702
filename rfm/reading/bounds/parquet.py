"""Parquet stores once what repeats: how many rows and how much text there is, told beforehand."""

from pathlib import Path
from typing import Final

import polars as pl

from rfm.errors import SourceError

# A log needs some bytes for each row: nobody buys the same thing again at the same moment.
ROWS_ALWAYS: Final = 1_000_000
ROWS_OF_A_BYTE: Final = 4
TEXT_ALWAYS: Final = 256_000_000
TEXT_OF_A_BYTE: Final = 100
_TEXTS: Final = (pl.Categorical, pl.Enum)


def ensure_bounded_parquet(path: Path, name: str) -> None:
    """Refuse a file that would take far more room in memory than on the disk.

    Parameters
    ----------
    path : Path
        A Parquet file.
    name : str
        What it is called in messages.

    Raises
    ------
    SourceError
        With how many rows it has, or how much text.
    """
    size = path.stat().st_size
    stored = pl.scan_parquet(path, glob=False)
    rows = stored.select(pl.len()).collect(engine="streaming").item()
    if rows > max(ROWS_ALWAYS, ROWS_OF_A_BYTE * size):
        raise SourceError(
            f"{name} has {rows:,} rows in {size:,} bytes, so nearly all of them are alike. Export "
            "the log again."
        )
    text = _text_of(stored)
    if text > max(TEXT_ALWAYS, TEXT_OF_A_BYTE * size):
        raise SourceError(
            f"{name} holds {text:,} bytes of text in a file of {size:,}, because long texts stand "
            "in it again and again. Leave out the column of long texts."
        )


def _text_of(stored: pl.LazyFrame) -> int:
    """Return how many bytes the texts of all rows have."""
    schema = stored.collect_schema()
    texts = [name for name, dtype in schema.items() if dtype == pl.String]
    sizes = [pl.col(texts).str.len_bytes().cast(pl.Int64).sum()] if texts else []
    found = [stored.select(pl.sum_horizontal(*sizes))] if texts else []
    for column in (name for name, dtype in schema.items() if isinstance(dtype, _TEXTS)):
        # As texts they would be repeated already.
        length = pl.col(column).cast(pl.String).str.len_bytes().cast(pl.Int64)
        counted = stored.group_by(column).len()
        found.append(counted.select((length * pl.col("len").cast(pl.Int64)).sum()))
    return sum(frame.item() or 0 for frame in pl.collect_all(found, engine="streaming"))
