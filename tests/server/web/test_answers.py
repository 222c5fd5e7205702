"""Every answer is safe to show: its headers, its mistakes, its size."""

import gzip
import logging

import pytest

from server.web.security import content_policy

ADDRESSES = ["/", "/any/page", "/_dash-layout", "/assets/missing.js", "/broken", "/_favicon.ico"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("method", ["GET", "POST", "TRACE"])
def test_every_answer_has_the_security_headers(guarded, address, method):
    headers = guarded.test_client().open(address, method=method).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_https_is_remembered_only_when_it_is_used(guarded):
    headers = guarded.test_client().get("/", base_url="https://localhost").headers
    assert headers["Strict-Transport-Security"].startswith("max-age=63072000")


def test_scripts_run_by_their_hash_alone():
    policy = dict(part.split(" ", 1) for part in content_policy(["'sha256-abc'"]).split("; "))
    assert policy["script-src"] == "'self' 'sha256-abc'"
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("address", ["/", "/_dash-layout", "/_dash-dependencies"])
def test_pages_and_data_are_not_kept_by_a_browser(guarded, address):
    assert guarded.test_client().get(address).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address", ["/assets/missing.js", "/_dash-component-suites/none/x.js", "/assets/../app.py"]
)
def test_a_missing_file_is_a_short_page(guarded, address):
    answer = guarded.test_client().get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "There is no page or file at this address." in answer.text
    assert '<html lang="en">' in answer.text


def test_a_missing_file_is_a_sentence_for_programs(guarded):
    answer = guarded.test_client().get("/assets/missing.js", headers={"Accept": "application/json"})
    assert answer.mimetype == "text/plain"
    assert answer.text == "Not found. There is no page or file at this address.\n"


def test_a_wrong_method_is_told_which_are_right(guarded):
    answer = guarded.test_client().post("/_dash-layout")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_a_fault_is_a_sentence_and_its_place_is_logged_without_its_data(guarded, caplog):
    with caplog.at_level(logging.ERROR, "server"):
        answer = guarded.test_client().get("/broken")
    assert answer.status_code == 500
    for secret in ("13456", "Traceback", "RuntimeError", ".py"):
        assert secret not in answer.text
    assert "RuntimeError" in caplog.text
    assert "in broken" in caplog.text
    assert "customer 13456" not in caplog.text.replace('raise RuntimeError("customer 13456")', "")


def test_a_long_answer_is_compressed(guarded):
    answer = guarded.test_client().get("/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"</html>" in gzip.decompress(answer.data)
