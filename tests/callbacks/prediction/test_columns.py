"""Cluster Prediction for a table: the form, answers, nonsense, and files of customers."""

import base64
import time
from pathlib import Path

import pandas as pd
import pytest
from dash import no_update

from callbacks import clusters
from callbacks.parts.chart_cards import drawn_of, export_card
from callbacks.prediction.file import TOO_LARGE, answer, asks_of
from callbacks.prediction.page import CARDS, form_of, show
from callbacks.prediction.view import PredictionView, fields_of, given_in, placing_in, texts_of
from callbacks.shell import frame as shell
from layouts.prediction.form import SHOWN
from rfm import schema
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets
from server.settings import ServerSettings
from tests.conftest import table_of_members
from tests.hand_made_sites import as_text

OLD = {"Age": "61", "Visits": "3", "Fee": "95", "Plan": "Premium"}
MAP = CARDS[2]
YOUNG = {"Age": "24", "Visits": "20", "Fee": "26", "Plan": "basic"}


@pytest.fixture(scope="module")
def members(var_of_table: Path) -> Snapshot:
    return Snapshot.open(var_of_table / "snapshots" / "members")


@pytest.fixture(scope="module")
def names(members):
    return [one.name for one in placing_in(members).attributes]


def forget(*_):
    """Keep nothing of a file."""


def view(snapshot, given):
    return PredictionView(snapshot, {f"v.{name}": text for name, text in given.items()})


def shown_for(snapshot, given, names):
    return show(view(snapshot, given), [f"v.{name}" for name in names])


def sent(content, name="new.csv"):
    return {"name": name, "contents": "data:text/csv;base64," + base64.b64encode(content).decode()}


def test_the_form_asks_for_what_clusters_are_made_of_and_not_for_the_label(members, names):
    assert sorted(names) == ["Age", "Fee", "Plan", "Visits"]
    told = as_text(form_of(members, "?v.Age=61")[0])
    assert "Level" not in told
    assert "seen from 22 to 66" in told
    assert "Typical (Premium)" in told
    assert len(names) < SHOWN
    shown = {each.key: each for each in fields_of(placing_in(members), {"Age": "61"})}
    assert shown["v.Age"].value == "61"
    assert shown["v.Plan"].levels == ("Premium", "Basic")


def test_the_address_holds_the_values(members):
    given = given_in("?data=members&v.Age=61&v.Plan=Basic&r=3")
    assert texts_of(given, placing_in(members)) == {"Age": "61", "Plan": "Basic"}
    assert texts_of(given_in(None), placing_in(members)) == {}


def test_a_customer_is_placed_with_probabilities_reasons_and_those_alike(members, names):
    shown = shown_for(members, OLD, names)
    assert shown["notes"] == [""] * 4
    assert not any(shown["invalid"])
    assert not shown["no_charts"]
    assert shown["message"] is None
    told = as_text(shown["result"])
    for group in members.groups(schema.CLUSTERS)[schema.GROUP]:
        assert group in told
    for words in ("What drove it", "What would change it", "/customers/M0", "as predicted", "Gold"):
        assert words in told, words
    assert len(as_text(shown)) < 200_000
    assert "NaN" not in as_text(shown)


def test_what_is_left_empty_is_filled_and_said_so(members, names):
    shown = shown_for(members, {"Age": "61"}, names)
    told = as_text(shown["message"])
    assert "Filled with the typical value" in told
    assert "Plan (Premium)" in told
    assert "Age (" not in told
    everything = as_text(shown_for(members, {}, names)["message"])
    assert "This is the typical customer" in everything
    odd = as_text(shown_for(members, {"Shoe size": "43"}, names)["message"])
    assert "'Shoe size' is not asked for here" in odd


@pytest.mark.parametrize(
    ("given", "beside", "words"),
    [
        ({"Age": "old"}, "Age", "is not a number"),
        ({"Age": "1e5"}, "Age", "is not a number"),
        ({"Age": "9" * 40}, "Age", "is too large"),
        ({"Age": "=1+1"}, "Age", "is not a number"),
        ({"Plan": "Silver"}, "Plan", "was never seen as Plan: choose one of Premium and Basic"),
    ],
)
def test_nonsense_gets_a_sentence_beside_its_field_only(members, names, given, beside, words):
    shown = shown_for(members, given, names)
    assert shown["invalid"] == [name == beside for name in names]
    assert words in shown["notes"][names.index(beside)]
    assert shown["result"] is None
    assert shown["no_charts"]
    assert MAP.facts(view(members, given)) is None


def test_the_map_shows_whom_the_customer_lies_among_and_can_be_saved(members):
    file = export_card(MAP, view(members, OLD))
    assert file["filename"] == "prediction-alike.csv"
    assert file["content"].splitlines()[0] == "customer_id,cluster_name"
    drawn = drawn_of(MAP, view(members, OLD))
    cluster = view(members, OLD).placement.cluster
    assert drawn.title == f"The customer lies among {cluster}"
    assert drawn.figure.data[-1].text == ("<b>This customer</b>",)
    assert list(drawn.numbers) == ["Customer", "Cluster"]
    assert all(card.facts(view(members, OLD)) is None for card in CARDS[:2])


def test_one_prediction_is_quick_once_the_site_is_warm(members, names):
    shown_for(members, OLD, names)
    spent = []
    for place in range(10):
        begun = time.process_time()
        shown_for(members, OLD | {"Age": str(30 + place)}, names)
        spent.append(time.process_time() - begun)
    # The best of ten: other programs' work is not the page's.
    assert min(spent) < 0.1


def test_a_file_of_known_customers_comes_back_with_their_clusters(members):
    content = table_of_members().replace("Member,Age", "Member, age").encode()
    told, file = answer(members, sent(content), forget)
    assert file["filename"] == "new-placed.csv"
    head, *rows = file["content"].splitlines()
    assert head.startswith("customer_id,cluster,cluster_name,cluster_probability,filled,")
    assert head.endswith("Level (predicted),probability of the predicted Level")
    assert len(rows) == 240
    assert "240 customers of new.csv placed" in as_text(told)
    assert "Level is not an attribute that decides here and was ignored." in as_text(told)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"is_too_large": True}, TOO_LARGE),
        ({"name": "x.csv", "contents": "data:,base64,###"}, "No file arrived"),
        ([1], "No file arrived"),
        (sent(b""), "empty"),
        (sent(b"Colour,Size\nred,3\n"), "None of the columns"),
        (sent(b"PK\x03\x04 broken", "x.xlsx"), "x.xlsx"),
    ],
)
def test_what_is_no_file_of_customers_is_refused_in_a_sentence(members, body, words):
    told, file = answer(members, body, forget)
    assert file is no_update
    assert words in as_text(told)


def test_a_file_that_is_sent_is_read_by_another_process(members, monkeypatch):
    def read(*_, **__):
        raise AssertionError("The site reads a file that was sent.")

    monkeypatch.setattr("rfm.prediction.place_file", read)
    monkeypatch.setattr("rfm.reading.opening.open_table", read)
    told, file = answer(members, sent(b"customer_id,Age\nA,40\n"), forget)
    assert "1 customer of new.csv placed" in as_text(told)
    assert file["content"].splitlines()[1].startswith("A,")


def test_the_section_says_which_columns_a_file_may_have(members, var_folder):
    assert "customer_id" in asks_of(members)
    assert "Visits" in asks_of(members)
    log = Snapshot.open(var_folder / "snapshots" / "cdnow")
    assert "recency_days, frequency, monetary" in asks_of(log)


def test_a_file_is_placed_in_the_clusters_of_a_log_under_the_names_people_use(var_folder):
    log = Snapshot.open(var_folder / "snapshots" / "cdnow")
    content = b"Client;Recency;Orders;Spend\nA;34;55;1.234,50\nB;500;1;9,99\n"
    told, file = answer(log, sent(content), forget)
    rows = [row.split(",") for row in file["content"].splitlines()[1:]]
    assert [row[0] for row in rows] == ["A", "B"]
    given = pd.DataFrame([(34, 55, 1234.5), (500, 1, 9.99)], columns=list(schema.RFM))
    expected = [int(place) + 1 for place in log.placer.labels(given)]
    assert [int(row[1]) for row in rows] == expected
    assert "2 customers of new.csv placed" in as_text(told)


def test_a_table_with_too_few_customers_says_so_instead_of_placing(tiny_table, tmp_path):
    datasets = Datasets(ServerSettings(var=tiny_table.var, samples=tmp_path))
    assert shell.stand(datasets, "rows").token is not None
    snapshot = datasets.snapshot("rows")
    shown = shown_for(snapshot, {"age": "25"}, ["age", "job"])
    assert "rows has no clusters" in as_text(shown["message"])
    assert shown["no_charts"]
    assert "at least 20 are needed" in asks_of(snapshot)
    told, file = answer(snapshot, sent(b"card_no,age\n9,25\n"), forget)
    assert "at least 20 are needed" in as_text(told)
    assert file is no_update
    standing = clusters.stand(datasets, "rows")
    assert "at least 20 are needed" in as_text(standing.status)
    assert standing.offer == ""
