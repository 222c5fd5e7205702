"""Workbooks of before 2007 that lead in circles, or whose cells are far apart, are refused."""

import struct

import pytest

from rfm.errors import SourceError
from rfm.reading.bounds.extents import Extent
from rfm.reading.bounds.records import extents_of
from rfm.reading.opening import open_table
from tests.hand_made_workbooks import OLD_WORKBOOK


def changed(content, place, *numbers):
    """Return an old workbook with other numbers of four bytes at a place."""
    new = bytearray(content)
    struct.pack_into(f"<{len(numbers)}I", new, place, *numbers)
    return bytes(new)


# Its sectors have 512 bytes: 0 to 7 are the workbook's, 8 tells which follows which, 9 is the list
# of what is kept, whose second entry is the workbook.
FOLLOWING, LISTED, KEPT = 512 * 9, 512 * 10, 512 * 10 + 128
CIRCLES = {
    "the workbook begins again": changed(OLD_WORKBOOK, FOLLOWING + 28, 0),
    "the list leads to itself": changed(OLD_WORKBOOK, FOLLOWING + 36, 9),
    "small sectors lead to themselves": changed(
        changed(changed(OLD_WORKBOOK, 60, 10), FOLLOWING + 40, 0xFFFFFFFE), KEPT + 116, 0, 100
    )
    + bytes(512),
    "the table of sectors leads to itself": changed(OLD_WORKBOOK, 68, 0)[:512]
    + changed(OLD_WORKBOOK, 512 + 508, 0)[512:],
    "sectors of no known size": changed(OLD_WORKBOOK, 30, 7),
}


@pytest.mark.parametrize("content", CIRCLES.values(), ids=CIRCLES)
def test_sectors_of_an_old_workbook_that_lead_in_a_circle_are_not_followed(tmp_path, content):
    file = tmp_path / "log.xls"
    file.write_bytes(content)
    with pytest.raises(SourceError, match=r"^log\.xls is damaged or cut short"):
        open_table(file, tmp_path, {})


def test_a_table_of_sectors_beyond_the_file_is_left_to_those_who_read_it(tmp_path):
    file = tmp_path / "log.xls"
    file.write_bytes(changed(OLD_WORKBOOK, 68, 10_000))
    with pytest.raises(SourceError, match="could not be read as a workbook: it is damaged"):
        open_table(file, tmp_path, {})


# Where the file has the last cell of its sheet, and how large the sheet says to be.
LAST_CELL, SIZE = 512 + 1455 + 4, 512 + 1089 + 4


def test_far_apart_cells_of_an_old_workbook_are_refused_with_their_place(tmp_path):
    file = tmp_path / "log.xls"
    file.write_bytes(changed(OLD_WORKBOOK, LAST_CELL, 255 << 16 | 65_535))
    with pytest.raises(
        SourceError,
        match=r"^log\.xls, sheet 'Sales': its last cell is IV65536, so it has 16,777,216 cells, of "
        "which 9 hold something",
    ):
        open_table(file, tmp_path, {})


def test_an_old_sheet_that_says_to_have_more_cells_than_there_can_be_is_refused(tmp_path):
    file = tmp_path / "log.xls"
    file.write_bytes(changed(OLD_WORKBOOK, SIZE + 4, 0xFFFFFFFF))
    with pytest.raises(SourceError, match=r"log\.xls, sheet 'Sales': its last cell is C4294967295"):
        open_table(file, tmp_path, {})


def record(kind, body=b""):
    return struct.pack("<HH", kind, len(body)) + body


def test_every_record_that_fills_cells_counts_and_blank_ones_do_not():
    several = struct.pack("<HH", 4, 2) + bytes(6 * 3) + struct.pack("<H", 4)
    number = record(0x203, struct.pack("<HH", 9, 0) + bytes(10))
    blank = record(0x201, struct.pack("<HHH", 60_000, 200, 0))
    cut_short = record(0x203, b"1") + record(0x200, b"1") + record(0x85, b"1")
    name = "Été".encode("utf-16-le")
    listed = record(0x85, struct.pack("<IHBB", 18, 0, 3, 1) + name)
    begins = record(0x809)
    stream = listed + begins + record(0xBD, several) + number + blank + cut_short
    assert extents_of(stream) == {"Été": Extent(10, 5, 4)}
    assert extents_of(stream + record(0x2F)) == {}
