"""A source is a sample's name or a file's path."""

import hashlib

import pytest

from rfm.__main__ import main
from rfm.errors import SourceError
from rfm.log.reading import read_log
from rfm.samples.catalogue import SAMPLES
from rfm.samples.sources import fingerprinting, open_source
from rfm.settings import Settings


def test_a_file_is_opened_and_has_a_fingerprint(tmp_path):
    file = tmp_path / "Orders 2011.csv.gz"
    file.write_bytes(b"anything")
    source = open_source(str(file), tmp_path / "work", [])
    assert (source.name, source.path) == ("Orders 2011", file)
    with fingerprinting(source) as fingerprint:
        assert fingerprint() == hashlib.sha256(b"anything").hexdigest()
    assert source.facts == {}


@pytest.mark.parametrize("name", ["nothing", "", ".", "x\0y", "x" * 5_000, "~nobody/x.csv"])
def test_what_is_neither_sample_nor_file_is_a_sentence(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceError, match="samples online-retail, cdnow, gift-shop, credit-cards"):
        open_source(name, tmp_path / "work", [])


@pytest.mark.parametrize(
    ("name", "kind", "facts"),
    [
        ("cdnow", "log", {"currency": "$", "time_zone": "America/New_York"}),
        ("gift-shop", "log", {"currency": "€", "time_zone": "Europe/Berlin"}),
        ("loyalty-cards", "customers", {"currency": "€", "time_zone": "Europe/Berlin"}),
    ],
)
def test_a_shipped_sample_says_what_it_is_and_whether_it_is_made_up(tmp_path, name, kind, facts):
    sample = SAMPLES[name]
    source, again = (open_source(name, tmp_path, []) for _ in range(2))
    assert (sample.kind, source.facts) == (kind, facts)
    assert ("synthetic" in sample.title.lower()) == (name != "cdnow")
    assert kind != "log" or read_log(source.path, Settings(), tmp_path).rows
    assert again.original.read_bytes() == source.original.read_bytes()


def test_a_sample_that_is_not_here_says_how_to_get_it(tmp_path):
    with pytest.raises(SourceError, match="is not here yet"):
        open_source("online-retail", tmp_path, [tmp_path])


def test_online_retail_is_found_in_the_folders_of_samples(shared, tmp_path):
    source = open_source("online-retail", tmp_path, [tmp_path, shared / "data"])
    assert source.path == shared / "data" / "online_retail.parquet"
    assert source.currency == "£"


def test_an_analysis_from_the_command_line_fingerprints_its_file_once(tmp_path, monkeypatch):
    log = tmp_path / "log.csv"
    log.write_text("customer,order,date,amount\nA,1,2024-01-02,5.00\nB,2,2024-02-03,7.50\n")
    digests = []
    digest = hashlib.file_digest
    monkeypatch.setattr(
        hashlib, "file_digest", lambda file, *how: digests.append(file.name) or digest(file, *how)
    )
    assert main(["analyse", str(log), "--lifetime", "off", "--out", str(tmp_path / "out")]) == 0
    assert digests.count(str(log)) == 1
