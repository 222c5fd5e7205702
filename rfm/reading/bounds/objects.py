"""JSON with more names than a table has columns, or with values that are next to nothing."""

from pathlib import Path
from typing import Final

import polars as pl

from rfm.errors import SourceError

# Objects inside of objects, and lists that are left out, have names too.
MOST_NAMES: Final = 2_000
# A value is held in some hundred bytes: of a shop's objects each has ten and more in the file.
VALUES_ALWAYS: Final = 3_000_000
BYTES_OF_A_VALUE: Final = 6
_CHUNK: Final = 1 << 22
_NAME: Final = r"\"(?:[^\"\\]|\\.)+\"\s*:"
_BEFORE_VALUES: Final = (b"{", b"[", b",")


def ensure_bounded_objects(path: Path, name: str) -> None:
    """Refuse JSON with more names than any table has columns, or with far more values than text.

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
    values = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            values += sum(chunk.count(mark) for mark in _BEFORE_VALUES)
            piece = pl.Series([chunk.decode(errors="replace")])
            found = piece.str.extract_all(_NAME).explode().drop_nulls()
            names = pl.concat([names, found]).unique()
            if len(names) > MOST_NAMES:
                raise SourceError(
                    f"{name} has objects with more than {MOST_NAMES:,} different names, and a "
                    "table of them as many columns. Give objects that have the same names."
                )
        size = file.tell()
    if values > max(VALUES_ALWAYS, size // BYTES_OF_A_VALUE):
        raise SourceError(
            f"{name} has about {values:,} values in {size:,} bytes, so nearly all of them are "
            "empty. Leave out the lists of single numbers, or export CSV."
        )
