"""JSON with more names than a table has columns, with values without end, or next to nothing."""

from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from rfm.errors import SourceError

# Objects inside of objects, and lists that are left out, have names too.
MOST_NAMES: Final = 2_000
# A value is held in some hundred bytes: of a shop's objects each has ten and more in the file.
VALUES_ALWAYS: Final = 3_000_000
BYTES_OF_A_VALUE: Final = 6
# A picture may stand in a value, as text; a row with more than this is none of a shop.
LONGEST_VALUE: Final = 8_000_000
# Objects of shops hold some ten others inside each other.
DEEPEST: Final = 500
_CHUNK: Final = 1 << 22
_QUOTE: Final = b'"'
_NAME: Final = r"\"(?:[^\"\\]|\\.)+\"\s*:"
_BEFORE_VALUES: Final = (b"{", b"[", b",")


def ensure_bounded_objects(path: Path, name: str) -> None:
    """Refuse JSON with more names than a table has columns, and values far too many or too long.

    Parameters
    ----------
    path : Path
        JSON, as lines or as a list.
    name : str
        What it is called in messages.

    Raises
    ------
    SourceError
        When there are too many, one does not end, or objects stand too deep in each other.
    """
    names = pl.Series([], dtype=pl.String)
    values = 0
    walls = _Walls(name)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            walls.look_at(chunk)
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


class _Walls:
    """Finds a value that does not end, and objects or lists too deep inside of others."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._line = 1
        self._since_mark = 0
        self._depth = 0
        self._is_escaped = False
        self._is_inside = False
        self._steps = np.zeros(256, np.int8)
        self._steps[list(b"{[")], self._steps[list(b"}]")] = 1, -1

    def look_at(self, chunk: bytes) -> None:
        """Look at the next piece of a text."""
        # Marks behind an odd number of bars belong to the text that they stand in.
        plain = chunk[1:] if self._is_escaped else chunk
        self._is_escaped = (len(plain) - len(plain.rstrip(b"\\"))) % 2 == 1
        plain = plain.replace(b"\\\\", b"  ").replace(b'\\"', b"  ")
        first, last = plain.find(_QUOTE), plain.rfind(_QUOTE)
        self._since_mark = len(plain) - last - 1 if last >= 0 else self._since_mark + len(plain)
        self._line += chunk.count(b"\n", 0, first if first >= 0 else None)
        if self._since_mark > LONGEST_VALUE:
            raise SourceError(
                f"{self._name}, line {self._line:,}: a value has more than {LONGEST_VALUE:,} "
                "characters. Leave out what holds it, or export CSV."
            )
        self._line += chunk.count(b"\n", first) if first >= 0 else 0
        self._ensure_flat(plain)

    def _ensure_flat(self, plain: bytes) -> None:
        letters = np.frombuffer(plain, np.uint8)
        marks = np.cumsum(letters == ord(_QUOTE)) + self._is_inside
        is_text = marks % 2 == 1
        steps = self._steps[letters]
        steps[is_text] = 0
        depths = np.cumsum(steps, dtype=np.int64)
        if self._depth + int(depths.max(initial=0)) > DEEPEST:
            raise SourceError(
                f"{self._name} holds objects or lists more than {DEEPEST} deep inside of each "
                "other, which no table has. Export one object a row."
            )
        self._depth += int(depths[-1:].sum())
        self._is_inside = bool(is_text[-1]) if is_text.size else self._is_inside
