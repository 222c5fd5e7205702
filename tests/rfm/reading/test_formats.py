"""Files of every usual kind, packed or not, one or several, are one and the same log."""

import gzip
import json
import random
from contextlib import suppress

import polars as pl
import pytest

from rfm import schema
from rfm.errors import SourceError
from rfm.log.reading import read_log
from rfm.reading.opening import open_table
from rfm.settings import Settings
from tests.hand_made_workbooks import OLD_WORKBOOK, open_document, packed, workbook

ROWS = [("Customer", "Date", "Amount"), ("A", "2024-01-05", 10.5), ("B", "2024-01-06", 20)]
OBJECTS = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]


def text(separator=",", rows=ROWS):
    return "".join(separator.join(map(str, row)) + "\n" for row in rows).encode()


def parquet(path):
    pl.DataFrame(OBJECTS).write_parquet(path)
    return path.read_bytes()


FORMATS = {
    "csv": text(),
    "tsv": text("\t"),
    "xlsx": workbook(ROWS),
    "xls": OLD_WORKBOOK,
    "ods": open_document({"Empty": [], "Sales": ROWS}),
    "json": json.dumps(OBJECTS, indent=2).encode(),
    "jsonl": "\n".join(map(json.dumps, OBJECTS)).encode(),
    "marked json": b"\xef\xbb\xbf" + json.dumps(OBJECTS).encode(),
}
PACKED = {
    "as it is": lambda content, _: content,
    "gzipped": lambda content, _: gzip.compress(content),
    "in an archive": lambda content, name: packed(
        {"__MACOSX/._x": b"x", "a/.DS_Store": b"y", f"a/{name}": content}
    ),
    "gzipped in an archive": lambda content, name: packed({f"{name}.gz": gzip.compress(content)}),
}


@pytest.fixture
def read(tmp_path):
    def read(*files, **settings):
        paths = []
        for number, (name, content) in enumerate(files):
            paths.append(tmp_path / str(number) / name)
            paths[-1].parent.mkdir(exist_ok=True)
            paths[-1].write_bytes(content)
        return read_log(paths, Settings(**settings), tmp_path / "work")

    return read


def amounts(reading):
    columns = (schema.CUSTOMER_ID, schema.ORDERED_AT, schema.AMOUNT)
    rows = reading.texts().select(columns).collect().rows()
    return [(customer, str(moment.date()), amount) for customer, moment, amount in rows]


@pytest.mark.parametrize("way", PACKED)
@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_read_packed_or_not(read, kind, way):
    reading = read(("log.bin", PACKED[way](FORMATS[kind], f"log.{kind}")))
    assert amounts(reading) == [("A", "2024-01-05", 10.5), ("B", "2024-01-06", 20.0)]


def test_parquet_is_read_from_an_archive_too(read, tmp_path):
    content = packed({"log.parquet": parquet(tmp_path / "log.parquet")})
    assert len(amounts(read(("log.zip", content)))) == 2


def test_what_is_nested_in_an_object_is_a_column(read):
    lines = [
        {"customer": {"id": n}, "created": {"date": f"2024-01-0{n}"}, "total": n, "items": [1]}
        for n in (1, 2)
    ]
    reading = read(("log.jsonl", "\n".join(map(json.dumps, lines)).encode()))
    assert reading.columns[schema.CUSTOMER_ID] == "customer.id"
    assert amounts(reading)[1] == ("2", "2024-01-02", 2.0)


@pytest.mark.parametrize(
    "content",
    [b'{"a": 1}\n{"a": 2', b'[{"a": 1}, {"a": ', b'[{"a": [1]}]', b"{}\n{}\n"],
    ids=["cut line", "cut list", "lists alone", "nothing"],
)
def test_json_that_is_none_is_a_sentence(read, content):
    with pytest.raises(SourceError, match=r"^log\.json .*[.]$"):
        read(("log.json", content))


def test_several_files_are_read_one_after_the_other_with_rows_of_each(read):
    first = ("jan.csv", text())
    second = ("feb.csv", text(";", [("Date", "Amount", "Customer"), ("2024-02-01", "soon", "C")]))
    third = ("mar.csv", text(rows=[ROWS[0], ("", "2024-03-01", 5), ("D", "2024-03-02", 6)]))
    reading = read(first, second, third)
    assert [row[0] for row in amounts(reading)] == ["A", "B", "C", None, "D"]
    assert "Read 3 files one after the other: 'jan.csv', 'feb.csv', 'mar.csv'." in reading.notes
    assert any("feb.csv, row 2 'soon'" in note for note in reading.notes)
    assert reading.where.row(reading.texts().collect()["line_no"][3]) == "mar.csv, row 2"


def test_totals_below_the_data_of_each_file_are_left_out(read):
    with_total = text(rows=[*ROWS, ("Total", "", 30.5)])
    reading = read(("a.csv", with_total), ("b.csv", with_total))
    assert reading.rows == 4
    assert "Left out below the data (b.csv, row 4 to 4): totals and page lines." in reading.notes


def test_an_archive_with_several_files_is_several_files(read):
    content = packed({"b.csv": text(rows=[ROWS[0], ROWS[2]]), "a.csv": text(rows=ROWS[:2])})
    assert [row[0] for row in amounts(read(("all.zip", content)))] == ["A", "B"]


def test_files_with_other_columns_are_refused_and_told_apart(read):
    other = text(rows=[("Customer", "Date", "Total"), ("A", "2024-01-05", 10)])
    says = r"b\.csv does not have the columns of a\.csv: it lacks 'Amount' and has 'Total'"
    with pytest.raises(SourceError, match=says):
        read(("a.csv", text()), ("b.csv", other))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (packed({"a/": b""}), "no file is packed in it"),
        (packed({f"{n}.csv": b"x" for n in range(501)}), "too many files"),
        (packed({"a.csv": text()}).replace(b"PK\x01\x02", b"PK\x09\x09"), "cannot be unpacked"),
        (packed({"a.csv.gz": gzip.compress(text())[:-9]}), "damaged or cut short"),
    ],
)
def test_archives_that_hold_no_log_are_a_sentence(read, content, says):
    with pytest.raises(SourceError, match=says):
        read(("all.zip", content))


def test_an_archive_that_unpacks_to_very_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("rfm.reading.packed.BYTES_ALWAYS_UNPACKED", 1_000)
    monkeypatch.setattr("rfm.reading.packed._CHUNK", 1_000)
    small = tmp_path / "log.csv.gz"
    small.write_bytes(gzip.compress(b"x" * 400_000))
    with pytest.raises(SourceError, match="unpacks to more than"):
        open_table(small, tmp_path, {})


@pytest.mark.parametrize("kind", ["in an archive", "several in an archive", "ods", "json"])
def test_damage_of_every_kind_is_a_log_or_a_sentence(kind, tmp_path):
    rng = random.Random(kind)
    rows = [ROWS[0], *((f"c{n % 7}", f"2024-01-{1 + n % 28:02}", n) for n in range(60))]
    whole = {
        "in an archive": packed({"a.csv": text(rows=rows)}),
        "several in an archive": packed({f"{name}.csv": text(rows=rows) for name in "abc"}),
        "ods": open_document({"Sales": rows}),
        "json": json.dumps([dict(zip(rows[0], row, strict=True)) for row in rows[1:]]).encode(),
    }[kind]
    path = tmp_path / "log.bin"
    for _ in range(60):
        damaged = bytearray(whole)
        place = rng.randrange(len(damaged))
        way = rng.randrange(3)
        if way == 0:
            damaged[place] = rng.randrange(256)
        elif way == 1:
            del damaged[place : place + rng.randrange(1, 40)]
        else:
            damaged[place:place] = rng.randbytes(rng.randrange(1, 20))
        path.write_bytes(bytes(damaged))
        with suppress(SourceError):
            open_table(path, tmp_path, {}, held="")
        for made in (*tmp_path.glob("archive-*/*"), *tmp_path.glob("*-readable")):
            made.unlink()
        for folder in tmp_path.glob("archive-*"):
            folder.rmdir()


def test_a_disk_that_is_full_is_no_damage_of_an_archive(tmp_path, monkeypatch):
    path = tmp_path / "log.zip"
    path.write_bytes(packed({"a.csv": text()}))

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("rfm.reading.packed._copy", full)
    with pytest.raises(OSError, match="No space left"):
        open_table(path, tmp_path, {})


class PanicException(BaseException):
    """What a library in Rust raises, which is none of Python's usual errors."""


def test_a_panic_of_the_reader_of_workbooks_is_a_sentence(read, monkeypatch):
    def panics(_):
        raise PanicException

    monkeypatch.setattr("fastexcel.read_excel", panics)
    with pytest.raises(SourceError, match="damaged or protected"):
        read(("log.xls", OLD_WORKBOOK))

    def stopped(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("fastexcel.read_excel", stopped)
    with pytest.raises(KeyboardInterrupt):
        read(("log.xls", OLD_WORKBOOK))


def test_an_archive_in_an_archive_is_to_be_unpacked(read):
    with pytest.raises(SourceError, match="is an archive, not a workbook"):
        read(("all.zip", packed({"inner.zip": packed({"a.csv": text()})})))


def test_what_is_nested_very_deep_is_left_out(read):
    deep = {"a": {"b": {"c": {"d": {"e": 1}}}}}
    lines = [{"Customer": "A", "Date": "2024-01-05", "Amount": 1, **deep}] * 2
    reading = read(("log.jsonl", "\n".join(map(json.dumps, lines)).encode()))
    assert reading.rows == 2


@pytest.mark.parametrize("indent", [None, 2])
def test_the_one_list_of_an_answer_holds_the_rows(read, indent):
    answer = json.dumps({"page": 1, "orders": OBJECTS}, indent=indent).encode()
    assert amounts(read(("log.json", answer))) == [
        ("A", "2024-01-05", 10.5),
        ("B", "2024-01-06", 20),
    ]


def test_one_object_with_items_is_one_row_where_it_is_not_alone(read):
    lines = [{**one, "items": [{"sku": "x"}]} for one in OBJECTS]
    assert len(amounts(read(("log.jsonl", "\n".join(map(json.dumps, lines)).encode())))) == 2
