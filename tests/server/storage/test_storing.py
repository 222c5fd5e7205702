"""Files are kept whole or not at all, in a folder and in a bucket alike."""

import os
import resource
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from rfm.errors import SettingsError
from server.refusals import RefusedError
from server.settings import ServerSettings
from server.storage.folder import Folder
from server.storage.storing import Storage
from tests.servers import bucket_server

BUCKET = "s3://shop/dashboard"
KEY = "uploads/1/orders.csv"


@pytest.fixture(scope="module")
def service() -> Iterator[dict[str, str]]:
    with bucket_server() as variables:
        yield variables


@pytest.fixture(params=["folder", BUCKET])
def storage(request, settings, monkeypatch):
    if request.param == BUCKET:
        for name, value in request.getfixturevalue("service").items():
            monkeypatch.setenv(name, value)
    storage = Storage(replace(settings, storage_url=request.param))
    yield storage
    storage.delete("uploads")


def keys(storage: Storage) -> list[str]:
    return [listed.key for listed in storage.list("uploads")]


def test_what_is_put_is_there(storage, tmp_path):
    stored = storage.put(KEY, [b"one,", b"two"], what="It")
    assert (stored.bytes, stored.sha256) == (7, sha256(b"one,two").hexdigest())
    with storage.open(KEY) as file:
        assert file.read() == b"one,two"
    assert storage.local(KEY, tmp_path / "copy").read_bytes() == b"one,two"
    assert keys(storage) == [KEY]
    storage.put(KEY, [b"three"], what="It")
    with storage.open(KEY) as file:
        assert file.read() == b"three"
    assert keys(storage) == [KEY]


def test_what_is_deleted_is_gone_with_all_below_it(storage):
    for number in range(3):
        storage.put(f"uploads/1/{number}.csv", [b"x"], what="It")
    storage.put("uploads/2/a.csv", [b"x"], what="It")
    storage.delete("uploads/1/0.csv")
    storage.delete("uploads/1")
    storage.delete("uploads/1")
    assert keys(storage) == ["uploads/2/a.csv"]
    with pytest.raises(RefusedError, match="not in the site's storage any more"):
        storage.open("uploads/1/1.csv")


def test_an_empty_file_and_one_of_many_pieces_are_kept(storage):
    assert storage.put("uploads/1/empty.csv", [], what="It").bytes == 0
    piece = os.urandom(3_000_000)
    whole = piece * 7
    assert storage.put("uploads/1/large.csv", [piece] * 7, what="It").bytes == len(whole)
    with storage.open("uploads/1/large.csv") as file:
        assert file.read() == whole


@pytest.mark.parametrize("pieces", [1, 12])
def test_what_breaks_off_leaves_nothing(storage, pieces):
    def broken() -> Iterator[bytes]:
        for _ in range(pieces):
            yield b"x" * 1_000_000
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        storage.put(KEY, broken(), what="It")
    assert keys(storage) == []


def test_what_breaks_off_leaves_what_was_there_before(storage):
    def broken() -> Iterator[bytes]:
        yield b"new"
        raise ConnectionResetError

    storage.put(KEY, [b"old"], what="It")
    with pytest.raises(ConnectionResetError):
        storage.put(KEY, broken(), what="It")
    with storage.open(KEY) as file:
        assert file.read() == b"old"


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../x", "a/../b", "a//b", ".hidden", "a b"])
def test_a_key_leads_nowhere_else(storage, key):
    with pytest.raises(ValueError, match="is no key"):
        storage.put(key, [b"x"], what="It")


def test_one_piece_is_in_memory_at_a_time(settings):
    storage = Storage(settings)
    tracemalloc.start()
    storage.put(KEY, (bytes(1_000_000) for _ in range(100)), what="It")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000


def test_a_service_that_does_not_answer_is_a_sentence(settings, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    storage = Storage(replace(settings, storage_url=BUCKET))
    with pytest.raises(RefusedError, match=r"was not kept.*does not answer") as refused:
        storage.put(KEY, [b"x"], what="'a.csv'")
    assert refused.value.status == 503


def test_a_full_disk_is_a_sentence_and_nothing_stays(settings):
    # The limit of a process on a file's size stands for a disk's end; it is this child's alone.
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        try:
            Storage(settings).put(KEY, [b"x" * 300_000] * 10, what="'a.csv'")
            said = "nothing"
        except RefusedError as error:
            said = f"{error.status} {error}"
        os.write(writer, said.encode())
        os._exit(0)
    os.waitpid(child, 0)
    said = os.read(reader, 1000).decode()
    os.close(reader)
    os.close(writer)
    assert said.startswith("507 'a.csv' was not kept, since the site's storage is full.")
    assert list(settings.var.rglob("*")) == []


def test_a_folder_that_cannot_be_written_is_a_sentence():
    # Not even the administrator can make a file there.
    storage = Storage(ServerSettings())
    storage._backend = Folder(Path("/proc/site"))
    with pytest.raises(RefusedError, match="was not kept") as refused:
        storage.put(KEY, [b"x"], what="'a.csv'")
    assert refused.value.status == 503


def test_a_folder_that_is_a_file_is_a_sentence(settings):
    settings.var.mkdir(exist_ok=True)
    (settings.var / "storage").write_text("not a folder")
    with pytest.raises(RefusedError, match="does not answer"):
        Storage(settings).put(KEY, [b"x"], what="'a.csv'")
    assert (settings.var / "storage").read_text() == "not a folder"


@pytest.mark.parametrize(
    "url", ["/data/x", "http://a.example/b", "s3://", "s3://Shop", "s3://a/../b c"]
)
def test_an_address_of_another_kind_is_refused(url):
    with pytest.raises(SettingsError, match="STORAGE_URL is"):
        ServerSettings(storage_url=url)
