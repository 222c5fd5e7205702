"""JSON whose objects all have names of their own: each would be a column of the table."""

from pathlib import Path
from typing import Final

import polars as pl

from rfm.errors import SourceError

# Objects inside of objects, and lists that are left out, have names too.
MOST_NAMES: Final = 5_000
_CHUNK: Final = 1 << 22
_NAME: Final = r"\"[^\"\\]{1,200}\"\s*:"


def ensure_bounded_objects(path: Path, name: str) -> None:
    """Refuse JSON with more names than any table has columns.

    Parameters
    ----------
    path : Path
        JSON, as lines or as a list.
    name : str
        What it is called in messages.

    Raises
    ------
    SourceError
        When there are too many.
    """
    names = pl.Series([], dtype=pl.String)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            piece = pl.Series([chunk.decode(errors="replace")])
            found = piece.str.extract_all(_NAME).explode().drop_nulls()
            names = pl.concat([names, found]).unique()
            if len(names) > MOST_NAMES:
                raise SourceError(
                    f"{name} has objects with more than {MOST_NAMES:,} different names, and a "
                    "table of them as many columns. Give objects that have the same names."
                )
