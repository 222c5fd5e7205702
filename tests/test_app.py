"""The site as a whole, over HTTP."""

import re
from urllib.parse import unquote

import pytest

from app import create_app
from callbacks import PAGES, is_page
from server.health import NO_DATABASE
from tests.hand_made_sites import silence_database


@pytest.fixture
def client(settings):
    return create_app(settings).server.test_client()


def test_making_the_site_reads_nothing_and_starts_nothing(settings):
    create_app(settings)
    assert list(settings.var.iterdir()) == []


def test_two_sites_in_one_process_have_the_same_pages_and_callbacks(settings):
    first, second = create_app(settings), create_app(settings)
    assert first.callback_map.keys() == second.callback_map.keys()
    for app in (first, second):
        client = app.server.test_client()
        assert client.get("/").status_code == 200
        assert (
            client.get("/_dash-dependencies").json
            == second.server.test_client().get("/_dash-dependencies").json
        )


@pytest.mark.parametrize(
    "path", ["/", "/customers", "/customers/13456", "/customers/a%2Fb", "/prediction"]
)
def test_every_tab_has_an_address(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert '<html lang="en">' in answer.text
    assert is_page(unquote(path))


@pytest.mark.parametrize(
    "path", ["/none", "/.env", "/prediction/1/2", "/admin.php", "/no-such-page"]
)
def test_an_unknown_address_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_the_titles_of_the_tabs_differ():
    assert len({page.title for page in PAGES}) == len(PAGES)


@pytest.mark.parametrize("path", ["/livez", "/health", "/readyz"])
def test_health_is_told_in_two_letters(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.text, answer.mimetype) == (200, "OK", "text/plain")


def test_a_database_that_does_not_answer_is_not_ready(settings, monkeypatch):
    client = create_app(settings).server.test_client()
    silence_database(monkeypatch)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, NO_DATABASE)
    assert client.get("/livez").status_code == 200


def test_every_inline_script_is_one_that_the_policy_allows(settings):
    app = create_app(settings)
    answer = app.server.test_client().get("/")
    allowed = re.findall(r"'sha256-[^']+'", answer.headers["Content-Security-Policy"])
    assert set(app.csp_hashes()) == set(allowed)
    scripts = re.findall(r"<script(?![^>]*src=)(?![^>]*json)[^>]*>", answer.text)
    assert len(scripts) == len(allowed)


def test_the_page_loads_nothing_from_elsewhere_and_tells_nobody_which_python_it_runs_on(client):
    page = client.get("/").text
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page)
    assert "python_version" not in page
