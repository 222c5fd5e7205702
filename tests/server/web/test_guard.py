"""What a page sends is let through; anything else is refused with a sentence, never a fault."""

import copy
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from server.web.guard import CALLBACK_PATH, MOST_BYTES, MOST_BYTES_OF_FILES, TAKE_FILES

VALUE = {"id": "value", "property": "value", "value": "a"}
ROW = {"id": {"kind": "row", "name": "x"}, "property": "value", "value": 1}
SINGLE = {
    "output": "one.children",
    "outputs": {"id": "one", "property": "children"},
    "inputs": [VALUE],
    "changedPropIds": ["value.value"],
    "parsedChangedPropsIds": ["value.value"],
}
DOUBLE = {
    "output": "..two.children...two.title..",
    "outputs": [{"id": "two", "property": "children"}, {"id": "two", "property": "title"}],
    "inputs": [VALUE],
    "state": [{"id": "one", "property": "children"}],
    "changedPropIds": [],
}
SEVERAL = {
    "output": "sum.children",
    "outputs": {"id": "sum", "property": "children"},
    "inputs": [[ROW, ROW | {"id": {"kind": "row", "name": 2}}]],
    "changedPropIds": ['{"kind":"row","name":"x"}.value'],
}
MATCHING = {
    "output": '{"kind":"mark","name":["MATCH"]}.children',
    "outputs": {"id": {"kind": "mark", "name": "x"}, "property": "children"},
    "inputs": [ROW],
    "changedPropIds": [],
}
BODIES = {"single": SINGLE, "double": DOUBLE, "several": SEVERAL, "matching": MATCHING}


@pytest.fixture
def client(guarded):
    return guarded.test_client()


@pytest.mark.parametrize("name", BODIES)
def test_what_a_page_sends_reaches_its_callback(client, name):
    answer = client.post(CALLBACK_PATH, json=BODIES[name])
    assert answer.status_code == 200
    assert name in answer.text


def test_a_callback_without_output_is_let_through(guarded):
    callbacks = guarded.extensions["callbacks"]
    (silent,) = [key for key, each in callbacks.items() if each["no_output"]]
    body = {"output": silent, "inputs": [VALUE | {"property": "n_submit"}], "changedPropIds": []}
    assert guarded.test_client().post(CALLBACK_PATH, json=body).status_code in (200, 204)


def post(client: FlaskClient, body: Any) -> TestResponse:
    return client.post(CALLBACK_PATH, data=json.dumps(body), content_type="application/json")


def changed(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return copy.deepcopy(body) | changes


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "text",
        3,
        {},
        {"output": 3},
        {"output": ["one.children"]},
        changed(SINGLE, output="secret.children"),
        changed(SINGLE, outputs=None),
        changed(SINGLE, outputs=[]),
        changed(SINGLE, outputs={"id": "two", "property": "children"}),
        changed(SINGLE, outputs={"id": "one", "property": "style"}),
        changed(SINGLE, outputs={"id": {"a": 1}, "property": "children"}),
        changed(SINGLE, inputs=[]),
        changed(SINGLE, inputs=None),
        changed(SINGLE, inputs={}),
        changed(SINGLE, inputs=[VALUE, VALUE]),
        changed(SINGLE, inputs=[[VALUE]]),
        changed(SINGLE, inputs=["value"]),
        changed(SINGLE, inputs=[{"id": "other", "property": "value"}]),
        changed(SINGLE, inputs=[{"id": "value", "property": "__class__"}]),
        changed(SINGLE, inputs=[{"id": "value"}]),
        changed(SINGLE, state=[VALUE]),
        changed(SINGLE, changedPropIds="value.value"),
        changed(SINGLE, changedPropIds=[{"__proto__": 1}]),
        changed(DOUBLE, state=[]),
        changed(DOUBLE, outputs=DOUBLE["outputs"][:1]),
        changed(DOUBLE, outputs=DOUBLE["outputs"][0]),
        changed(SEVERAL, inputs=[ROW]),
        changed(SEVERAL, inputs=[[ROW | {"id": "row"}]]),
        changed(SEVERAL, inputs=[[ROW | {"id": {"kind": "row"}}]]),
        changed(SEVERAL, inputs=[[ROW | {"id": {"kind": "other", "name": "x"}}]]),
        changed(SEVERAL, inputs=[[ROW | {"id": {"kind": "row", "name": [1]}}]]),
        changed(MATCHING, inputs=[[ROW]]),
        changed(MATCHING, outputs={"id": {"kind": "row", "name": "x"}, "property": "children"}),
    ],
    ids=json.dumps,
)
def test_a_body_that_fits_no_callback_is_refused_with_a_sentence(client, body):
    answer = post(client, body)
    assert answer.status_code == 400
    assert "Reload the page." in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "\xff",
        "NaN",
        '{"output": NaN}',
        json.dumps(SINGLE).replace('"a"', "Infinity"),
        json.dumps(SINGLE).replace('"a"', "1e999"),
        json.dumps(SINGLE).replace('"a"', '"\\ud800"'),
        json.dumps(SINGLE).replace('"a"', "1" * 5000),
        json.dumps(SINGLE).replace('"a"', "[" * 60 + "]" * 60),
        "[" * 20_000 + "]" * 20_000,
        '{"a":' * 20_000 + "1" + "}" * 20_000,
    ],
    ids=range(12),
)
def test_text_that_is_not_plain_json_is_refused_with_a_sentence(client, text):
    answer = client.post(
        CALLBACK_PATH, data=text.encode("latin-1"), content_type="application/json"
    )
    assert answer.status_code == 400
    assert "Reload the page." in answer.text


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "a/b"])
def test_only_json_is_understood(client, kind):
    answer = client.post(CALLBACK_PATH, data=json.dumps(SINGLE), content_type=kind)
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[broken"}, 403),
    ],
)
def test_only_pages_of_this_site_may_call(client, headers, status):
    assert client.post(CALLBACK_PATH, json=SINGLE, headers=headers).status_code == status


@pytest.mark.parametrize("value", [None, {}, [], -1, "'", {"a": {"b": [None]}}, True])
def test_a_callback_judges_its_values_itself(client, value):
    body = changed(SINGLE, inputs=[VALUE | {"value": value}])
    assert client.post(CALLBACK_PATH, json=body).status_code == 200


def test_a_fault_of_a_callback_tells_the_browser_nothing(client):
    body = changed(SINGLE, output="failing.children")
    body["outputs"] = {"id": "failing", "property": "children"}
    answer = client.post(CALLBACK_PATH, json=body)
    assert answer.status_code < 500
    assert "13456" not in answer.text


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@st.composite
def mutations(draw: st.DrawFn) -> Any:
    """A body that a page sends, with one of its values, anywhere, replaced, removed or doubled."""
    body = copy.deepcopy(BODIES[draw(st.sampled_from(sorted(BODIES)))])
    place: Any = body
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = draw(st.sampled_from(keys))
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or draw(st.booleans()):
            break
        place = inner
    change = draw(st.sampled_from(["replace", "remove", "double"]))
    if change == "remove":
        del place[key]
    else:
        place[key] = draw(plain) if change == "replace" else [inner, inner]
    return body


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(body=mutations() | plain)
def test_no_body_makes_the_server_fail(client, body):
    answer = post(client, body)
    assert answer.status_code in (200, 204, 400)
    assert "Traceback" not in answer.text


def test_only_a_callback_that_takes_files_may_be_sent_more(client):
    large = "x" * (MOST_BYTES + 1)
    answer = client.post(CALLBACK_PATH, json=SINGLE | {"inputs": [VALUE | {"value": large}]})
    assert answer.status_code == 413
    for output in TAKE_FILES:
        # This app has no such callback: it is understood, and refused for that.
        body = f'{{"output":"..{output}...x.data..","inputs":["{large}"]}}'
        answer = client.post(CALLBACK_PATH, data=body, content_type="application/json")
        assert answer.status_code == 400


def test_more_than_a_file_may_have_is_refused_unread(client):
    body = b'{"output":"..' + TAKE_FILES[0].encode() + b"x" * MOST_BYTES_OF_FILES
    answer = client.post(CALLBACK_PATH, data=body, content_type="application/json")
    assert answer.status_code == 413
