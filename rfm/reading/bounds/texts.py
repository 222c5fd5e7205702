"""Texts without end: marks that are never closed, cells longer than any sheet's, blank lines."""

from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from rfm.errors import SourceError
from rfm.reading.columns import MOST_COLUMNS
from rfm.words import quoted

# What a spreadsheet holds in one cell.
LONGEST_CELL: Final = 32_767
# No line of a table is longer: as many cells as a table may have, each as long as may be.
LONGEST_LINE: Final = MOST_COLUMNS * LONGEST_CELL
# As many as a spreadsheet has rows: it exports those that are only formatted.
MOST_BLANK_LINES: Final = 1_100_000
_CHUNK: Final = 1 << 18
_QUOTE: Final = b'"'
_BREAK: Final = b"\n"
_OF_BLANK_LINES: Final = b' \t\r\n,;|"'
_BEFORE_FIELDS: Final = (b"", b"\n", b"\r", b",", b";", b"\t", b"|", b" ")


def has_long_lines(path: Path, name: str) -> bool:
    """Return whether some line of a text is longer than the longest cell.

    Parameters
    ----------
    path : Path
        A text in UTF-8.
    name : str
        What it is called in messages.

    Returns
    -------
    bool
        Where it is not so, no cell without line breaks can be too long.

    Raises
    ------
    SourceError
        When a quotation mark opens a field and none follows for as long as no cell is, a line
        does not end, or more lines follow each other that hold nothing than a spreadsheet has rows.
    """
    facts = path.stat()
    return _has_long_lines(path, name, (facts.st_size, facts.st_mtime_ns))


@lru_cache(maxsize=16)
def _has_long_lines(path: Path, name: str, _stamp: tuple[int, int]) -> bool:
    """Look through a text, once although what it is and what it holds are asked for apart."""
    is_long, left, before, lines = False, 0, b"", 1
    marks, blank, rows = _Marks(name), _BlankLines(name), _Rows(name)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            marks.look_at(chunk, before, lines)
            if not is_long:
                is_long, left = _is_long(chunk, left)
            breaks = chunk.count(_BREAK)
            rows.look_at(chunk, lines)
            lines += breaks
            blank.look_at(chunk, breaks, lines)
            before = chunk[-1:]
    return is_long


class _Marks:
    """Finds a quotation mark that opens a field and is not closed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._is_open = False
        self._line = 0

    def look_at(self, chunk: bytes, before: bytes, lines: int) -> None:
        """Look at a piece of a text, before which there are a byte and so many lines."""
        marks = chunk.count(_QUOTE)
        if marks:
            last = chunk.rfind(_QUOTE)
            ahead = chunk[last - 1 : last] if last else before
            self._is_open ^= bool(marks % 2)
            opened = lines + chunk.count(_BREAK, 0, last)
            self._line = opened if ahead in _BEFORE_FIELDS else 0
        elif self._is_open and self._line and len(chunk) > LONGEST_CELL:
            raise SourceError(
                f'{self._name}: the quotation mark (") in line {self._line:,} opens a field and is '
                f"not closed within {LONGEST_CELL:,} characters. Close it, or export the file "
                "again."
            )


class _Rows:
    """Finds a row that does not end: a line without a break, or a field without its last mark."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._line = 1
        self._length = 0
        self._is_inside = False

    def look_at(self, chunk: bytes, lines: int) -> None:
        """Look at a piece of a text, before which there are so many lines."""
        end = self._end_in(chunk)
        if end >= 0:
            self._line = lines + chunk.count(_BREAK, 0, end) + 1
            self._length = -end - 1
        self._length += len(chunk)
        self._is_inside ^= bool(chunk.count(_QUOTE) % 2)
        if self._length > LONGEST_LINE:
            raise SourceError(
                f"{self._name}, line {self._line:,}: the row that begins there has more than "
                f"{LONGEST_LINE:,} characters and does not end. Close its quotation marks, or "
                "export the file again, with a line for each row."
            )

    def _end_in(self, chunk: bytes) -> int:
        """Return the last line break of a piece that is outside of fields; -1 without any."""
        last = chunk.rfind(_BREAK)
        if last < 0 or (chunk.count(_QUOTE, 0, last) % 2 == 1) == self._is_inside:
            return last
        letters = np.frombuffer(chunk, np.uint8)
        marks = np.cumsum(letters == ord(_QUOTE)) + self._is_inside
        ends = np.flatnonzero((letters == ord(_BREAK)) & (marks % 2 == 0))
        return int(ends[-1]) if ends.size else -1


class _BlankLines:
    """Finds more lines without anything than any sheet has."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lines = 0

    def look_at(self, chunk: bytes, breaks: int, line: int) -> None:
        """Look at a piece of a text with so many line breaks, that ends in a line."""
        self._lines = 0 if chunk.strip(_OF_BLANK_LINES) else self._lines + breaks
        if self._lines > MOST_BLANK_LINES:
            raise SourceError(
                f"{self._name}: more than {MOST_BLANK_LINES:,} lines before line {line:,} hold "
                "nothing. Remove them, or export the file again without them."
            )


def _is_long(chunk: bytes, left: int) -> tuple[bool, int]:
    """Return whether a piece has a long line, given how much of one came before; what is left."""
    place = -left
    while len(chunk) - place > LONGEST_CELL:
        found = chunk.rfind(_BREAK, max(place, 0), place + LONGEST_CELL + 1)
        if found < 0:
            return True, 0
        place = found + 1
    last = chunk.rfind(_BREAK)
    return False, len(chunk) - last - 1 if last >= 0 else len(chunk) - place


def cut(rows: pl.LazyFrame, columns: tuple[str, ...], line: str) -> tuple[pl.LazyFrame, str]:
    """Return rows whose long cells are cut, and a sentence on the first; empty without any.

    Parameters
    ----------
    rows : polars.LazyFrame
        Columns of text.
    columns : tuple of str
        Their names.
    line : str
        The column with the numbers of the rows.

    Returns
    -------
    polars.LazyFrame, str
        The same rows, and what was cut.
    """
    is_long = {name: pl.col(name).str.len_bytes() > LONGEST_CELL for name in columns}
    first = rows.filter(pl.any_horizontal(*is_long.values())).select(line, **is_long).head(1)
    found = first.collect(engine="streaming")
    if found.is_empty():
        return rows, ""
    names = [name for name in columns if found[name].item()]
    sentence = (
        f"Row {found[line].item():,}: the cell in {quoted(names)} has more than {LONGEST_CELL:,} "
        "characters, more than a spreadsheet holds. It is cut there, as are others like it."
    )
    return rows.with_columns(pl.col(name).str.head(LONGEST_CELL) for name in columns), sentence
