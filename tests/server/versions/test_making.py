"""A version is analysed, shown in one step, and shown again although its snapshot was lost."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from server.data.datasets import Datasets, NotReadyError
from server.database import Database
from server.jobs.claims import Claims
from server.jobs.consumer import Consumer
from server.jobs.runner import Runner
from server.jobs.workbench import Workbench
from server.settings import ServerSettings
from server.storage.storing import Storage
from tests.server.jobs.at_work import until


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
    claims = Claims(database, "here")
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
    datasets.imports.add(received.id, {}, **asked)


def is_over(datasets: Datasets, number: int) -> bool:
    return datasets.versions.version("shop", number).state.kind != "working"


@pytest.fixture
def shop(datasets, settings):
    with working(settings):
        bring(datasets, orders(40, 10))
        until(lambda: is_over(datasets, 1), 60)
        yield datasets


def test_what_is_brought_is_analysed_and_shown(shop):
    (version,) = shop.versions.list("shop")
    assert (version.state.kind, version.is_current) == ("ready", True)
    assert version.figures["customers"] == 40
    assert sum(row["rows"] for row in version.report) == 120
    assert version.snapshot == shop.snapshot("shop").id
    assert shop.state("shop").kind == "ready"


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
