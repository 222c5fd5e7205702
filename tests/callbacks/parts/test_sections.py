"""Sections whose contents are made when somebody opens them."""

import json

import pytest
from dash import Dash, html

from callbacks.parts.sections import register_sections
from layouts.ids import Opening
from layouts.parts.sections import opening
from tests.trees import text_of

MORE = Opening("page-more")


@pytest.fixture
def browser():
    app = Dash("test")
    app.layout = html.Div()
    register_sections(app, "page-opened", {MORE: lambda: html.P("What is below")})
    return app.server.test_client(), app


def asked(client, wanted):
    return client.post(
        "/_dash-update-component",
        json={
            "output": f"{MORE.body}.children",
            "outputs": {"id": MORE.body, "property": "children"},
            "inputs": [{"id": MORE.wanted, "property": "data", "value": wanted}],
            "changedPropIds": [f"{MORE.wanted}.data"],
        },
    )


def test_the_contents_of_a_section_come_when_it_is_open(browser):
    client, _ = browser
    answer = json.loads(asked(client, True).text)
    assert "What is below" in json.dumps(answer)


@pytest.mark.parametrize("wanted", [False, None, "yes", 1.5])
def test_nothing_is_made_for_a_section_that_nobody_opened(browser, wanted):
    client, _ = browser
    assert asked(client, wanted).status_code == 204


def test_a_section_is_opened_in_the_browser_alone(browser):
    _, app = browser
    by_output = {each["output"]: each for each in app._callback_list}
    asking = by_output[f"..{MORE.fold}.open...{MORE.wanted}.data.."]
    assert asking["clientside_function"]["function_name"] == "open"
    assert asking["inputs"] == [{"id": "page-opened", "property": "data"}]


def test_the_heading_of_a_section_is_what_is_pressed():
    shut = opening(MORE, "page-opened", "More of it", "What there is.")
    assert text_of(shut.children[0]) == "More of it What there is."
    assert getattr(shut, "data-section") == "more"
