"""A packed file is measured before it is unpacked."""

import gzip
import zipfile

import polars as pl
import pytest

from rfm.reading.opening import unpacks_beyond

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
