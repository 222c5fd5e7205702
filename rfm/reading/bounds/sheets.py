"""Sheets of .xlsx: how far apart their cells are and how much text they hold, told beforehand.

Readers make a rectangle of each sheet: two cells in opposite corners are 17 billion. And a text
that is stored once is held once for each cell that names it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Final

import polars as pl

from rfm.errors import SourceError
from rfm.reading.bounds.archives import cut_at, parts_of
from rfm.reading.bounds.extents import Extent, bound_of, extent_of

# So many cells are harmless, and so many for each one that holds something.
CELLS_ALWAYS: Final = 4_000_000
CELLS_OF_A_FILLED_ONE: Final = 8
TEXT_ALWAYS: Final = 200_000_000
TEXT_OF_A_BYTE: Final = 20

_TEXTS: Final = "sharedStrings.xml"
_TEXT: Final = b"<si"
_ROW: Final = b"<row"
# Texts that are shorter than this cannot add up to much.
_LONG: Final = 100
_TAG: Final = re.compile(r"<(?:\w+:)?(?:sheet|Relationship)\s[^>]*>")
_NAMED: Final = re.compile(r"\b(name|r:id|Id|Target)\s*=\s*[\"']([^\"']*)[\"']")


def ensure_bounded_sheets(path: Path, name: str) -> None:
    """Refuse a workbook whose sheets take far more room than what they hold.

    Parameters
    ----------
    path : Path
        An .xlsx file.
    name : str
        What it is called in messages.

    Raises
    ------
    SourceError
        With the sheet and its farthest cell; or when it unpacks to more than it should.
    """
    lengths = pl.Series([], dtype=pl.Int64)
    bounds: dict[str, Extent] = {}
    described = ""
    for part, pieces in parts_of(path, name, first=_TEXTS):
        if part.endswith(_TEXTS):
            lengths = _lengths(cut_at(_TEXT, pieces))
        elif part.endswith(("workbook.xml", "workbook.xml.rels")):
            described += b"".join(pieces).decode(errors="replace")
        else:
            bounds[part] = bound_of(cut_at(_ROW, pieces), lengths)
    if _is_sparse(bounds.values()):
        _ensure_compact(path, name, described)
    text = sum(bound.text for bound in bounds.values())
    if text > TEXT_ALWAYS + TEXT_OF_A_BYTE * path.stat().st_size:
        raise SourceError(
            f"{name} holds {text:,} letters of text, because long texts stand in it again and "
            "again. Leave out the column of long texts, or export CSV."
        )


def _is_sparse(extents: Collection[Extent]) -> bool:
    """Return whether sheets have many cells, of which few hold something."""
    filled = sum(extent.cells for extent in extents)
    size = sum(extent.size for extent in extents)
    return size > max(CELLS_ALWAYS, CELLS_OF_A_FILLED_ONE * filled)


def _ensure_compact(path: Path, name: str, described: str) -> None:
    """Refuse a workbook whose filled cells are far apart."""
    extents = {
        part: extent_of(cut_at(_ROW, pieces))
        for part, pieces in parts_of(path, name)
        if not part.endswith(_TEXTS)
    }
    ensure_near({_title(part, described): one for part, one in extents.items()}, name)


def ensure_near(extents: Mapping[str, Extent], name: str) -> None:
    """Refuse a workbook whose filled cells are far apart.

    Parameters
    ----------
    extents : mapping of str to Extent
        How far the cells of each sheet reach.
    name : str
        What the workbook is called in messages.

    Raises
    ------
    SourceError
        With the sheet and its farthest cell.
    """
    if _is_sparse(extents.values()):
        sheet, largest = max(extents.items(), key=lambda one: one[1].size)
        raise SourceError(
            f"{name}, sheet '{sheet}': its last cell is {largest.corner}, so it has "
            f"{largest.size:,} cells, of which {largest.cells:,} hold something. Delete what "
            "stands far from the table, or copy the table into a new workbook."
        )


def _lengths(texts: Iterable[str]) -> pl.Series:
    """Return how long each text is that cells name by number; nothing where all are short."""
    mark = _TEXT.decode()
    parts = [pl.Series(text.split(mark)[1:], dtype=pl.String).str.len_bytes() for text in texts]
    lengths = pl.concat(parts).cast(pl.Int64)
    return lengths if (lengths > _LONG).any() else lengths.clear()


def _title(part: str, described: str) -> str:
    """Return what a sheet is called, given what the workbook tells of its sheets."""
    tags = [dict(_NAMED.findall(tag)) for tag in _TAG.findall(described)]
    ids = {tag["Id"] for tag in tags if "Target" in tag and part.endswith(tag["Target"])}
    names = (tag["name"] for tag in tags if tag.get("r:id") in ids and "name" in tag)
    return next(names, part.rpartition("/")[2])
