"""How far apart the cells of sheets of before 2007 are, told from their records.

The records are those of Excel's binary format, [MS-XLS] 2.3 and 2.4.
"""

import struct
from dataclasses import dataclass
from typing import Final

from rfm.reading.bounds.extents import Extent

_HEAD: Final = struct.Struct("<HH")
_PLACE: Final = struct.Struct("<HH")
_BEGIN, _END, _LOCKED, _SHEET, _SIZE = 0x809, 0x0A, 0x2F, 0x85, 0x200
# With a value in them; blank cells, which are only formatted, do not count.
_CELLS: Final = frozenset((0x03, 0x04, 0x05, 0x06, 0x07, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E))
_SEVERAL: Final = 0xBD
_BYTES_OF_A_NUMBER: Final = 6
# No sheet of this format has more.
_MOST_ROWS, _MOST_COLUMNS = 1 << 16, 1 << 8


@dataclass
class _Reached:
    """How far the cells of a sheet reach, as its records are passed."""

    row: int = 0
    column: int = 0
    cells: int = 0


def extents_of(stream: bytes) -> dict[str, Extent]:
    """Return how far the filled cells of each sheet reach, by the sheet's name.

    Parameters
    ----------
    stream : bytes
        The records of a workbook; what is locked is left to those who read it.

    Returns
    -------
    dict of str to Extent
        A sheet that says to have more cells than the format knows is as large as it says.
    """
    names: dict[int, str] = {}
    found: dict[int, _Reached] = {}
    here = _Reached()
    place = 0
    # A record says where the next one begins, so that they are passed one by one.
    while place + _HEAD.size <= len(stream):
        kind, length = _HEAD.unpack_from(stream, place)
        body = place + _HEAD.size
        if kind == _LOCKED:
            return {}
        if kind == _BEGIN:
            here = found[place] = _Reached()
        elif kind == _SHEET:
            start, name = _named(stream[body : body + length])
            names[start] = name
        elif kind in _CELLS or kind in (_SEVERAL, _SIZE):
            _reach(here, kind, stream[body : body + length])
        place = body + length
    return {
        names.get(start, "without a name"): Extent(one.row, one.column, one.cells)
        for start, one in found.items()
    }


def _reach(here: _Reached, kind: int, body: bytes) -> None:
    """Take a record into account that fills cells, or says how many there are."""
    if kind == _SIZE:
        rows, columns = _claimed(body)
        if rows > _MOST_ROWS or columns > _MOST_COLUMNS:
            here.row, here.column = max(here.row, rows), max(here.column, columns)
        return
    if len(body) < _PLACE.size:
        return
    row, column = _PLACE.unpack_from(body)
    last = column
    if kind == _SEVERAL:
        last = max(column, column + (len(body) - _BYTES_OF_A_NUMBER) // _BYTES_OF_A_NUMBER - 1)
    here.row, here.column = max(here.row, row + 1), max(here.column, last + 1)
    here.cells += last - column + 1


def _claimed(body: bytes) -> tuple[int, int]:
    """Return the rows and columns that a sheet says to have."""
    try:
        _, rows, _, columns = struct.unpack_from("<IIHH", body)
    except struct.error:
        # Older ones name them with two bytes, which cannot be too many.
        return 0, 0
    return rows, columns


def _named(body: bytes) -> tuple[int, str]:
    """Return where a sheet begins, and its name."""
    try:
        start, _, letters, form = struct.unpack_from("<IHBB", body)
    except struct.error:
        return -1, ""
    encoding = "utf-16-le" if form & 1 else "latin-1"
    text = body[8 : 8 + letters * (2 if form & 1 else 1)]
    return start, text.decode(encoding, errors="replace")
