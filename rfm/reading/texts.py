"""CSV and its relatives: encoding, separator, header row, and rows with too many fields."""

import codecs
import csv
import gzip
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import polars as pl

from rfm.errors import SourceError
from rfm.reading.columns import (
    FEWEST_FIELDS,
    HEADER_WITHIN,
    Header,
    count_fields,
    filled,
    first_nearly_full,
)
from rfm.reading.tables import (
    BYTES_ALWAYS_UNPACKED,
    EXTRA,
    LINE,
    MOST_SHRUNK,
    Table,
)

HEAD_BYTES: Final = 256 * 1024
_CHUNK: Final = 1 << 18
_SEPARATORS: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_BOMS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True)
class _Layout:
    separator: str
    cells: tuple[str, ...]
    record: int
    lines: int
    fields: int


def open_text(path: Path, scratch: Path, mapping: Mapping[str, str]) -> Table:
    """Return the rows of delimited text in any encoding, also gzipped; every cell is text."""
    unpacked = _unpacked(path, scratch)
    encoding = _encoding(unpacked, path.name)
    readable = _as_utf8(unpacked, encoding, scratch)
    with readable.open("rb") as file:
        head = codecs.getincrementaldecoder("utf-8-sig")().decode(file.read(HEAD_BYTES))
    if not head.strip():
        raise SourceError(f"{path.name} is empty: it holds nothing but blanks. Export it again.")
    layout = _layout(head, path.name, mapping)
    header = Header.of(layout.cells, path.name)
    rows = _scan(readable, layout, header)
    return Table(path.name, rows, header, _notes(layout, encoding))


def _scan(path: Path, layout: _Layout, header: Header) -> pl.LazyFrame:
    return pl.scan_csv(
        path,
        has_header=False,
        separator=layout.separator,
        skip_lines=layout.lines,
        schema=dict.fromkeys((*header.names, EXTRA), pl.String()),
        extra_columns="ignore",
        missing_columns="insert",
        row_index_name=LINE,
        row_index_offset=layout.record + 1,
        glob=False,
    )


def _notes(layout: _Layout, encoding: str) -> tuple[str, ...]:
    words = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Windows-1252"}
    notes = [
        f"Read as {words.get(encoding, encoding)} text separated by "
        f"{_SEPARATORS[layout.separator]}."
    ]
    if layout.record > 1:
        notes.append(f"The header is row {layout.record}; the rows above it are left out.")
    return tuple(notes)


def _unpacked(path: Path, scratch: Path) -> Path:
    """Return the file itself, or a copy without the gzip around it."""
    with path.open("rb") as packed:
        if packed.read(2) != b"\x1f\x8b":
            return path
    most = max(BYTES_ALWAYS_UNPACKED, path.stat().st_size * MOST_SHRUNK)
    target = scratch / "unpacked"
    try:
        with gzip.open(path) as source, target.open("wb") as copy:
            for chunk in _chunks(source):
                if copy.tell() > most:
                    raise SourceError(
                        f"{path.name} unpacks to more than {MOST_SHRUNK} times its size, which "
                        "no log does. Unpack it yourself and give the file inside."
                    )
                copy.write(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceError(
            f"{path.name} is damaged or cut short: it cannot be unpacked. Fetch it again."
        ) from error
    if target.stat().st_size == 0:
        raise SourceError(f"{path.name} is empty: nothing is packed in it. Export it again.")
    return target


def _chunks(file: IO[bytes] | gzip.GzipFile) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _encoding(path: Path, name: str) -> str:
    """Return the encoding: a mark at the start, UTF-8 where every byte fits, else Western."""
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        for mark, encoding in _BOMS.items():
            if start.startswith(mark):
                return encoding
        decoder = codecs.getincrementaldecoder("utf-8")()
        is_utf8 = True
        for position, chunk in enumerate(_chunks(file)):
            if b"\0" in chunk:
                place = position * _CHUNK + chunk.index(b"\0") + 1
                raise SourceError(
                    f"{name} is not a text file (byte {place:,} is zero). Give the log as CSV, "
                    "Parquet or .xlsx."
                )
            is_utf8 = is_utf8 and _decodes(decoder, chunk)
    return "utf-8" if is_utf8 else "cp1252"


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    pending, _ = decoder.getstate()
    if chunk.isascii() and not pending:
        return True
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def _as_utf8(path: Path, encoding: str, scratch: Path) -> Path:
    """Return the file itself where it is UTF-8 with line feeds, else a copy that is."""
    with path.open("rb") as file:
        start = file.read(HEAD_BYTES)
    is_old_mac = b"\r" in start and b"\n" not in start and encoding != "utf-16"
    if encoding.startswith("utf-8") and not is_old_mac:
        return path
    target = scratch / "readable"
    # Bytes that Windows-1252 does not have are rare and never part of a number or a date.
    newline = None if is_old_mac else ""
    with (
        path.open(encoding=encoding, errors="replace", newline=newline) as source,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        while text := source.read(_CHUNK):
            copy.write(text)
    return target


def _layout(head: str, name: str, mapping: Mapping[str, str]) -> _Layout:
    """Return the separator and header row under which the most fields of a log are found."""
    found = [_layouts(head, separator, mapping) for separator in _SEPARATORS]
    layouts = [layout for layouts in found for layout in layouts]
    if not layouts:
        raise SourceError(
            f"{name} is not a table of text: no row of its beginning can be read. "
            "Give the log as CSV, Parquet or .xlsx."
        )
    best = max(layouts, key=lambda layout: (layout.fields, len(layout.cells), -layout.record))
    if best.fields >= FEWEST_FIELDS:
        return best
    return _layout_without_fields([layouts for layouts in found if layouts])


def _layout_without_fields(found: list[list[_Layout]]) -> _Layout:
    """Return the layout of a table that is no log: its header comes first, and is widest."""
    headers = []
    for layouts in found:
        width = _usual_width([len(layout.cells) for layout in layouts])
        place = first_nearly_full([filled(layout.cells) for layout in layouts], width)
        header = layouts[place]
        rank = (width > 1, len(header.cells) == width, -header.record, width)
        headers.append((rank, header))
    return max(headers, key=lambda ranked: ranked[0])[1]


def _usual_width(widths: Sequence[int]) -> int:
    """Return the width that most rows have, the larger of two that are as common."""
    counts = Counter(widths)
    return max(counts, key=lambda width: (counts[width], width))


def _layouts(head: str, separator: str, mapping: Mapping[str, str]) -> list[_Layout]:
    lines = [f"{line}\n" for line in head.split("\n")]
    records = csv.reader(lines, delimiter=separator)
    layouts: list[_Layout] = []
    try:
        for record, cells in enumerate(records, start=1):
            if record > HEADER_WITHIN:
                break
            if any(cell.strip() for cell in cells):
                fields = count_fields(cells, mapping)
                layouts.append(_Layout(separator, tuple(cells), record, records.line_num, fields))
    except csv.Error:
        return layouts
    return layouts
