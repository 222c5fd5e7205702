"""Workbooks of before 2007: a file system of sectors, whose chains may lead in a circle.

Of the stream with the sheets it is told how far apart their cells are.

The layout is that of Microsoft's Compound File Binary format, [MS-CFB] 2.2 to 2.6.
"""

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from rfm.errors import SourceError
from rfm.reading.bounds.records import extents_of
from rfm.reading.bounds.sheets import ensure_near

_SECTOR_SIZE, _DIRECTORY, _LEAST_LARGE, _SMALL, _TABLES = 30, 48, 56, 60, 68
_IN_HEADER: Final = 109
_SIZES: Final = (9, 12)
# What is not below this names no sector: the end of a chain, and free ones.
_NO_SECTOR: Final = 0xFFFFFFFA
_ENTRY, _KIND, _START = 128, 66, 116
_STREAM, _ROOT = 2, 5
_LETTERS_OF_NAME, _LONGEST_NAME = 64, 64
_OF_SHEETS: Final = ("Workbook", "Book")


def ensure_bounded_compound(path: Path, name: str) -> None:
    """Refuse a file whose sectors follow each other without end, or whose cells are far apart.

    Parameters
    ----------
    path : Path
        An .xls file.
    name : str
        What it is called in messages.

    Raises
    ------
    SourceError
        When it is damaged so; or with the sheet and its farthest cell.
    """
    content = path.read_bytes()
    try:
        sheets = _follow_all(content)
    except (struct.error, ValueError) as error:
        raise SourceError(f"{name} is damaged or cut short. Fetch or export it again.") from error
    ensure_near(extents_of(sheets), name)


def _follow_all(content: bytes) -> bytes:
    """Follow each chain to its end, and return the stream with the sheets."""
    (power,) = struct.unpack_from("<H", content, _SECTOR_SIZE)
    if power not in _SIZES:
        raise ValueError
    size = 1 << power
    following = _numbers(content, size, _sectors_of_table(content, size))
    directory, least, small = (
        struct.unpack_from("<I", content, place)[0] for place in (_DIRECTORY, _LEAST_LARGE, _SMALL)
    )
    entries = b"".join(_sector(content, size, sector) for sector in _chains([directory], following))
    followed = _numbers(content, size, _chains([small], following))
    kept = [
        (entries[place + _KIND], *struct.unpack_from("<II", entries, place + _START), place)
        for place in range(0, len(entries) - _ENTRY + 1, _ENTRY)
    ]
    streams = [(start, length) for kind, start, length, _ in kept if kind == _STREAM and length]
    roots = [start for kind, start, *_ in kept if kind == _ROOT]
    _chains([*roots, *(start for start, length in streams if length >= least)], following)
    _chains([start for start, length in streams if length < least], followed)
    wanted = [
        (start, length)
        for kind, start, length, place in kept
        if kind == _STREAM and length >= least and _name_at(entries, place) in _OF_SHEETS
    ]
    return b"".join(
        b"".join(_sector(content, size, one) for one in _chains([start], following))[:length]
        for start, length in wanted[:1]
    )


def _name_at(entries: bytes, place: int) -> str:
    """Return the name of an entry of the directory."""
    (letters,) = struct.unpack_from("<H", entries, place + _LETTERS_OF_NAME)
    name = entries[place : place + min(letters, _LONGEST_NAME)]
    return name.decode("utf-16-le", errors="replace").rstrip("\0")


def _sectors_of_table(content: bytes, size: int) -> list[int]:
    """Return the sectors that hold which sector follows which."""
    start, _, *sectors = struct.unpack_from(f"<II{_IN_HEADER}I", content, _TABLES)
    seen = 0
    while start < _NO_SECTOR:
        *more, start = _numbers(content, size, [start]) or [_NO_SECTOR]
        sectors += more
        seen += size
        if seen > len(content):
            raise ValueError
    return [sector for sector in sectors if sector < _NO_SECTOR]


def _sector(content: bytes, size: int, number: int) -> bytes:
    return content[(number + 1) * size : (number + 2) * size]


def _numbers(content: bytes, size: int, sectors: Iterable[int]) -> list[int]:
    numbers: list[int] = []
    for sector in sectors:
        held = _sector(content, size, sector)
        numbers += struct.unpack(f"<{len(held) // 4}I", held[: len(held) // 4 * 4])
    return numbers


def _chains(starts: Iterable[int], following: Sequence[int]) -> list[int]:
    """Return the sectors of chains; those of different chains are never the same.

    One that leads out of the file is left to those who read it.
    """
    sectors: list[int] = []
    for start in starts:
        sector = start
        while sector < len(following):
            sectors.append(sector)
            if len(sectors) > len(following):
                raise ValueError
            sector = following[sector]
    return sectors
