"""What a first visit fetches: few files, all of them there, and nothing of them left out."""

import hashlib
import json
import re

import pytest
from plotly.offline import get_plotlyjs_version

from app import create_app
from tests.source_tree import PROJECT, SOURCES

ASSETS = PROJECT / "assets"
BUNDLE = json.loads((ASSETS / "plotly" / "bundle.json").read_text(encoding="utf-8"))
ENTRY = (PROJECT / "tools" / "plotly" / "plotly.js").read_text(encoding="utf-8")


@pytest.fixture
def client(settings):
    return create_app(settings).server.test_client()


@pytest.fixture
def page(client):
    return client.get("/").text


def fetched(client, page, ending):
    (address,) = re.findall(rf'"(/_site/site-\w+\.{ending})"', page)
    return client.get(address).text


def status(client, address):
    with client.get(address) as answer:
        return answer.status_code


def test_one_style_sheet_holds_all_of_ours(client, page):
    sheet = fetched(client, page, "css")
    assert len(re.findall('rel="stylesheet"', page)) == 1
    for path in ASSETS.glob("*.css"):
        assert path.read_text(encoding="utf-8")[-200:] in sheet
    fonts = re.findall(r'url\("(/_site/[^"]+\.woff2)"', sheet)
    assert len(fonts) == 2
    assert (
        len([each for each in fonts if f'as="font" type="font/woff2" href="{each}"' in page]) == 1
    )
    assert [each for each in fonts if status(client, each) != 200] == []


def test_one_script_holds_all_of_ours_but_what_runs_before_the_first_paint(client, page):
    script = fetched(client, page, "js")
    first = (ASSETS / "00-theme.js").read_text(encoding="utf-8")
    assert first in page
    assert first not in script
    others = [path for path in ASSETS.glob("*.js") if path.name != "00-theme.js"]
    assert len(others) > 8
    assert all(path.read_text(encoding="utf-8") in script for path in others)


def test_every_file_that_the_document_names_is_there(client, page):
    named = re.findall(r"""(?:src|href|data-\w+)=["'](/[^"']+)""", page)
    named = [each for several in named for each in several.split()]
    assert len(re.findall(r"<script src=", page)) == 3
    assert len(named) >= 8
    assert [each for each in named if status(client, each) != 200] == []


def test_the_scripts_of_dash_are_joined_in_their_order_and_none_is_forgotten(client, page):
    (address,) = re.findall(r'"(/_site/dash-renderer-\w+\.js)"', page)
    script = client.get(address).text
    names = ("react-dom.production.min.js", "dash_bootstrap_components", "window.DashRenderer=")
    places = [script.find(each) for each in (*names, "window.dash_html_components=")]
    assert places == sorted(places)
    assert places[0] >= 0
    assert not re.search(r"^//# sourceMappingURL", script, re.MULTILINE)


def test_the_first_visit_fetches_neither_the_grid_nor_the_old_table(page):
    sources = re.findall(r'<script src="([^"]+)"', page)
    assert not [each for each in sources if "ag_grid" in each or "dash_table" in each]
    users = [path for path in SOURCES if "DataTable" in path.read_text(encoding="utf-8")]
    assert users == []


def test_plotly_is_the_one_that_figures_are_made_for():
    wanted = json.loads((PROJECT / "tools" / "plotly" / "package.json").read_text(encoding="utf-8"))
    assert BUNDLE["plotly.js"] == get_plotlyjs_version() == wanted["dependencies"]["plotly.js"]


def test_the_scripts_of_plotly_are_those_that_were_built():
    built = {path.name for path in (ASSETS / "plotly").glob("*.js")}
    assert built == BUNDLE["sha256"].keys()
    for name, digest in BUNDLE["sha256"].items():
        assert hashlib.sha256((ASSETS / "plotly" / name).read_bytes()).hexdigest() == digest


def test_every_trace_that_is_drawn_is_in_the_bundle():
    drawn = {
        name.lower()
        for path in SOURCES
        for name in re.findall(r"\bgo\.([A-Z]\w+)\(", path.read_text(encoding="utf-8"))
    } - {"figure", "layout"}
    # Scatter is part of plotly's core.
    brought = {"scatter", "scatter3d", *re.findall(r"import (\w+) from 'plotly.js/lib", ENTRY)}
    assert {"treemap", "heatmap"} <= drawn
    assert drawn <= brought


def test_the_licences_of_what_is_in_the_bundle_go_with_it():
    licences = (ASSETS / "plotly" / "LICENSES.txt").read_text(encoding="utf-8")
    assert f"plotly.js {BUNDLE['plotly.js']} (MIT)" in licences
    assert "Plotly" in licences
