"""What the browser is told of a page's address: one callback, and what each field is."""

import json

from dash import Dash

from callbacks.parts.addresses import AddressField, register_address

PLAIN = AddressField(name="measure", at=("page-measure", "value"), initial="customers")
FULL = AddressField(
    name="is",
    at=("page-level", "value"),
    initial=None,
    known=("North", "South"),
    also="level",
    within="where",
    resets=("from", "to"),
)


def test_a_field_says_only_what_it_has():
    assert PLAIN.as_spec() == {
        "name": "measure",
        "at": "page-measure.value",
        "initial": "customers",
    }
    assert FULL.as_spec() == {
        "name": "is",
        "at": "page-level.value",
        "initial": None,
        "also": "level",
        "within": "where",
        "resets": ("from", "to"),
        "known": ("North", "South"),
    }


def registered(*kept):
    app = Dash("addresses")
    register_address(app, "page-address", "/page", [PLAIN, FULL], *kept)
    (callback,) = app._callback_list
    (script,) = app._inline_scripts
    spec = script.partition("follow(")[2].partition(", given)")[0]
    return callback, json.loads(spec)


def test_address_and_controls_follow_each_other():
    callback, spec = registered()
    assert [spec["at"], spec["path"]] == ["page-address.search", "/page"]
    assert [field["name"] for field in spec["fields"]] == ["measure", "is"]
    asked = [each["id"] for each in callback["inputs"]]
    assert asked == ["page-address", "page-measure", "page-level"]
    assert callback["output"] == ("..page-address.search...page-measure.value...page-level.value..")


def test_a_store_keeps_the_fields_that_it_is_for():
    callback, spec = registered(("page-kept", ["is"]))
    assert spec["kept"] == ["is"]
    assert callback["output"].endswith("...page-kept.data..")
    assert callback["state"][-1]["id"] == "page-kept"
