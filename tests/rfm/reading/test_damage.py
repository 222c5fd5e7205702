"""Whatever bytes arrive, the answer is a log or a sentence, and nothing stays behind."""

import gzip
import os
import zipfile

import polars as pl
import pytest

from rfm import schema
from rfm.errors import SourceError
from rfm.log.reading import read_log
from rfm.settings import Settings

GOOD = b"customer,date,amount\na,2011-01-02,5\nb,2011-01-03,6\n"


def parquet_bytes(folder):
    file = folder / "whole.parquet"
    pl.DataFrame({"customer": ["a"] * 99, "date": ["2011-01-02"] * 99, "amount": [1.5] * 99}
    ).write_parquet(file)  # fmt: skip
    return file.read_bytes()


def archive_bytes(folder, member):
    file = folder / "archive.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, GOOD)
    return file.read_bytes()


@pytest.fixture(scope="module")
def damaged(tmp_path_factory):
    folder = tmp_path_factory.mktemp("damaged")
    noise = bytes((7 * i * i + i // 3) % 256 for i in range(4_000))
    return {
        "noise": noise,
        "zeros": bytes(1_000),
        "a zero byte late": GOOD + b"c,2011-01-0\x00,5\n",
        "blanks": b" \n\n \n",
        "only a mark": b"\xef\xbb\xbf",
        "cut gzip": gzip.compress(GOOD * 500)[:-20],
        "broken gzip": b"\x1f\x8b" + noise,
        "empty gzip": gzip.compress(b""),
        "a bomb": gzip.compress(b"," * 80_000_000, 9),
        "cut parquet": parquet_bytes(folder)[:-30],
        "broken parquet": b"PAR1" + noise + b"PAR1",
        "cut archive": archive_bytes(folder, "xl/workbook.xml")[:-30],
        "no workbook": archive_bytes(folder, "log.csv"),
        "empty workbook": archive_bytes(folder, "xl/workbook.xml"),
        "broken xls": b"\xd0\xcf\x11\xe0" + noise,
        "an open quote": GOOD + b'"c,2011-01-04,7\n' * 3,
        "a quote inside": GOOD + b'"c"d,2011-01-04,7\n',
        "one column": b"hello\nworld\n",
        "no header": b"a,2011-01-02,5\n",
        "many columns": ",".join("x" for _ in range(100_000)).encode() + b"\n1\n",
        "no dates": b"customer,date,amount\na,soon,5\n",
        "no amounts": b"customer,date,amount\na,2011-01-02,free\n",
        "no customers": b"customer,date,amount\n,2011-01-02,5\n",
        "boundless": b"customer,date,quantity,price\na,2011-01-02,1e11,1e11\n",
    }


KINDS = [
    "noise", "zeros", "a zero byte late", "blanks", "only a mark", "cut gzip", "broken gzip",
    "empty gzip", "a bomb", "cut parquet", "broken parquet", "cut archive", "no workbook",
    "empty workbook", "broken xls", "an open quote", "a quote inside", "one column", "no header",
    "many columns", "no dates", "no amounts", "no customers", "boundless",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_a_sentence_and_leaves_nothing(tmp_path, damaged, kind):
    file = tmp_path / "log.bin"
    file.write_bytes(damaged[kind])
    workspace = tmp_path / "work"
    with pytest.raises(SourceError, match=r"log\.bin.*[.]$"):
        read_log(file, Settings(), workspace)
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
