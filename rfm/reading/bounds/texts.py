"""Texts without end: a quotation mark that is not closed, and cells longer than any sheet holds."""

from functools import lru_cache
from pathlib import Path
from typing import Final

import polars as pl

from rfm.errors import SourceError
from rfm.words import quoted

# What a spreadsheet holds in one cell.
LONGEST_CELL: Final = 32_767
_CHUNK: Final = 1 << 18
_QUOTE: Final = b'"'
_BREAK: Final = b"\n"
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
        When a quotation mark opens a field and none follows for as long as no cell is.
    """
    facts = path.stat()
    return _has_long_lines(path, name, (facts.st_size, facts.st_mtime_ns))


@lru_cache(maxsize=16)
def _has_long_lines(path: Path, name: str, _stamp: tuple[int, int]) -> bool:
    """Look through a text, once although what it is and what it holds are asked for apart."""
    is_long, left, before, opened, is_open = False, 0, b"", 0, False
    lines = 1
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            marks = chunk.count(_QUOTE)
            if marks:
                last = chunk.rfind(_QUOTE)
                ahead = chunk[last - 1 : last] if last else before
                is_open = is_open ^ bool(marks % 2)
                opened = lines + chunk.count(_BREAK, 0, last) if ahead in _BEFORE_FIELDS else 0
            elif is_open and opened and len(chunk) > LONGEST_CELL:
                raise SourceError(
                    f'{name}: the quotation mark (") in line {opened:,} opens a field and is not '
                    f"closed within {LONGEST_CELL:,} characters. Close it, or export the file "
                    "again."
                )
            if not is_long:
                is_long, left = _is_long(chunk, left)
            lines += chunk.count(_BREAK)
            before = chunk[-1:]
    return is_long


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
