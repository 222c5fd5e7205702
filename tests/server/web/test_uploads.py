"""Files arrive in pieces and are kept whole, or not at all and a sentence says why."""

import errno
import io

import pytest

from app import create_app
from server.settings import ServerSettings

UPLOADS = "/data/uploads"
ROWS = b"Customer,Date,Amount\n1,2026-01-05,10\n"


def site(folder, **settings):
    chosen = {"allow_editing": "yes"} | settings
    return create_app(ServerSettings(var=folder, samples=folder / "samples", **chosen)).server


@pytest.fixture
def client(tmp_path):
    return site(tmp_path).test_client()


def send(client, content=ROWS, name="sales.csv", upload="", **more):
    asked = {"name": name, "upload": upload}
    headers = {"Content-Type": "application/octet-stream"} | more.pop("headers", {})
    return client.post(UPLOADS, query_string=asked, data=content, headers=headers, **more)


def stored(folder):
    return sorted(
        path.name for path in folder.rglob("*") if path.is_file() and "storage" in path.parts
    )


def test_files_of_one_upload_are_kept_as_they_were_sent(client, tmp_path):
    first = send(client)
    assert first.status_code == 201
    second = send(client, b"Customer\n", "more, of it.csv", first.json["id"])
    assert second.json["id"] == first.json["id"]
    assert second.json["files"] == [
        {"name": "sales.csv", "bytes": len(ROWS)},
        {"name": "more, of it.csv", "bytes": 9},
    ]
    kept = [path.read_bytes() for path in tmp_path.rglob("sales.csv")]
    assert kept == [ROWS]


def test_what_is_not_wanted_any_more_is_gone(client, tmp_path):
    upload = send(client).json["id"]
    assert client.delete(f"{UPLOADS}/{upload}").status_code == 204
    assert stored(tmp_path) == []
    answer = send(client, upload=upload)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert answer.json["detail"].startswith("These files are not here any more.")
    assert client.delete(f"{UPLOADS}/{upload}").status_code == 204


@pytest.mark.parametrize("is_announced", [True, False])
def test_more_than_the_site_takes_is_refused_as_soon_as_it_is_known(tmp_path, is_announced):
    client = site(tmp_path, most_upload_mb=1).test_client()
    content = b"x" * 1_000_001
    if is_announced:
        answer = send(client, content)
    else:
        chunked = {"Transfer-Encoding": "chunked"}
        environment = {"wsgi.input_terminated": True, "wsgi.input": io.BytesIO(content)}
        answer = send(client, None, headers=chunked, environ_overrides=environment)
    assert answer.status_code == 413
    assert "at most 1 MB at once" in answer.json["detail"]
    assert stored(tmp_path) == []


def test_a_file_of_exactly_what_the_site_takes_is_kept(tmp_path):
    assert send(site(tmp_path, most_upload_mb=1).test_client(), b"x" * 1_000_000).status_code == 201


class Full:
    """A disk on which nothing can be written any more."""

    def __init__(self, code):
        self._code = code

    def __call__(self, *_):
        raise OSError(self._code, "secret /path")


@pytest.mark.parametrize(
    ("code", "status", "told"),
    [
        (errno.ENOSPC, 507, "storage is full"),
        (errno.EROFS, 503, "cannot be written to"),
    ],
)
def test_a_disk_that_takes_nothing_is_a_sentence(client, monkeypatch, code, status, told):
    monkeypatch.setattr("os.fsync", Full(code))
    answer = send(client)
    assert answer.status_code == status
    assert told in answer.json["detail"]
    assert "secret" not in answer.text


def test_a_browser_that_leaves_in_between_leaves_nothing(client, tmp_path):
    environment = {"CONTENT_LENGTH": "5000", "wsgi.input": io.BytesIO(ROWS)}
    assert send(client, None, environ_overrides=environment).status_code == 400
    assert stored(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "status", "told"),
    [
        ({"name": " "}, 400, "has no name"),
        ({"content": b""}, 422, "empty (0 bytes)"),
        ({"upload": "0" * 32}, 404, "not here any more"),
        ({"upload": "../../etc"}, 404, "not here any more"),
        ({"headers": {"Content-Type": "multipart/form-data"}}, 415, "octet-stream"),
        ({"headers": {"Sec-Fetch-Site": "cross-site"}}, 403, "Another site"),
        ({"headers": {"Origin": "https://elsewhere.example"}}, 403, "Another site"),
    ],
)
def test_what_no_page_of_the_site_sends_is_refused_in_a_sentence(client, change, status, told):
    answer = send(client, **change)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert told in answer.json["detail"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_nobody_brings_files_to_a_site_that_others_reach_unless_allowed(tmp_path):
    client = site(tmp_path, allow_editing="no").test_client()
    for answer in (send(client), client.delete(f"{UPLOADS}/{'0' * 32}")):
        assert answer.status_code == 403
        assert "ALLOW_EDITING=yes" in answer.json["detail"]
    assert not (tmp_path / "storage").exists()
