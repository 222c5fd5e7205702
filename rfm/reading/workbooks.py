"""Excel workbooks: which sheet holds the log, and in which row it begins."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import polars as pl

from rfm.choices import ChosenReading
from rfm.errors import QuestionError, SourceError
from rfm.reading.bounds.compounds import ensure_bounded_compound
from rfm.reading.bounds.documents import CONTENT, ensure_bounded_document
from rfm.reading.bounds.sheets import ensure_bounded_sheets
from rfm.reading.columns import (
    FEWEST_FIELDS,
    HEADER_WITHIN,
    Header,
    count_fields,
    filled,
    first_nearly_full,
)
from rfm.reading.packed import Unpacked
from rfm.reading.tables import LINE, Table
from rfm.reading.where import FileFacts, Where
from rfm.words import quoted

# What reading an archive raises beside what it says is wrong.
_OF_ARCHIVES: Final = (EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def open_workbook(file: Unpacked, mapping: Mapping[str, str], chosen: ChosenReading) -> Table:
    """Return the rows of the sheet whose header names the most fields; every cell is text.

    Where none is a log, the largest sheet is read.

    Sheets with the very same header, such as one a year, are read one after the other.
    """
    import fastexcel

    _ensure_harmless(file)
    with _explaining(file):
        workbook = fastexcel.read_excel(file.path)
        wanted = _wanted(workbook.sheet_names, file.name, chosen)
        sheets = [_Sheet(workbook, name, mapping, chosen.header_row) for name in wanted]
    visible = [sheet for sheet in sheets if (sheet.is_visible or chosen.sheet) and sheet.cells]
    if not visible:
        place = f" in row {chosen.header_row}, as was chosen" if chosen.header_row else ""
        raise SourceError(f"{file.name} is empty: no visible sheet has a row{place}.")
    best = max(visible, key=lambda sheet: (sheet.fields, sheet.size))
    alike = [sheet for sheet in visible if sheet.cells == best.cells]
    names = [sheet.name for sheet in alike]
    header = Header.of(best.cells, file.name)
    rows = pl.concat([sheet.rows(header) for sheet in alike])
    facts = FileFacts(
        format=_format(file.path),
        header_row=best.record,
        sheet=best.name,
        sheets=tuple(workbook.sheet_names),
    )
    note = f"Read from sheet {quoted(names)}; the header is row {best.record}."
    where = Where(f"{file.name}, sheet {quoted(names)}")
    return Table(where, rows.lazy(), header, facts, (note,))


@contextmanager
def _explaining(file: Unpacked) -> Iterator[None]:
    """Turn what the reader of workbooks raises into a sentence, its panics too."""
    import fastexcel

    try:
        yield
    except BaseException as error:
        known = (fastexcel.FastExcelError, pl.exceptions.PolarsError, ValueError)
        # Each library that is written in Rust has a class of its own for them, and hides it.
        if not isinstance(error, known) and type(error).__name__ != "PanicException":
            raise
        raise SourceError(
            f"{file.name} could not be read as a workbook: it is damaged or protected. "
            "Open it, save it as .xlsx without a password, or export CSV."
        ) from error


def _wanted(names: Sequence[str], where: str, chosen: ChosenReading) -> Sequence[str]:
    """Return the sheets to look at: that which was chosen, else all."""
    if not chosen.sheet:
        return names
    if chosen.sheet in names:
        return [chosen.sheet]
    raise QuestionError(
        f"{where} has no sheet '{chosen.sheet}', as was chosen. Its sheets are: {quoted(names)}.",
        "reading.sheet",
        tuple((name, name) for name in names),
    )


def _format(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return "xls"
    with zipfile.ZipFile(path) as archive:
        return "ods" if CONTENT in archive.namelist() else "xlsx"


class _Sheet:
    """One sheet of a workbook and where its header is."""

    def __init__(
        self, workbook: Any, name: str, mapping: Mapping[str, str], header_row: int
    ) -> None:
        sheet = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        self.name = name
        self.is_visible = sheet.visible == "visible"
        self._all: pl.DataFrame = sheet.to_polars()
        first = max(header_row - 1, 0)
        rows = self._all.slice(first, 1 if header_row else HEADER_WITHIN).rows()
        counts = [count_fields(cells, mapping) for cells in rows]
        self.fields = max(counts, default=0)
        self.size = 0
        place = counts.index(self.fields) if counts else 0
        if counts and self.fields < FEWEST_FIELDS:
            widths = [filled(cells) for cells in rows]
            place = first_nearly_full(widths, max(widths))
            self.fields, self.size = 0, self._all.height * max(widths)
        self.record = first + place + 1
        self.cells: tuple[str | None, ...] = rows[place] if rows else ()

    def rows(self, header: Header) -> pl.DataFrame:
        """Return the rows below the header under the names of a header."""
        below = self._all.slice(self.record)
        return below.rename(dict(zip(below.columns, header.names, strict=True))).with_row_index(
            LINE, offset=self.record + 1
        )


def _ensure_harmless(file: Unpacked) -> None:
    """Refuse what is no workbook, or would take far more room than what it holds."""
    path = file.path
    with path.open("rb") as opened:
        if opened.read(2) != b"PK":
            ensure_bounded_compound(path, file.name)
            return
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
        if not any(name.startswith(("xl/", CONTENT)) for name in names):
            raise SourceError(
                f"{file.name} is an archive, not a workbook: unpack it and give the file inside."
            )
        facts = path.stat()
        _ensure_bounded(path, file.name, CONTENT in names, (facts.st_size, facts.st_mtime_ns))
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, *_OF_ARCHIVES) as error:
        raise SourceError(
            f"{file.name} is damaged, protected or cut short. Fetch or export it again."
        ) from error


@lru_cache(maxsize=16)
def _ensure_bounded(path: Path, name: str, is_document: bool, _stamp: tuple[int, int]) -> None:
    """Look through a workbook, once although what it is and what it holds are asked for apart."""
    if is_document:
        ensure_bounded_document(path, name)
    else:
        ensure_bounded_sheets(path, name)
