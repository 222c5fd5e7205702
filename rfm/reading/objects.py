"""JSON: a line, or an element of one list, is a row; what is nested in it has names with points."""

from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl

from rfm.errors import SourceError
from rfm.reading.bounds.objects import ensure_bounded_objects
from rfm.reading.columns import Header
from rfm.reading.packed import Unpacked
from rfm.reading.tables import LINE, Table
from rfm.reading.where import FileFacts, Where

_HEAD: Final = 4_096
_BOM: Final = b"\xef\xbb\xbf"
# Deeper than this an object is no row of a table.
_DEEPEST: Final = 4


def is_json(file: Unpacked) -> bool:
    """Return whether a file begins as a list of objects, or as one object a line, does."""
    with file.path.open("rb") as opened:
        start = opened.read(_HEAD).removeprefix(_BOM).lstrip()
    if start[:1] == b"[":
        return start[1:].lstrip()[:1] == b"{"
    return start[:1] == b"{" and start[1:].lstrip()[:1] in (b'"', b"}")


def open_objects(file: Unpacked) -> Table:
    """Return the rows of JSON, whose columns have the types of their values.

    Parameters
    ----------
    file : Unpacked
        Lines with an object each, or one list of objects.

    Returns
    -------
    Table
        Its rows are numbered from 1. Lists inside of rows are left out.

    Raises
    ------
    SourceError
        When it is no such JSON.
    """
    ensure_bounded_objects(file.path, file.name)
    rows = _flat(_inside(_rows(file)))
    names = [name for name, dtype in rows.collect_schema().items() if not dtype.is_nested()]
    if not names:
        raise SourceError(f"{file.name} has no rows: its objects hold no values. Export it again.")
    header = Header.of(names, file.name)
    rows = rows.select(names).rename(dict(zip(names, header.names, strict=True)))
    numbered = rows.with_row_index(LINE, offset=1)
    facts = FileFacts(format="json", encoding="UTF-8")
    notes = ("Read as JSON: each object is a row.",)
    return Table(Where(file.name), numbered, header, facts, notes, is_text=False)


def _rows(file: Unpacked) -> pl.LazyFrame:
    with file.path.open("rb") as opened:
        start = opened.read(_HEAD)
    try:
        if start.removeprefix(_BOM).lstrip()[:1] == b"[":
            return pl.read_json(_without_mark(file, start), infer_schema_length=None).lazy()
        if not _is_by_line(start):
            return pl.read_json(_without_mark(file, start), infer_schema_length=None).lazy()
        rows = pl.scan_ndjson(_without_mark(file, start), infer_schema_length=None)
        rows.collect_schema()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        raise SourceError(
            f"{file.name} is no JSON that can be read: give one object a line, or one list of "
            "objects that have the same names."
        ) from error
    return rows


def _is_by_line(start: bytes) -> bool:
    """Return whether the first line is an object of its own, and not the beginning of one."""
    first, _, more = start.removeprefix(_BOM).lstrip().partition(b"\n")
    return not more or first.rstrip().endswith(b"}")


def _inside(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return the rows of the one list in one object, as interfaces of shops answer with."""
    lists = [
        name
        for name, dtype in rows.collect_schema().items()
        if isinstance(dtype, pl.List) and isinstance(dtype.inner, pl.Struct)
    ]
    if len(lists) != 1 or rows.select(pl.len()).collect().item() != 1:
        return rows
    return rows.select(lists).explode(lists).unnest(lists)


def _without_mark(file: Unpacked, start: bytes) -> Path | BytesIO:
    """Return a file, or what is in it after the mark of UTF-8 that readers of JSON refuse."""
    if not start.startswith(_BOM):
        return file.path
    return BytesIO(file.path.read_bytes().removeprefix(_BOM))


def _flat(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Return rows whose objects inside are columns: the id of "customer" is "customer.id"."""
    for _ in range(_DEEPEST):
        schema = rows.collect_schema()
        inside = [name for name, dtype in schema.items() if isinstance(dtype, pl.Struct)]
        if not inside:
            break
        rows = rows.unnest(inside, separator=".")
    return rows
