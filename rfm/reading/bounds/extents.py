"""How far apart the cells of a sheet are, told from its XML without making a table of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

_CELL: Final = r"<(?:[a-z]+:)?c[\s/>]"
_TO_PLACE: Final = r"<(?:[a-z]+:)?c\s[^>]*?\br\s*=\s*[\"']"
# With a value, a formula or a text in it: what is only formatted does not count.
_FILLED: Final = rf"{_TO_PLACE}[A-Z]{{1,3}}[0-9]{{1,7}}[\"'](?:[^>]*[^>/])?>\s*<(?:[a-z]+:)?[vfi]"
_NO_PLACE: Final = r"<(?:[a-z]+:)?c(?:\s+(?:[^r>\s/]|r[^=\s>])[^>\s]*)*\s*/?>"
_PLACE: Final = r"\br\s*=\s*[\"']([A-Z]+)([0-9]+)"
_ROW: Final = r"<(?:[a-z]+:)?row[\s/>]"
_NUMBERED_ROW: Final = r"<(?:[a-z]+:)?row\s[^>]*?\br\s*=\s*[\"'][0-9]{1,7}"
_NAMED_TEXT: Final = r"\bt\s*=\s*[\"']s[\"'][^>]*>\s*<(?:[a-z]+:)?v>\s*[0-9]{1,9}"
_LETTERS: Final = 26
_WIDEST: Final = 3
_TEN: Final = 10


@dataclass(frozen=True)
class Extent:
    """How large a sheet is, or a piece of it.

    Parameters
    ----------
    row, column : int
        The last that is filled, or a bound of it.
    cells : int
        How many cells hold something.
    text : int
        How many bytes of text they hold that is stored once for all of them.
    """

    row: int = 0
    column: int = 0
    cells: int = 0
    text: int = 0

    def __add__(self, more: "Extent") -> "Extent":
        """Return the extent of two pieces of a sheet."""
        return Extent(
            max(self.row, more.row),
            max(self.column, more.column),
            self.cells + more.cells,
            self.text + more.text,
        )

    @property
    def size(self) -> int:
        """The cells of the rectangle."""
        return self.row * self.column

    @property
    def corner(self) -> str:
        """The place of its last cell."""
        letters, left = "", self.column
        while left:
            left, letter = divmod(left - 1, _LETTERS)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row}"


def bound_of(pieces: Iterable[str], lengths: pl.Series) -> Extent:
    """Return how far a sheet may reach at most, told by how long the places of its cells are.

    Parameters
    ----------
    pieces : iterable of str
        Its XML, each piece with whole rows.
    lengths : polars.Series
        How long the texts are that its cells name by number.

    Returns
    -------
    Extent
        It may be ten times as high and 26 times as wide as the sheet.
    """
    letters = digits = 0
    whole = Extent()
    for piece in pieces:
        text = pl.Series("text", [piece])
        while _has(text, rf"{_TO_PLACE}[A-Z]{{{letters + 1}}}"):
            letters += 1
        while _has(text, rf"{_TO_PLACE}[A-Z]{{1,3}}[0-9]{{{digits + 1}}}"):
            digits += 1
        cells = int(text.str.count_matches(_FILLED).sum())
        whole += Extent(cells=cells, text=_text_in(text, lengths))
        if _has(text, _NO_PLACE):
            whole += _unplaced(text, whole.row)
    return whole + Extent(_TEN**digits - 1, sum(_LETTERS**n for n in range(1, letters + 1)))


def extent_of(pieces: Iterable[str]) -> Extent:
    """Return how far the filled cells of a sheet reach.

    Parameters
    ----------
    pieces : iterable of str
        Its XML, each piece with whole rows.

    Returns
    -------
    Extent
        Exactly; of cells that do not say where they stand, at least.
    """
    whole = Extent()
    for piece in pieces:
        text = pl.Series("text", [piece])
        filled = text.str.extract_all(_FILLED).explode().drop_nulls()
        row = filled.str.extract(_PLACE, 2)
        column = filled.str.extract(_PLACE, 1).str.pad_start(_WIDEST).max()
        whole += Extent(_largest(row), _number(str(column or "")), len(filled))
        if _has(text, _NO_PLACE):
            whole += _unplaced(text, whole.row)
    return whole


def _has(text: pl.Series, pattern: str) -> bool:
    return bool(text.str.contains(pattern).any())


def _text_in(text: pl.Series, lengths: pl.Series) -> int:
    if lengths.is_empty():
        return 0
    named = text.str.extract_all(_NAMED_TEXT).explode().drop_nulls()
    number = named.str.extract(r"([0-9]+)$").cast(pl.Int64)
    return int(lengths.gather(number.filter(number < len(lengths))).sum())


def _unplaced(text: pl.Series, before: int) -> Extent:
    """Return how far cells reach that do not say where: each is beside the one before."""
    rows = text.str.split("<row").explode()
    cells = rows.str.count_matches(_CELL)
    numbered = text.str.extract_all(_NUMBERED_ROW).explode().drop_nulls()
    row = max(before + int((cells > 0).sum()), _largest(numbered.str.extract("([0-9]+)$")))
    return Extent(row, _largest(cells), int(cells.sum()))


def _largest(numbers: pl.Series) -> int:
    found = numbers.cast(pl.Int64).to_frame().select(pl.all().max()).item()
    return int(found or 0)


def _number(letters: str) -> int:
    number = 0
    for letter in letters.strip():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number
