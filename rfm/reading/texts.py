"""CSV and its relatives: encoding, separator, header row, and rows with too many fields."""

import codecs
import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from rfm.choices import ChosenReading
from rfm.errors import SettingsError, SourceError
from rfm.reading.bounds.texts import cut, has_long_lines
from rfm.reading.columns import (
    FEWEST_FIELDS,
    HEADER_WITHIN,
    Header,
    count_fields,
    filled,
    first_nearly_full,
)
from rfm.reading.packed import Unpacked, chunks_of
from rfm.reading.tables import EXTRA, LINE, Table
from rfm.reading.where import FileFacts, Where

HEAD_BYTES: Final = 256 * 1024
_CHUNK: Final = 1 << 18
# Ways to write names and strings of programs, which take far longer than a text has bytes.
_OF_PROGRAMS: Final = ("punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined")
_ENCODINGS: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
}
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


def open_text(
    file: Unpacked, scratch: Path, mapping: Mapping[str, str], chosen: ChosenReading
) -> Table:
    """Return the rows of delimited text in any encoding; every cell is text."""
    encoding = _chosen_encoding(chosen) or _encoding(file.path, file.name)
    readable = _as_utf8(file, encoding, scratch, is_chosen=bool(chosen.encoding))
    with readable.open("rb") as text:
        head = codecs.getincrementaldecoder("utf-8-sig")().decode(text.read(HEAD_BYTES))
    if not head.strip():
        raise SourceError(f"{file.name} is empty: it holds nothing but blanks. Export it again.")
    layout = _layout(head, file.name, mapping, chosen)
    header = Header.of(layout.cells, file.name)
    facts = FileFacts(
        format="csv",
        encoding=_ENCODINGS.get(encoding, encoding),
        separator=layout.separator,
        header_row=layout.record,
    )
    rows = _scan(readable, layout, header)
    notes = _notes(layout, facts.encoding)
    if has_long_lines(readable, file.name):
        rows, sentence = cut(rows, header.names, LINE)
        notes += (sentence,) if sentence else ()
    return Table(Where(file.name), rows, header, facts, notes)


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
    notes = [f"Read as {encoding} text separated by {_SEPARATORS[layout.separator]}."]
    if layout.record > 1:
        notes.append(f"The header is row {layout.record}; the rows above it are left out.")
    return tuple(notes)


def _chosen_encoding(chosen: ChosenReading) -> str:
    """Return the encoding that the user chose, under the name that Python gives it."""
    if not chosen.encoding:
        return ""
    try:
        known = codecs.lookup(chosen.encoding)
        if known.name in _OF_PROGRAMS:
            raise LookupError
        b"a text".decode(known.name, errors="ignore")
    except (LookupError, ValueError):
        raise SettingsError(
            f"'{chosen.encoding}' is no encoding of texts: give one such as utf-8, cp1252 or "
            "utf-16, or leave it out."
        ) from None
    # A mark at the start is no part of the first name.
    return "utf-8-sig" if known.name == "utf-8" else known.name


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
        for position, chunk in enumerate(chunks_of(file)):
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


def _as_utf8(file: Unpacked, encoding: str, scratch: Path, *, is_chosen: bool) -> Path:
    """Return the file itself where it is UTF-8 with line feeds, else a copy that is."""
    with file.path.open("rb") as source:
        start = source.read(HEAD_BYTES)
    is_old_mac = b"\r" in start and b"\n" not in start and "utf-16" not in encoding
    if encoding.startswith("utf-8") and not is_old_mac and not is_chosen:
        return file.path
    target = scratch / f"{file.path.name}-readable"
    # Bytes that Windows-1252 does not have are rare and never part of a number or a date.
    errors = "strict" if is_chosen else "replace"
    newline = None if is_old_mac else ""
    try:
        with (
            file.path.open(encoding=encoding, errors=errors, newline=newline) as source,
            target.open("w", encoding="utf-8", newline="") as copy,
        ):
            while text := source.read(_CHUNK):
                copy.write(text)
    except UnicodeError:
        raise SourceError(
            f"{file.name} is no text in {_ENCODINGS.get(encoding, encoding)}, as was chosen: some "
            "of its bytes have no meaning there. Choose another encoding, or leave it to be found."
        ) from None
    return target


def _layout(head: str, name: str, mapping: Mapping[str, str], chosen: ChosenReading) -> _Layout:
    """Return the separator and header row under which the most fields of a log are found."""
    separators = [chosen.separator] if chosen.separator else _SEPARATORS
    found = [_layouts(head, separator, mapping, chosen) for separator in separators]
    layouts = [layout for layouts in found for layout in layouts]
    if not layouts and chosen.header_row:
        raise SourceError(
            f"{name} has no header in row {chosen.header_row}, as was chosen: nothing stands "
            "there. Choose another row, or leave it to be found."
        )
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


def _layouts(
    head: str, separator: str, mapping: Mapping[str, str], chosen: ChosenReading
) -> list[_Layout]:
    lines = [f"{line}\n" for line in head.split("\n")]
    records = csv.reader(lines, delimiter=separator)
    layouts: list[_Layout] = []
    try:
        for record, cells in enumerate(records, start=1):
            if record > max(HEADER_WITHIN, chosen.header_row):
                break
            is_asked = chosen.header_row in (0, record)
            if is_asked and any(cell.strip() for cell in cells):
                fields = count_fields(cells, mapping)
                layouts.append(_Layout(separator, tuple(cells), record, records.line_num, fields))
    except csv.Error:
        return layouts
    return layouts
