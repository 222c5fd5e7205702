"""What a browser fetches once: whole, however it is sent, and kept for good."""

import gzip

import brotli
import pytest
from flask import Flask

from server.web.shelf import Shelf

WORDS = b"body { color: black } " * 200


@pytest.fixture
def shelved():
    server, shelf = Flask("shelf"), Shelf()
    address = shelf.add("site.css", WORDS, "text/css")
    shelf.serve(server)
    return server.test_client(), address


@pytest.mark.parametrize(
    ("accepted", "way", "unpacked"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip, deflate", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
def test_a_file_arrives_whole_as_the_browser_takes_it(shelved, accepted, way, unpacked):
    client, address = shelved
    answer = client.get(address, headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == way
    assert unpacked(answer.data) == WORDS
    assert answer.mimetype == "text/css"
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_file_is_kept_for_good_under_a_name_that_tells_its_content(shelved):
    client, address = shelved
    kept = client.get(address).headers["Cache-Control"]
    assert "immutable" in kept
    assert "max-age=31536000" in kept
    assert Shelf().add("site.css", WORDS, "text/css") == address
    assert Shelf().add("site.css", WORDS + b" ", "text/css") != address


def test_what_is_not_on_the_shelf_is_not_found(shelved):
    client, address = shelved
    assert client.get(address.replace("site", "side")).status_code == 404


def test_a_font_is_sent_as_it_is():
    server, shelf = Flask("shelf"), Shelf()
    address = shelf.add("letters.woff2", WORDS, "font/woff2")
    shelf.serve(server)
    answer = server.test_client().get(address, headers={"Accept-Encoding": "gzip, br"})
    assert answer.data == WORDS
    assert "Content-Encoding" not in answer.headers
