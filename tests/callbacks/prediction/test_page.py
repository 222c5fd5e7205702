"""Cluster Prediction on published logs: answers, nonsense, medians, too few customers."""

import json
from pathlib import Path
from typing import Any

import pytest
from plotly.utils import PlotlyJSONEncoder

from callbacks.prediction.page import download_of, prepared, show
from rfm import schema
from rfm.snapshot import Snapshot


@pytest.fixture(scope="module")
def snapshot(var_folder: Path) -> Snapshot:
    return Snapshot.open(var_folder / "snapshots" / "cdnow")


def as_text(value: object) -> str:
    return json.dumps(value, cls=PlotlyJSONEncoder, ensure_ascii=False)


def asked(*values: Any, typical: bool = False) -> dict[str, Any]:
    return {"values": list(values), "typical": typical}


def test_three_values_get_cluster_segments_and_charts(snapshot: Snapshot):
    shown = show(snapshot, asked("34", "5", "66"), "light")
    message, result, is_hidden = shown["page"]
    assert (message, is_hidden) == (None, False)
    assert shown["notes"] == ["", "", ""]
    told = as_text(result)
    assert "certain. " in told
    for scheme in snapshot.schemes:
        assert scheme.scheme.title in told
    assert len(as_text(shown)) < 200_000


def test_the_medians_are_offered_and_said_to_be(snapshot: Snapshot):
    texts, unit, money = prepared(snapshot)
    customers = snapshot.customers(*schema.RFM)
    assert float(texts[0]) == pytest.approx(customers[schema.RECENCY_DAYS].median(), abs=0.5)
    assert float(texts[2]) == pytest.approx(customers[schema.MONETARY].median(), abs=0.01)
    assert unit == "number of orders"
    assert money == "spent in all, in $"
    message = show(snapshot, {"values": texts, "typical": True}, "dark")["page"][0]
    assert "These are the medians of CDNOW" in as_text(message)


@pytest.mark.parametrize(
    ("values", "beside"),
    [
        (("-3", "5", "66"), 0),
        (("34", "abc", "66"), 1),
        (("34", "5.5", "66"), 1),
        (("34", "0", "66"), 1),
        (("34", "5", ""), 2),
        (("34", "5", "1e400"), 2),
        (("34", "5", "=1+1"), 2),
        (("9999999", "5", "66"), 0),
        (("34", "99999", "66"), 1),
        (("34", "5", "999999999999"), 2),
    ],
)
def test_nonsense_gets_a_sentence_beside_its_value_only(
    snapshot: Snapshot, values: tuple[str, ...], beside: int
):
    shown = show(snapshot, asked(*values), "light")
    assert [bool(note) for note in shown["notes"]] == [place == beside for place in range(3)]
    assert shown["invalid"][beside]
    assert shown["page"][1:] == [None, True]


def test_every_wrong_value_is_told_at_once(snapshot: Snapshot):
    assert all(show(snapshot, asked("x", "y", "z"), "light")["notes"])


@pytest.mark.parametrize(
    "sent", [{}, {"values": "34"}, {"values": [None, [], {}]}, {"values": [1]}]
)
def test_whatever_is_sent_is_answered_with_sentences(snapshot: Snapshot, sent: dict[str, Any]):
    assert any(show(snapshot, sent, "light")["notes"])


def test_values_beyond_any_customer_are_placed_with_a_warning(snapshot: Snapshot):
    shown = show(snapshot, asked("600", "1", "10"), "light")
    assert "extrapolation" in as_text(shown["page"][1])


def test_the_table_begins_with_the_placed_customer(snapshot: Snapshot):
    rows = download_of(snapshot, asked("34", "5", "66"), "recency-monetary")["content"].splitlines()
    assert rows[1] == "Placed here,34.0,5.0,66.0"
    assert len(rows) == 7


def test_probabilities_reasons_and_the_nearest_change_are_told(snapshot: Snapshot):
    told = as_text(show(snapshot, asked("40", "3", "120"), "light")["page"][1])
    for name in snapshot.cluster_model.names:
        assert name in told
    assert "speaks for it: with the typical" in told
    assert "more orders within 30 days" in told
    assert "With no order for another" in told
