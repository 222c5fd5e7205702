"""What people bring is kept whole or not at all, and becomes a version once."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

import pytest

from server.data.datasets import Datasets
from server.data.uploads import Uploads
from server.database import Database
from server.jobs.book import ANALYSE, Jobs
from server.refusals import RefusedError
from server.settings import ServerSettings
from server.storage.storing import Storage

pytestmark = pytest.mark.every_database

ORDERS = b"customer,date,amount\nA,2024-01-02,10\nB,2024-01-03,20\n"


@pytest.fixture
def imports(datasets):
    return datasets.imports


def files_below(settings: ServerSettings) -> list[str]:
    folder = settings.var / "storage"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_as_it_arrives_with_its_size_and_fingerprint(imports, settings):
    received = imports.receive("orders.csv", [ORDERS[:10], ORDERS[10:]])
    (file,) = received.files
    assert (file.name, file.bytes) == ("orders.csv", len(ORDERS))
    assert file.sha256 == sha256(ORDERS).hexdigest()
    assert (settings.var / "storage" / file.stored_as).read_bytes() == ORDERS
    assert imports.upload(received.id) == received


def test_a_second_file_joins_the_first_and_may_have_its_name(imports):
    first = imports.receive("orders.csv", [ORDERS])
    both = imports.receive("orders.csv", [ORDERS + b"C,2024-01-04,5\n"], upload=first.id)
    assert both.id == first.id
    assert [file.bytes for file in both.files] == [len(ORDERS), len(ORDERS) + 15]
    assert len({file.stored_as for file in both.files}) == 2


def test_a_file_that_is_sent_again_is_in_its_upload_once(imports, settings):
    first = imports.receive("a.csv", [b"1"])
    assert imports.receive("a.csv", [b"1"], upload=first.id) == first
    assert len(list(settings.var.rglob("a.csv"))) == 1
    assert len(imports.receive("a.csv", [b"2"], upload=first.id).files) == 2


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\shop\\orders 2024.csv", "orders 2024.csv"),
        ("a\0b\n.csv", "a b .csv"),
        ("", "file"),
        ("...", "..."),
        ("Bestellungen März 🛒.xlsx", "Bestellungen März 🛒.xlsx"),
    ],
)
def test_a_name_is_shown_and_never_a_path(imports, settings, name, shown):
    (file,) = imports.receive(name, [ORDERS]).files
    assert file.name == shown
    path = (settings.var / "storage" / file.stored_as).resolve()
    assert path.is_file()
    assert (settings.var / "storage").resolve() in path.parents
    assert path.name.isascii()


def broken_off() -> Iterator[bytes]:
    yield ORDERS
    raise ConnectionResetError("gone")


@pytest.mark.parametrize("upload", ["first", "second"])
def test_a_file_that_breaks_off_leaves_nothing(imports, settings, upload):
    before = imports.receive("orders.csv", [ORDERS]).id if upload == "second" else ""
    with pytest.raises(ConnectionResetError):
        imports.receive("more.csv", broken_off(), upload=before)
    assert files_below(settings) == (["orders.csv"] if before else [])
    if before:
        assert len(imports.upload(before).files) == 1


def test_an_empty_file_is_refused_in_a_sentence(imports, settings):
    with pytest.raises(RefusedError, match=r"'orders.csv' is empty \(0 bytes\)") as refused:
        imports.receive("orders.csv", [])
    assert refused.value.status == 422
    assert files_below(settings) == []


def test_no_more_than_the_limit_is_taken_of_all_files_together(settings):
    small = Datasets(replace(settings, most_upload_mb=1))
    imports = small.imports
    first = imports.receive("a.csv", [b"x" * 600_000])
    asked = []

    def endless() -> Iterator[bytes]:
        while True:
            asked.append(1)
            yield b"x" * 100_000

    with pytest.raises(RefusedError, match="at most 1 MB at once") as refused:
        imports.receive("b.csv", endless(), upload=first.id)
    assert refused.value.status == 413
    small.stop()
    assert len(asked) == 5
    assert files_below(settings) == ["a.csv"]


def test_what_is_discarded_is_gone_and_discarded_again_without_a_word(imports, settings):
    received = imports.receive("orders.csv", [ORDERS])
    imports.discard(received.id)
    imports.discard(received.id)
    assert list((settings.var / "storage").rglob("*")) == []
    with pytest.raises(RefusedError, match="Choose them again") as unknown:
        imports.upload(received.id)
    assert unknown.value.status == 404


def test_what_became_a_version_is_not_discarded(imports, settings):
    received = imports.receive("orders.csv", [ORDERS])
    imports.add(received.id, {}, title="Shop")
    imports.discard(received.id)
    assert imports.upload(received.id) == received
    assert files_below(settings) == ["orders.csv"]


def test_a_version_is_made_with_its_job_and_the_data_set_is_listed(datasets):
    received = datasets.imports.receive("my orders.csv", [ORDERS])
    made = datasets.imports.add(received.id, {"kind": "log"}, created_by="Ann")
    assert (made.dataset, made.number, made.mode) == ("my-orders", 1, "new")
    assert (made.source, made.choices) == (("my orders.csv",), {"kind": "log"})
    assert made.content_hash == sha256(ORDERS).hexdigest()
    assert (made.state.kind, made.state.message) == ("working", "Waiting for its turn")
    listed = {each.name: each for each in datasets.names()}["my-orders"]
    assert (listed.title, listed.state.kind) == ("my orders", "working")
    assert datasets.versions.list("my-orders") == [made]


def test_a_second_data_set_of_the_same_title_gets_a_name_of_its_own(datasets):
    names = []
    for _ in range(3):
        received = datasets.imports.receive("cdnow.csv", [ORDERS])
        names.append(datasets.imports.add(received.id, {}).dataset)
    assert names == ["cdnow-2", "cdnow-3", "cdnow-4"]
    with pytest.raises(RefusedError, match="of this name already") as taken:
        datasets.imports.add(received.id, {}, dataset="cdnow-2")
    assert taken.value.status == 409


def test_a_repeated_request_makes_one_version(datasets, settings):
    received = datasets.imports.receive("orders.csv", [ORDERS])

    def ask(_: int) -> tuple[str, int]:
        other = Datasets(settings)
        made = other.imports.add(received.id, {"kind": "log"}, key="k1")
        other.stop()
        return made.dataset, made.number

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(ask, range(50))) == {("orders", 1)}
    assert len(datasets.versions.list("orders")) == 1


def test_a_key_that_comes_again_with_something_else_is_refused(datasets):
    received = datasets.imports.receive("orders.csv", [ORDERS])
    datasets.imports.add(received.id, {}, key="k1")
    with pytest.raises(RefusedError, match="with other content") as refused:
        datasets.imports.add(received.id, {"kind": "table"}, key="k1")
    assert refused.value.status == 409


def test_one_import_at_a_time_is_made_of_a_data_set(datasets):
    received = datasets.imports.receive("orders.csv", [ORDERS])
    datasets.imports.add(received.id, {})
    with pytest.raises(RefusedError, match="is being imported") as busy:
        datasets.imports.add(received.id, {}, dataset="orders", mode="replace")
    assert busy.value.status == 409
    assert len(datasets.versions.list("orders")) == 1
    with pytest.raises(RefusedError, match="no data set of this name") as unknown:
        datasets.imports.add(received.id, {}, dataset="nowhere", mode="append")
    assert unknown.value.status == 404


def test_nothing_is_added_to_what_was_never_done(datasets, settings):
    received = datasets.imports.receive("orders.csv", [ORDERS])
    datasets.imports.add(received.id, {})
    database = Database(settings)
    Jobs(database).cancel(ANALYSE, "orders")
    database.close()
    with pytest.raises(RefusedError, match="nothing to add to yet"):
        datasets.imports.add(received.id, {}, dataset="orders", mode="append")
    replaced = datasets.imports.add(received.id, {}, dataset="orders", mode="replace")
    assert replaced.number == 2


def test_what_is_abandoned_is_pruned_after_a_day_and_nothing_else(settings):
    now = [time.time()]
    storage, database = Storage(settings), Database(settings)
    uploads = Uploads(settings, database, storage, clock=lambda: now[0])
    abandoned = uploads.receive("old.csv", [ORDERS])
    storage.put("uploads/x/unknown.csv", [b"x"], what="It")
    now[0] += 2 * 86_400
    fresh = uploads.receive("new.csv", [ORDERS])
    kept = settings.var / "storage" / fresh.files[0].stored_as
    os.utime(kept, (now[0], now[0]))
    uploads.prune()
    assert files_below(settings) == ["new.csv"]
    assert uploads.upload(fresh.id) == fresh
    with pytest.raises(RefusedError):
        uploads.upload(abandoned.id)
    database.close()
