"""What was brought and asked is gone after its days, with its files and the bytes of its rows."""

import os
import time

import pytest
from sqlalchemy import func, select, update

from server.data.datasets import Datasets
from server.data.requests import PREDICTION, PREDICTIONS_FILE
from server.data.retention import DAY, Removed, Retention
from server.jobs import consumer
from server.jobs.book import CANCELLED, DONE, FAILED
from server.refusals import RefusedError
from server.tables import JOBS, REQUESTS, VERSIONS
from server.versions.brought import Brought

ORDERS = b"customer,date,amount\nAnn 13456,2024-01-02,10\n"
NEEDLE = "Ann 13456"


def retention(datasets, days):
    """Return what removes old things, as it will be in some days."""
    parts = datasets._settings, datasets._database, datasets.imports._storage
    return Retention(*parts, clock=lambda: time.time() + days * DAY)


def asked(datasets, dataset="shop"):
    requests = datasets.requests
    requests.keep(PREDICTION, dataset, "s1", {"values": {"name": NEEDLE}}, {"cluster": "Loyal"})
    requests.keep_file(dataset, "s1", "new.csv", ORDERS, f"customer,cluster\n{NEEDLE},Loyal\n")


def files_below(datasets, key):
    return [each.key for each in datasets.imports._storage.list(key)]


def count(datasets, table):
    with datasets._database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table))


def ends(datasets, state, facts):
    """Have the one version's analysis end, and write down what it found."""
    with datasets._database.writing() as connection:
        connection.execute(update(JOBS).values(state=state))
        connection.execute(update(VERSIONS).values(facts=facts))


@pytest.mark.every_database
def test_requests_leave_after_their_days_with_their_files(datasets):
    asked(datasets)
    assert retention(datasets, 89).enforce() == Removed(0, 0, 0)
    assert len(files_below(datasets, "requests")) == 2
    assert len(datasets.requests.kept("shop")) == 1
    assert retention(datasets, 91).enforce() == Removed(2, 0, 0)
    assert files_below(datasets, "requests") == []
    assert datasets.requests.kept("shop") == []
    assert datasets.requests.kept("shop", PREDICTIONS_FILE) == []


@pytest.mark.every_database
@pytest.mark.parametrize(
    ("state", "facts", "is_needed"),
    [
        ("queued", {}, True),
        ("working", {}, True),
        # Its rows are kept with the version, which is made again from them.
        (DONE, {"kept": ["log.parquet"]}, False),
        (DONE, {"report": []}, True),
        (FAILED, {}, False),
        (CANCELLED, {}, False),
    ],
)
def test_brought_files_leave_after_their_days_unless_a_version_needs_them(
    datasets, state, facts, is_needed
):
    received = datasets.imports.receive("shop.csv", [ORDERS])
    datasets.imports.add(received.id, {})
    ends(datasets, state, facts)
    assert retention(datasets, 29).enforce() == Removed(0, 0, 0)
    assert datasets.imports.upload(received.id) == received
    assert retention(datasets, 31).enforce() == Removed(0, int(not is_needed), 0)
    assert len(files_below(datasets, "uploads")) == is_needed
    if not is_needed:
        with pytest.raises(RefusedError, match="not here any more"):
            datasets.imports.upload(received.id)


def test_a_version_whose_files_grew_too_old_says_so_when_it_is_tried_again(datasets, tmp_path):
    received = datasets.imports.receive("shop.csv", [ORDERS])
    datasets.imports.add(received.id, {})
    ends(datasets, FAILED, {})
    retention(datasets, 31).enforce()
    parts = datasets._settings, datasets._database, datasets.imports._storage
    with pytest.raises(RefusedError, match="Bring them again"):
        Brought(*parts, tmp_path / "passing").options("shop", 1)


def test_no_byte_of_what_is_gone_is_left_in_the_folder_of_the_site(datasets, settings):
    asked(datasets)
    written = [path for path in settings.var.rglob("*") if _holds(path)]
    assert written
    retention(datasets, 91).enforce()
    assert [path.name for path in settings.var.rglob("*") if _holds(path)] == []


def _holds(path):
    return path.is_file() and NEEDLE.encode() in path.read_bytes()


def test_files_of_requests_that_no_row_names_leave_after_a_day(datasets, settings):
    storage = datasets.imports._storage
    for name in ("old", "new"):
        storage.put(f"requests/{name}/asked/customers.csv", [ORDERS], what="It")
    lone = settings.var / "storage" / "requests" / "old" / "asked" / "customers.csv"
    before = time.time() - 2 * DAY
    os.utime(lone, (before, before))
    asked(datasets)
    retention(datasets, 0).enforce()
    left = {key.split("/")[1] for key in files_below(datasets, "requests")}
    assert "old" not in left
    assert "new" in left
    assert len(left) == 2


def test_what_could_not_be_removed_is_an_error_in_the_log(datasets, monkeypatch, caplog):
    asked(datasets)
    storage = datasets.imports._storage
    monkeypatch.setattr(storage, "delete", lambda _: None)
    assert retention(datasets, 91).enforce() == Removed(2, 0, 2)
    assert "2 things that are too old to be kept could not be removed." in caplog.text


def test_files_of_requests_leave_with_their_data_set(datasets):
    received = datasets.imports.receive("shop.csv", [ORDERS])
    name = datasets.imports.add(received.id, {}).dataset
    for dataset in (name, "cdnow"):
        asked(datasets, dataset)
    datasets.versions.delete(name)
    assert len(files_below(datasets, "requests")) == 2
    assert len(datasets.requests.kept("cdnow")) == 1


def test_the_runner_of_jobs_sees_to_it(settings, monkeypatch):
    found = []
    monkeypatch.setattr(consumer.Consumer, "run", lambda own: found.extend(own.tidy))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    consumer.consume(settings, for_site=False)
    datasets = Datasets(settings)
    asked(datasets)
    with datasets._database.writing() as connection:
        connection.execute(update(REQUESTS).values(created_at=time.time() - 91 * DAY))
    for tidy in found:
        tidy()
    assert count(datasets, REQUESTS) == 0
    datasets.stop()
