"""Cluster Prediction as components: the form, and the answer in words."""

from typing import Any

import pandas as pd
from dash import html

from layouts.charts.drawing.look import Look
from layouts.parts.memberships import Membership
from layouts.prediction import form
from layouts.prediction.answer import Answer, show_answer
from layouts.prediction.form import FieldShown
from rfm import schema
from rfm.prediction import Placement
from tests.trees import parts_of, text_of

LOOK = Look(names=("Champions", "Lost"), currency="£")
CLUSTER = Membership(
    title="Cluster", group="Regulars", explained="They come monthly.", colour="#2F7FD6", size=900
)
SEGMENT = Membership(
    title="Grid", group="Champions", explained="bought lately", colour="#0F7F57", code="555"
)


def answer_with(**changes: Any) -> Answer:
    alike = {
        schema.CUSTOMER_ID: ["a/b"],
        schema.RECENCY_DAYS: [1],
        schema.FREQUENCY: [3],
        schema.MONETARY: [9.5],
        LOOK.column: ["Lost"],
    }
    placed: dict[str, Any] = {
        "customer": {},
        "filled": (),
        "percentiles": {
            schema.RECENCY_DAYS: 93.0,
            schema.FREQUENCY: 99.97,
            schema.MONETARY: 62.0,
        },
        "alike": pd.DataFrame(alike),
        "warnings": (),
        "probabilities": {"Regulars": 0.823, "Lapsed": 0.177},
    }
    parts: dict[str, Any] = {
        "cluster": CLUSTER,
        "certain": "82 % certain. ",
        "runner_up": "Closest other cluster: Lapsed (17 % certain).",
        "no_clusters": "",
        "segments": [SEGMENT],
        "colours": {"Regulars": "#2F7FD6", "Lapsed": "#80695A"},
    }
    own = {name: changes.pop(name) for name in {*placed, "nearest"} & changes.keys()}
    return Answer(placed=Placement(**(placed | own)), **(parts | changes))


def test_fields_hold_what_the_address_holds_and_have_labels():
    shown = [
        FieldShown(key="v.Age", label="Age", hint="seen from 22 to 66", value="<b>"),
        FieldShown(key="v.Plan", label="Plan", levels=("Basic",), typical="Basic", value="Gold"),
    ]
    parts = [part for each in form.fields(shown) for part in parts_of(each)]
    held = {part.id["key"]: part.value for part in parts if hasattr(part, "value")}
    assert held == {"v.Age": "<b>", "v.Plan": "Gold"}
    labelled = [part.htmlFor for part in parts if hasattr(part, "htmlFor")]
    assert labelled == [f'{{"key":"{key}","type":"prediction-field"}}' for key in held]


def test_more_fields_than_fit_are_folded_until_one_is_given():
    shown = [FieldShown(key=f"v.{number}", label=str(number)) for number in range(8)]
    folded = form.fields(shown)[1]
    assert not folded.open
    assert "2 more columns" in text_of(folded)
    given = [*shown[:7], FieldShown(key="v.7", label="7", value="3")]
    assert form.fields(given)[1].open


def test_too_few_customers_for_clusters_gives_the_reason_and_still_the_segments():
    few = answer_with(cluster=None, no_clusters="Too few customers: 3 of 10.")
    told = text_of(show_answer(few, "shop", LOOK))
    assert "Too few customers: 3 of 10." in told
    assert "Champions" in told


def test_warnings_are_shown_above_the_answer():
    told = text_of(show_answer(answer_with(warnings=("Far outside.",)), "shop", LOOK))
    assert told.index("Far outside.") < told.index("Regulars")


def test_every_cluster_has_its_probability_the_likeliest_first():
    told = text_of(show_answer(answer_with(), "shop", LOOK))
    assert told.index("82.3 %") < told.index("17.7 %")


def test_nothing_that_could_be_otherwise_is_told_as_certain():
    nearly = answer_with(probabilities={"Regulars": 0.99999, "Lapsed": 0.00001})
    told = text_of(show_answer(nearly, "shop", LOOK))
    assert ">99.9 %" in told
    assert "<0.1 %" in told


def test_without_reasons_and_changes_it_is_said_that_there_are_none():
    none = text_of(show_answer(answer_with(), "shop", LOOK))
    assert "No single value drove it" in none
    assert "No small change" in none


def test_outside_the_data_the_answer_has_no_percentage_of_a_cluster_and_no_reasons():
    outside = answer_with(
        certain="No customer has values like these.",
        runner_up="",
        probabilities={},
        nearest="Regulars",
    )
    told = text_of(show_answer(outside, "shop", LOOK))
    assert "No customer has values like these." in told
    assert "Regulars" in told
    assert "What drove it" not in told
    assert "certain" not in told


def test_the_scheme_in_use_names_the_customer_and_the_other_names_are_folded():
    names = [("Grid", "Champions"), ("Report", "High Spenders")]
    segments = [
        Membership(title=title, group=group, explained="", colour="#123456")
        for title, group in names
    ]
    shown = show_answer(answer_with(segments=segments), "shop", LOOK)
    (others,) = [each for each in parts_of(shown, html.Details) if "Other schemes" in text_of(each)]
    assert "High Spenders" in text_of(others)
    assert "Champions" not in text_of(others)
    assert not getattr(others, "open", False)


def test_what_to_do_with_such_a_customer_is_part_of_the_answer():
    play = dict.fromkeys(("title", "action", "channel", "offer", "why"), "Call them")
    assert "Call them" in text_of(show_answer(answer_with(play=play), "shop", LOOK))
    assert "What to do" not in text_of(show_answer(answer_with(), "shop", LOOK))
