"""Small files that would fill the machine are refused with a sentence before they do."""

import io
import struct
import zipfile
import zlib
from itertools import pairwise

import pyarrow as pa
import pytest

from rfm.errors import SourceError
from rfm.reading.opening import open_table
from tests.hand_made_bombs import (
    EMPTY,
    HEADER,
    LOG,
    NAMED,
    OPEN_HEADER,
    OTHERWISE,
    UNPLACED,
    again,
    cell,
    in_document,
    in_sheets,
    open_cell,
    repeated,
    row,
    table_of,
)
from tests.hand_made_workbooks import packed


def written(tmp_path, content):
    # A document is recognised by its name.
    file = tmp_path / ("log.ods" if b"opendocument" in content[:200] else "log.bin")
    file.write_bytes(content)
    return file


BOMBS = {
    "two corners": (
        lambda: in_sheets(HEADER + row(1_048_576, cell("XFD1048576"))),
        "sheet 'S1': its last cell is XFD1048576, so it has 17,179,869,184 cells, of which 4 hold",
    ),
    "corners written otherwise": (
        lambda: in_sheets(HEADER + row(9, OTHERWISE)),
        "its last cell is XFD900000",
    ),
    "corners of many sheets": (
        lambda: in_sheets(*[HEADER + row(50_000, cell("Z50000"))] * 6),
        "its last cell is Z50000, so it has 1,300,000 cells, of which 4 hold something",
    ),
    "narrow rows without places under a wide one": (
        lambda: in_sheets(f"<row>{UNPLACED * 255}</row>" + f"<row>{UNPLACED}</row>" * 40_000),
        "its last cell is IU40001, so it has 10,200,255 cells, of which 40,255 hold something",
    ),
    "a far row without places": (
        lambda: in_sheets(f'{HEADER}<row r="1048576">{UNPLACED * 9}</row>'),
        "its last cell is I1048576",
    ),
    "one long text in many cells": (
        lambda: in_sheets(HEADER + NAMED, texts=["x" * 32_000]),
        "256,[0-9]{3},[0-9]{3} letters of text, because long texts stand in it again and again",
    ),
    "a row that is stored once": (
        lambda: in_document(OPEN_HEADER + repeated("row", 900_000, open_cell("x", 99))),
        "cells in its sheets, of which 3 are stored",
    ),
    "cells of a document far apart": (
        lambda: in_document(
            OPEN_HEADER
            + repeated("row", 900_000)
            + f"<table:table-row>{EMPTY}{open_cell('x')}</table:table-row>"
        ),
        "cells in its sheets, of which 4 are stored",
    ),
    "rows that are alike": (
        lambda: table_of({"customer": again(["a"], 3_000_000)}),
        "has 3,000,000 rows in [0-9,]+ bytes, so nearly all of them are alike",
    ),
    "long texts that are alike": (
        lambda: table_of({"customer": again(["a" * 30_000], 10_000), "amount": [1] * 10_000}),
        "holds 300,000,000 bytes of text in a file of",
    ),
    "long texts": (
        lambda: table_of({"customer": again(["a" * 30_000], 10_000).cast(pa.string())}),
        "holds 300,000,000 bytes of text in a file of",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "words"), BOMBS.values(), ids=BOMBS)
def test_a_small_file_that_needs_much_room_is_refused(tmp_path, content, words):
    file = written(tmp_path, content())
    with pytest.raises(SourceError, match=rf"^log\..*{words}"):
        open_table(file, tmp_path, {})


FORMATTED = '<c r="XFD900000" s="1"/><c r="XFC900000" s="1"></c>'
HARMLESS = {
    "cells that are only formatted": lambda: in_sheets(LOG + row(900_000, FORMATTED)),
    "a blank row or two": lambda: in_sheets(HEADER + row(4_000, cell("A4000"), cell("C4000", "5"))),
    "rows without places": lambda: in_sheets(f"<row>{UNPLACED * 3}</row>" * 9),
    "a long text": lambda: in_sheets(
        HEADER + row(2, '<c r="A2" t="s"><v>1</v></c>'), texts=["x" * 32_000, "y" * 200]
    ),
    "a document formatted to its end": lambda: in_document(
        OPEN_HEADER * 2
        + f"<table:table-row>{open_cell('x')}{EMPTY}</table:table-row>"
        + repeated("row", 1_048_000, EMPTY)
    ),
    "numbers without texts": lambda: table_of({"customer": [1, 2], "amount": [1.5, 2.5]}),
}


@pytest.mark.parametrize("content", HARMLESS.values(), ids=HARMLESS)
def test_what_is_usual_is_read(tmp_path, content):
    file = written(tmp_path, content())
    assert open_table(file, tmp_path, {}).rows.collect().height > 0


def lying(content, part, size, crc):
    """Return an archive that tells another size of one of its parts."""
    told = bytearray(content)
    place = told.index(b"PK\x01\x02")
    while told[place + 46 :].startswith(part) is False:
        place = told.index(b"PK\x01\x02", place + 4)
    (local,) = struct.unpack_from("<I", told, place + 42)
    for start in (place + 16, local + 14):
        struct.pack_into("<I", told, start, crc)
        struct.pack_into("<I", told, start + 8, size)
    return bytes(told)


def deflated(content):
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as plain,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in plain.namelist():
            archive.writestr(part, plain.read(part))
    return file.getvalue()


def test_what_an_archive_tells_of_itself_is_never_believed(tmp_path):
    part = b"xl/sharedStrings.xml"
    honest = deflated(in_sheets(LOG, texts=["x" * 80_000_000]))
    with zipfile.ZipFile(io.BytesIO(honest)) as archive:
        start = archive.read(part.decode())[:1_000]
    file = tmp_path / "log.xlsx"
    file.write_bytes(lying(honest, part, 1_000, zlib.crc32(start)))
    with pytest.raises(SourceError, match="unpacks to more than a workbook of its size does"):
        open_table(file, tmp_path, {})
    smaller = deflated(in_sheets(LOG, texts=["x" * 5_000]))
    with zipfile.ZipFile(io.BytesIO(smaller)) as archive:
        whole = archive.read(part.decode())
    file.write_bytes(lying(smaller, part, 1_000, zlib.crc32(whole)))
    with pytest.raises(SourceError, match=r"'xl/sharedStrings\.xml' in it is larger or smaller"):
        open_table(file, tmp_path, {})


def test_entities_that_multiply_are_not_followed(tmp_path):
    names = ["x", *(f"x{n}" for n in range(1, 10))]
    entities = "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names)
    )
    start = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x "lol">{entities}]>'
    file = tmp_path / "log.xlsx"
    file.write_bytes(in_sheets(row(1, cell("A1", "&x9;")), texts=["&x9;"], start=start))
    with pytest.raises(SourceError, match="damaged or protected"):
        open_table(file, tmp_path, {})


def test_a_row_longer_than_a_piece_is_looked_through_too(tmp_path, monkeypatch):
    monkeypatch.setattr("rfm.reading.bounds.archives._CHUNK", 200)
    monkeypatch.setattr("rfm.reading.bounds.archives._LONGEST_ROW", 400)
    file = tmp_path / "log.xlsx"
    file.write_bytes(in_sheets(HEADER + row(1_048_576, " " * 900, cell("XFD1048576"))))
    with pytest.raises(SourceError, match="its last cell is XFD1048576"):
        open_table(file, tmp_path, {})


TEXT = "customer,date,amount\na,2011-01-02,5\n"


def test_archives_inside_of_archives_are_not_unpacked_again(tmp_path):
    file = tmp_path / "log.zip"
    file.write_bytes(packed({"inner.zip": packed({"log.csv": TEXT})}))
    with pytest.raises(SourceError, match=r"inner\.zip.* is an archive, not a workbook: unpack it"):
        open_table(file, tmp_path, {})


def test_a_broken_archive_inside_of_an_archive_is_a_sentence(tmp_path):
    file = tmp_path / "log.zip"
    file.write_bytes(packed({"log.xlsx": in_sheets(LOG)[:-40]}))
    with pytest.raises(SourceError, match=r"log\.xlsx.* is damaged, protected or cut short"):
        open_table(file, tmp_path, {})
