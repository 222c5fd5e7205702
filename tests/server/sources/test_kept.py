"""A source is kept without its password being seen, and fetched by a job into an upload."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import polars as pl
import pytest
from sqlalchemy import select

from server.data.datasets import Datasets
from server.database import Database
from server.jobs.claims import Claims
from server.jobs.runner import Runner
from server.jobs.workbench import Workbench
from server.sources import fetching
from server.sources.places import BUCKET, DATABASE, FOLDER, SourceRefusedError
from server.storage.storing import Storage
from server.tables import JOBS, SOURCES
from tests.hand_made_sites import silence_database


@pytest.fixture
def shop(tmp_path):
    """Return the address of a shop's database with one table."""
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection, connection:
        connection.execute("CREATE TABLE sales (customer, ordered_at, amount)")
        connection.execute("INSERT INTO sales VALUES ('Ann', '2026-01-02', 12.5)")
    return f"sqlite:///{tmp_path}/shop.db"


@pytest.fixture
def site(settings, tmp_path):
    """Return the data sets of a site that this machine alone reaches, with a folder of files."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "orders.csv").write_text("customer,date,amount\nA,2024-01-02,10\n")
    datasets = Datasets(replace(settings, data_folder=str(folder), job_runner="apart"))
    datasets.editing.serve_at(["127.0.0.1"])
    return datasets


def work(settings):
    """Do the jobs that wait, as the site's runner does."""
    database = Database(settings)
    bench = Workbench(settings, database, Storage(settings))
    runner = Runner(Claims(database, "here", settings.job_lease_seconds), bench.work_of, look=0.05)
    with database.reading() as connection:
        waiting = connection.execute(select(JOBS.c.id)).scalars().all()
    for job in waiting:
        runner.run(job)
    database.close()


def sealed_addresses(datasets):
    with datasets.sources._database.reading() as connection:
        return connection.execute(select(SOURCES.c.address)).scalars().all()


def test_a_source_is_listed_without_its_address_and_kept_sealed(site):
    address = "postgresql://me:secret@db.example.com/shop"
    kept = site.sources.keep(DATABASE, address, " orders ")
    bucket = {"bucket": "s3://shop/in", "key": "k", "secret": "secret"}
    site.sources.keep(BUCKET, bucket, "a.csv")
    assert kept.title == "orders · db.example.com"
    assert [each.title for each in site.sources.kept()] == ["a.csv · shop/in", kept.title]
    assert "secret" not in repr(site.sources.kept())
    assert not any(
        "secret" in address or "example" in address for address in sealed_addresses(site)
    )
    site.sources.forget(kept.id)
    assert [each.kind for each in site.sources.kept()] == [BUCKET]
    with pytest.raises(SourceRefusedError, match="not kept any more"):
        site.sources.fetch(kept.id)


@pytest.mark.parametrize("kind", [FOLDER, DATABASE])
def test_a_source_is_fetched_by_a_job_into_an_upload(site, shop, kind):
    place, asked = ("", "orders.csv") if kind == FOLDER else (shop, "sales")
    upload = site.sources.fetch(site.sources.keep(kind, place, asked).id)
    assert site.sources.state(upload).kind == "working"
    work(site.sources._settings)
    assert site.sources.state(upload).kind == "ready"
    (file,) = site.imports.upload(upload).files
    assert file.name == ("orders.csv" if kind == FOLDER else "sales.parquet")
    if kind == DATABASE:
        path = site.sources._settings.var / "storage" / file.stored_as
        assert pl.read_parquet(path)["customer"].to_list() == ["Ann"]


def test_what_cannot_be_fetched_is_a_sentence_of_the_job(site, shop):
    upload = site.sources.fetch(site.sources.keep(DATABASE, shop, "nowhere").id)
    work(site.sources._settings)
    assert site.sources.state(upload).kind == "failed"
    assert "no such table: nowhere" in site.sources.state(upload).message


def test_a_source_is_received_once_however_often_its_job_begins_again(site):
    source = site.sources.keep(FOLDER, "", "orders.csv").id
    upload = site.imports.begin()
    for _ in range(2):
        site.sources.receive(source, upload, lambda _: None)
    assert len(site.imports.upload(upload).files) == 1


def test_a_fetch_that_waits_can_be_stopped(site):
    upload = site.sources.fetch(site.sources.keep(FOLDER, "", "orders.csv").id)
    site.sources.cancel(upload)
    assert site.sources.state(upload).kind == "cancelled"
    assert site.sources.state("x" * 32).kind == "absent"


def test_nothing_is_kept_without_what_is_asked_for(site):
    for kind in (FOLDER, BUCKET, DATABASE):
        with pytest.raises(SourceRefusedError):
            site.sources.keep(kind, "", " ")
    with pytest.raises(SourceRefusedError, match="Give the bucket's name"):
        site.sources.keep(BUCKET, {}, "a.csv")
    assert site.sources.kept() == []


def test_a_site_for_others_lets_nobody_fetch_unless_its_operator_says_so(settings, shop):
    sources = Datasets(settings).sources
    for act in (
        sources.files_in_folder,
        lambda: sources.keep(DATABASE, shop, "sales"),
        lambda: sources.forget("x"),
        lambda: sources.files_in_bucket({"bucket": "shop"}),
    ):
        with pytest.raises(SourceRefusedError, match="ALLOW_EDITING=yes"):
            act()
    allowed = Datasets(replace(settings, allow_editing="yes")).sources
    assert allowed.files_in_folder() == []
    assert not allowed.has_folder
    with pytest.raises(SourceRefusedError, match="DATA_FOLDER"):
        allowed.keep(DATABASE, shop, "sales")
    with pytest.raises(SourceRefusedError, match="does not fetch from s3"):
        allowed.files_in_bucket({"bucket": "shop"})


def test_a_database_of_the_site_that_is_silent_is_a_sentence(site, monkeypatch):
    source = site.sources.keep(FOLDER, "", "orders.csv").id
    silence_database(monkeypatch)
    for act in (
        site.sources.kept,
        lambda: site.sources.fetch(source),
        lambda: site.sources.forget(source),
    ):
        with pytest.raises(SourceRefusedError, match="does not answer"):
            act()


def test_a_source_that_is_not_there_ends_its_job_with_a_sentence(site, monkeypatch, capsys):
    for name, value in site.sources._settings.environment.items():
        monkeypatch.setenv(name, value)
    assert fetching.main(["x" * 32, site.imports.begin()]) == 1
    assert capsys.readouterr().out.startswith("rfm: This source is not kept any more.")
