"""Whatever bytes arrive, and however many, the answer is a log or a sentence."""

import gzip
import io
import os
import re
import zipfile

import polars as pl
import pytest

from rfm import schema
from rfm.errors import SourceError
from rfm.log.reading import read_log
from rfm.reading.packed import unpacks_beyond
from rfm.settings import Settings
from tests.hand_made_workbooks import workbook

GOOD = b"customer,date,amount\na,2011-01-02,5\nb,2011-01-03,6\n"


NOISE = bytes((7 * i * i + i // 3) % 256 for i in range(4_000))


def parquet_bytes():
    file = io.BytesIO()
    rows = {"customer": ["a"] * 99, "date": ["2011-01-02"] * 99, "amount": [1.5] * 99}
    pl.DataFrame(rows).write_parquet(file)
    return file.getvalue()


def archive_bytes(member, content=GOOD):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, content)
    return file.getvalue()


DAMAGED = {
    "noise": NOISE,
    "zeros": bytes(1_000),
    "a zero byte late": GOOD + b"c,2011-01-0\x00,5\n",
    "blanks": b" \n\n \n",
    "only a mark": b"\xef\xbb\xbf",
    "cut gzip": gzip.compress(GOOD * 500)[:-20],
    "broken gzip": b"\x1f\x8b" + NOISE,
    "empty gzip": gzip.compress(b""),
    "a bomb": lambda: gzip.compress(b"," * 80_000_000, 9),
    "cut parquet": lambda: parquet_bytes()[:-30],
    "broken parquet": b"PAR1" + NOISE + b"PAR1",
    "cut archive": archive_bytes("xl/workbook.xml")[:-30],
    "broken archive": archive_bytes("xl/workbook.xml").replace(b"PK\x01\x02", b"PK\x09\x09"),
    "a bomb of a workbook": lambda: archive_bytes("xl/workbook.xml", bytes(80_000_000)),
    "no workbook": archive_bytes("log.png", b"\x89PNG" + bytes(99)),
    "empty workbook": archive_bytes("xl/workbook.xml"),
    "an empty sheet": workbook(()),
    "broken xls": b"\xd0\xcf\x11\xe0" + NOISE,
    "an open quote": GOOD + b'"c,2011-01-04,7\n' * 3,
    "a quote inside": GOOD + b'"c"d,2011-01-04,7\n',
    "one endless word": b"x" * 200_000,
    "one column": b"hello\nworld\n",
    "no header": b"a,2011-01-02,5\n",
    "many columns": b"x," * 100_000 + b"x\n1\n",
    "no dates": b"customer,date,amount\na,soon,5\n",
    "no amounts": b"customer,date,amount\na,2011-01-02,free\n",
    "no customers": b"customer,date,amount\n,2011-01-02,5\n",
    "boundless": b"customer,date,quantity,price\na,2011-01-02,1e11,1e11\n",
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_damage_is_a_sentence_and_leaves_nothing(tmp_path, damage):
    file = tmp_path / "log.bin"
    file.write_bytes(damage() if callable(damage) else damage)
    workspace = tmp_path / "work"
    with pytest.raises(SourceError) as refused:
        read_log(file, Settings(), workspace)
    assert re.search(r"log\.bin.*[.]$", refused.value.on_command_line)
    assert re.search(r"log\.bin.*[.?]$", refused.value.on_page)
    assert os.listdir(workspace) == []


def test_a_missing_file_and_a_folder_are_sentences(tmp_path):
    with pytest.raises(SourceError, match="There is no file"):
        read_log(tmp_path / "none.csv", Settings(), tmp_path / "work")
    with pytest.raises(SourceError, match="is a folder"):
        read_log(tmp_path, Settings(), tmp_path / "work")


def test_every_start_of_a_good_file_is_a_log_or_a_sentence(tmp_path):
    whole = GOOD + b'"c, ""d""",2011-01-04,"7"\n'
    file = tmp_path / "log.csv"
    outcomes = set()
    for size in range(1, len(whole) + 1):
        file.write_bytes(whole[:size])
        try:
            outcomes.add(read_log(file, Settings(), tmp_path / "work").rows)
        except SourceError:
            outcomes.add("sentence")
    assert outcomes == {"sentence", 1, 2, 3}


def test_fields_beyond_the_header_do_not_shift_a_row(tmp_path):
    file = tmp_path / "log.csv"
    file.write_bytes(b"customer,date,amount\na,2011-01-02,5,\nb,2011-01-02,1,234.50\n")
    reading = read_log(file, Settings(), tmp_path / "work")
    lines = reading.texts().collect()
    assert lines[schema.ORDERED_AT].is_null().to_list() == [False, True]
    assert any("the first is row 3" in note for note in reading.notes)


def test_wide_headers_with_blanks_are_found(tmp_path):
    names = ["  Customer \t ID ", " date", *(f"extra {i}" for i in range(80)), " Amount  (EUR) "]
    cells = ["a", "2011-01-02", *("x" * 80), "5"]
    file = tmp_path / "log.csv"
    file.write_text(",".join(names) + "\n" + ",".join(cells) + "\n")
    reading = read_log(file, Settings(), tmp_path / "work")
    assert reading.columns[schema.CUSTOMER_ID] == "Customer ID"
    assert reading.columns[schema.AMOUNT] == "Amount (EUR)"


def test_an_unknown_field_or_column_of_a_mapping_is_refused(tmp_path):
    file = tmp_path / "log.csv"
    file.write_bytes(GOOD)
    with pytest.raises(SourceError, match="'price_of' is not a field"):
        read_log(file, Settings(), tmp_path / "work", mapping={"price_of": "amount"})
    with pytest.raises(SourceError, match="no column 'Kunde'"):
        read_log(file, Settings(), tmp_path / "work", mapping={schema.CUSTOMER_ID: "Kunde"})


TEXT = b"customer,age\n" + b"A,30\n" * 2_000


def as_gzip(path):
    path.write_bytes(gzip.compress(TEXT))


def as_zip(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sheet.xml", TEXT)


def as_text(path):
    path.write_bytes(TEXT)


def as_parquet(path):
    # Distinct values, since equal ones are stored once, also unpacked.
    pl.DataFrame({"customer": [f"{number:09}" for number in range(1_200)]}).write_parquet(path)


@pytest.mark.parametrize("write", [as_gzip, as_zip, as_text, as_parquet])
def test_the_size_that_counts_is_that_of_what_is_inside(tmp_path, write):
    file = tmp_path / "file"
    write(file)
    assert unpacks_beyond(file, 5_000)
    assert not unpacks_beyond(file, 50_000)


@pytest.mark.parametrize("start", [b"PAR1", b"PK\x03\x04", b"\x1f\x8b\x08"])
def test_a_damaged_file_is_left_to_those_who_read_it(tmp_path, start):
    file = tmp_path / "file"
    file.write_bytes(start + b"nonsense" * 1_000)
    assert not unpacks_beyond(file, 5_000)
