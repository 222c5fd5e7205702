"""A version is analysed, shown in one step, and shown again although its snapshot was lost."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Thread

import pytest

from server.data.datasets import Datasets
from server.data.listed import NotReadyError
from server.database import Database
from server.jobs.claims import Claims
from server.jobs.consumer import Consumer
from server.jobs.runner import Runner
from server.jobs.workbench import Workbench
from server.refusals import RefusedError
from server.settings import ServerSettings
from server.storage.storing import Storage
from server.versions.removing import prune
from tests.server.jobs.at_work import until
from tests.servers import bucket_server

QUICK = {"settings": {"lifetime": "off"}}


def orders(customers: int, amount: int) -> bytes:
    rows = [
        f"C{customer:03},2024-{1 + visit:02}-{1 + customer % 28:02},{amount + customer}"
        for customer in range(customers)
        for visit in range(1 + customer % 5)
    ]
    return "\n".join(["customer,date,amount", *rows]).encode()


@contextmanager
def working(settings: ServerSettings) -> Iterator[None]:
    """Have the site's jobs done by a thread of this process."""
    database = Database(settings)
    bench = Workbench(settings, database, Storage(settings))
    claims = Claims(database, "here", settings.job_lease_seconds)
    consumer = Consumer(claims, Runner(claims, bench.work_of, look=0.05), 1, look=0.05)
    thread = Thread(target=consumer.run)
    thread.start()
    try:
        yield
    finally:
        consumer.runner.stopping.set()
        thread.join()
        database.close()


def bring(datasets: Datasets, content: bytes, **asked: str) -> None:
    received = datasets.imports.receive("shop.csv", [content])
    datasets.imports.add(received.id, QUICK, **asked)


def is_over(datasets: Datasets, number: int) -> bool:
    return datasets.versions.version("shop", number).state.kind != "working"


@pytest.fixture
def shop(datasets, settings):
    with working(settings):
        bring(datasets, orders(40, 10))
        until(lambda: is_over(datasets, 1), 60)
        yield datasets


@pytest.mark.every_database
def test_what_is_brought_is_analysed_and_shown(shop):
    (version,) = shop.versions.list("shop")
    assert (version.state.kind, version.is_current) == ("ready", True)
    assert version.figures["customers"] == 40
    assert sum(row["rows"] for row in version.report) == 120
    assert version.snapshot == shop.snapshot("shop").id
    assert shop.state("shop").kind == "ready"


def test_versions_are_kept_in_a_bucket_and_made_again_from_there(settings, monkeypatch):
    with bucket_server() as variables:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        settings = replace(settings, storage_url="s3://shop/dashboard")
        datasets = Datasets(settings)
        with working(settings):
            bring(datasets, orders(40, 10))
            until(lambda: is_over(datasets, 1), 60)
            before = datasets.snapshot("shop").id
            bring(datasets, orders(45, 10), dataset="shop", mode="append")
            until(lambda: is_over(datasets, 2), 60)
            assert datasets.versions.version("shop", 2).figures["customers"] == 45
            assert datasets.versions.compare("shop", 1, 2).same == 120
            shutil.rmtree(settings.var / "versions" / "shop")
            datasets.versions.roll_back("shop", 1)
            until(lambda: datasets.versions.version("shop", 1).is_current, 60)
            assert datasets.snapshot("shop").id == before
            assert not (settings.var / "storage").exists()
            datasets.versions.delete("shop")
        assert Storage(settings).list("versions") == Storage(settings).list("uploads") == []
        datasets.stop()


def test_another_version_takes_its_place_when_it_is_done(shop):
    first = shop.snapshot("shop").id
    bring(shop, orders(50, 10), dataset="shop", mode="replace")
    assert shop.snapshot("shop").id == first
    until(lambda: is_over(shop, 2), 60)
    assert [version.is_current for version in shop.versions.list("shop")] == [True, False]
    assert shop.snapshot("shop").key_figures["customers"] == 50


def test_a_version_that_cannot_be_read_is_a_sentence_and_the_one_before_stays(shop, settings):
    bring(shop, b"customer,date,amount\nA,never,much\n", dataset="shop", mode="replace")
    until(lambda: is_over(shop, 2), 60)
    state = shop.versions.version("shop", 2).state
    assert state.kind == "failed"
    assert state.message.startswith("shop.csv: no row")
    assert str(settings.var) not in state.message
    assert shop.versions.version("shop", 1).is_current
    assert shop.snapshot("shop").key_figures["customers"] == 40


def test_a_snapshot_that_was_lost_is_made_again_of_the_version_that_was_shown(shop, settings):
    bring(shop, orders(50, 10), dataset="shop", mode="replace")
    until(lambda: is_over(shop, 2), 60)
    shutil.rmtree(settings.var / "snapshots")
    shutil.rmtree(settings.var / "versions")
    with pytest.raises(NotReadyError):
        shop.snapshot("shop")
    assert shop.start("shop").kind == "working"
    until(lambda: shop.state("shop").kind == "ready", 60)
    assert shop.snapshot("shop").key_figures["customers"] == 50
    assert shop.versions.version("shop", 2).is_current


def snapshot_bytes(settings: ServerSettings, number: int) -> dict[str, bytes]:
    folder = settings.address_of_version("shop", number).resolve()
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_an_import_adds_to_the_version_before_and_both_are_compared_and_shown_again(shop, settings):
    more = orders(42, 10).replace(b"C003,2024-01-04,13", b"C003,2024-01-04,99")
    bring(shop, more, dataset="shop", mode="append")
    until(lambda: is_over(shop, 2), 60)
    second, first = shop.versions.list("shop")
    assert second.state.kind == "ready", second.state
    assert (second.mode, second.base, second.is_current) == ("append", 1, True)
    # 40 customers of 120 rows; two more bring 1 and 2 rows. Without order numbers the row that was
    # changed is another one, of the same customer and day.
    assert (second.merged["appended"], second.merged["recognised"]) == (4, 119)
    assert second.figures["customers"] == 42
    assert second.content_hash != first.content_hash
    told = shop.versions.compare("shop", 1, 2)
    assert (told.customers, told.orders) == ((40, 42), (120, 123))
    assert (told.added, told.removed, told.changed, told.same) == (4, 0, 0, 120)
    kept = snapshot_bytes(settings, 1)
    assert shop.versions.roll_back("shop", 1).is_current
    assert shop.snapshot("shop").id == first.snapshot
    assert shop.versions.roll_back("shop", 1).state.kind == "ready"
    shop.versions.roll_back("shop", 2)
    # A file that is not what was written is as good as none: the version is made again.
    products = settings.address_of_version("shop", 1).resolve() / "customers.parquet"
    content = products.read_bytes()
    products.write_bytes(content[:100] + b"x" + content[101:])
    assert shop.versions.roll_back("shop", 1).state.kind == "working"
    assert shop.snapshot("shop").id == second.snapshot
    until(lambda: shop.versions.version("shop", 1).is_current, 60)
    assert shop.snapshot("shop").id == first.snapshot
    assert snapshot_bytes(settings, 1) == kept


def test_a_deleted_data_set_leaves_nothing_and_its_name_is_free(shop, settings):
    bring(shop, orders(50, 10), dataset="shop", mode="replace")
    shop.versions.delete("shop")
    assert shop.versions.list("shop") == []
    assert "shop" not in {each.name for each in shop.names()}
    for folder in ("storage", "versions", "snapshots"):
        assert [path for path in (settings.var / folder).rglob("*") if path.is_file()] == []
    with pytest.raises(RefusedError, match="no data set of this name"):
        shop.versions.delete("shop")
    bring(shop, orders(40, 20))
    until(lambda: is_over(shop, 1), 60)
    assert shop.state("shop").kind == "ready"


def test_old_versions_are_pruned_with_all_that_is_kept_of_them(shop, settings):
    prune(replace(settings, keep_versions=0), shop._database, Storage(settings), "shop")
    assert [each.number for each in shop.versions.list("shop")] == [1]
    bring(shop, orders(50, 10), dataset="shop", mode="replace")
    until(lambda: is_over(shop, 2), 60)
    prune(replace(settings, keep_versions=0), shop._database, Storage(settings), "shop")
    assert [each.number for each in shop.versions.list("shop")] == [2]
    assert shop.snapshot("shop").key_figures["customers"] == 50
    for folder in ("storage/versions/shop", "versions/shop"):
        names = {path.name.lstrip(".")[0] for path in (settings.var / folder).iterdir()}
        assert names == {"2"}
    assert len(list((settings.var / "storage" / "uploads").iterdir())) == 1
    with pytest.raises(RefusedError, match="no version 1"):
        shop.versions.roll_back("shop", 1)
