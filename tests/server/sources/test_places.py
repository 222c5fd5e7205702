"""Files come from the server's folder and from buckets, and from nowhere else."""

import json
from dataclasses import asdict

import pytest
from moto.server import ThreadedMotoServer

from server.settings import ServerSettings
from server.sources.databases import DatabaseSourceError
from server.sources.places import (
    BUCKET,
    DATABASE,
    FOLDER,
    BucketAddress,
    SourceFile,
    SourceRefusedError,
    ensure_place_allowed,
    fetching,
    files_in_bucket,
    files_in_folder,
)

ORDERS = b"customer,date,amount\nA,2024-01-02,10\n"


@pytest.fixture
def settings(tmp_path):
    folder = tmp_path / "data"
    (folder / "old").mkdir(parents=True)
    (folder / "old" / "orders.csv").write_bytes(ORDERS)
    (folder / ".hidden").write_bytes(b"x")
    (tmp_path / "secret.csv").write_bytes(b"x")
    (folder / "link.csv").symlink_to(tmp_path / "secret.csv")
    return ServerSettings(var=tmp_path / "var", data_folder=str(folder))


@pytest.fixture(scope="module")
def bucket():
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = BucketAddress("shop/exports", f"http://{host}:{port}", "key", "secret")
    files = address.files()
    files.mkdir("shop")
    files.pipe_file("shop/exports/2024/orders.csv", ORDERS)
    files.pipe_file("shop/other.csv", b"x")
    yield address
    server.stop()


def fetched(kind, address, asked, settings):
    said = []
    with fetching(kind, address, asked, settings, said.append) as (name, chunks):
        return name, b"".join(chunks), said


def test_the_servers_folder_lists_its_files_with_their_sizes(settings):
    listed = files_in_folder(settings)
    assert SourceFile("old/orders.csv", len(ORDERS)) in listed
    assert not any(file.name.startswith(".") for file in listed)
    assert files_in_folder(ServerSettings()) == []


def test_a_file_of_the_folder_arrives_in_pieces(settings):
    assert fetched(FOLDER, "", "old/orders.csv", settings) == ("orders.csv", ORDERS, ["0 MB"])


@pytest.mark.parametrize(
    "name", ["../secret.csv", "link.csv", "/etc/passwd", "nowhere", "\0", "old"]
)
def test_nothing_outside_of_the_folder_is_fetched(settings, name):
    with pytest.raises(SourceRefusedError, match="not in the server's folder"):
        fetched(FOLDER, "", name, settings)


def test_a_bucket_lists_its_files_and_gives_one(bucket, settings):
    assert files_in_bucket(bucket) == [SourceFile("2024/orders.csv", len(ORDERS))]
    address = json.dumps(asdict(bucket))
    name, content, _ = fetched(BUCKET, address, "2024/orders.csv", settings)
    assert (name, content) == ("orders.csv", ORDERS)


def test_what_a_bucket_does_not_have_is_a_sentence_without_its_key(bucket, settings):
    with pytest.raises(SourceRefusedError, match="The bucket 'shop/exports' at") as raised:
        fetched(BUCKET, json.dumps(asdict(bucket)), "nowhere.csv", settings)
    assert "secret" not in str(raised.value)
    with pytest.raises(SourceRefusedError, match="does not answer"):
        files_in_bucket(BucketAddress("shop", "http://127.0.0.1:1", "key", "secret"))
    with pytest.raises(SourceRefusedError, match="Give the bucket's name"):
        BucketAddress.of({"bucket": " s3:// "})


def test_a_form_names_a_bucket_by_any_of_its_writings():
    assert BucketAddress.of({"bucket": " s3://shop/a/ ", "key": "k"}).bucket == "shop/a"
    assert BucketAddress("shop").host == "s3.amazonaws.com"


def test_visitors_from_elsewhere_reach_what_the_operator_names_alone(settings, bucket, tmp_path):
    allowed = ServerSettings(
        var=tmp_path, data_folder=settings.data_folder, source_hosts="db.example.com, 127.0.0.1"
    )
    ensure_place_allowed(FOLDER, "", settings)
    ensure_place_allowed(DATABASE, "postgresql://me@DB.example.com/shop", allowed)
    ensure_place_allowed(BUCKET, json.dumps(asdict(bucket)), allowed)
    ensure_place_allowed(DATABASE, f"sqlite:///{settings.data_folder}/shop.db", allowed)
    for kind, address in (
        (DATABASE, "postgresql://me@10.0.0.1/shop"),
        (DATABASE, "sqlite:////etc/passwd"),
        (DATABASE, f"sqlite:///{settings.data_folder}/../secret.db"),
        (DATABASE, "postgresql:///shop"),
        (BUCKET, json.dumps(asdict(BucketAddress("shop")))),
    ):
        with pytest.raises(SourceRefusedError):
            ensure_place_allowed(kind, address, allowed)


def test_no_address_leads_a_driver_to_another_server():
    with pytest.raises(DatabaseSourceError, match="Write the server before"):
        ensure_place_allowed(
            DATABASE, "postgresql://db/shop?host=10.0.0.1", ServerSettings(source_hosts="db")
        )
