"""Cluster Prediction on published logs: answers, nonsense, medians, too few customers."""

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from callbacks.parts.chart_cards import drawn_of
from callbacks.parts.plays import plays_of
from callbacks.prediction.page import CARDS, form_of, play_for, show
from callbacks.prediction.view import PredictionView
from layouts.ids import Prediction, Shell
from rfm import schema
from rfm.snapshot import Snapshot
from server.data.datasets import Datasets
from server.settings import ServerSettings
from tests.hand_made_sites import as_text, post, silence_database


@pytest.fixture(scope="module")
def snapshot(var_folder: Path) -> Snapshot:
    return Snapshot.open(var_folder / "snapshots" / "cdnow")


KEYS = ["r", "f", "m"]


def view(snapshot: Snapshot, *values: str) -> PredictionView:
    return PredictionView(snapshot, dict(zip(KEYS, values, strict=False)))


def shown_for(snapshot: Snapshot, *values: str) -> dict[str, Any]:
    return show(view(snapshot, *values), KEYS)


def test_three_values_get_cluster_segments_and_charts(snapshot: Snapshot):
    shown = shown_for(snapshot, "34", "5", "66")
    assert (shown["message"], shown["no_charts"]) == (None, False)
    assert shown["no_chart"] == [False, False, True]
    assert shown["notes"] == ["", "", ""]
    told = as_text(shown["result"])
    assert "certain. " in told
    placement = view(snapshot, "34", "5", "66").placement
    explained = snapshot.profiles.clusters[snapshot.placer.names.index(placement.cluster)].summary
    assert explained in told
    for scheme in snapshot.schemes:
        code, segment = placement.segments[scheme.scheme.name]
        for words in (scheme.scheme.title, f"code {code}", segment):
            assert words in told
    assert all(f"/customers/{each}?data=" in told for each in placement.alike[schema.CUSTOMER_ID])
    assert len(as_text(shown)) < 200_000


def test_the_medians_are_offered_and_said_to_be(snapshot: Snapshot):
    fields, _, typical = form_of(snapshot, "?data=cdnow")
    customers = snapshot.customers(*schema.RFM)
    assert float(typical["r"]) == pytest.approx(customers[schema.RECENCY_DAYS].median(), abs=0.5)
    assert float(typical["m"]) == pytest.approx(customers[schema.MONETARY].median(), abs=0.01)
    told = as_text(fields)
    assert "Frequency: number of orders" in told
    assert "Monetary: spent in all, in $" in told
    assert f'"value": "{typical["m"]}"' in told
    assert "These are the medians of CDNOW" in as_text(shown_for(snapshot)["message"])


@pytest.mark.parametrize(
    ("values", "beside"),
    [
        (("-3", "5", "66"), 0),
        (("34", "99999", "66"), 1),
        (("34", "5", ""), 2),
        (("34", "5", "=1+1"), 2),
    ],
)
def test_nonsense_gets_a_sentence_beside_its_value_only(
    snapshot: Snapshot, values: tuple[str, ...], beside: int
):
    shown = shown_for(snapshot, *values)
    assert [bool(note) for note in shown["notes"]] == [place == beside for place in range(3)]
    assert shown["invalid"][beside]
    assert (shown["result"], shown["no_charts"]) == (None, True)


@pytest.mark.parametrize("sent", [{"r": "34"}, {"r": [], "f": {}, "m": 1}, {"r": None, "f": 3}])
def test_whatever_is_sent_is_answered_with_sentences(snapshot: Snapshot, sent: dict[str, Any]):
    assert any(show(PredictionView(snapshot, sent), KEYS)["notes"])


def test_values_beyond_any_customer_are_placed_with_a_warning(snapshot: Snapshot):
    assert "extrapolation" in as_text(shown_for(snapshot, "600", "1", "10")["result"])


def test_charts_show_the_placed_customer_and_those_alike(snapshot: Snapshot):
    asked = view(snapshot, "34", "5", "66")
    for card in CARDS[:2]:
        drawn = drawn_of(card, asked)
        assert drawn.saved.iloc[0].tolist() == ["Placed here", 34.0, 5.0, 66.0]
        assert len(drawn.saved) == 6
        assert len(drawn.figure.to_json()) < 100_000
    assert CARDS[2].facts(asked) is None
    assert CARDS[0].facts(view(snapshot, "x")) is None


def test_probabilities_reasons_and_the_nearest_change_are_told(snapshot: Snapshot):
    told = as_text(shown_for(snapshot, "40", "3", "120")["result"])
    for name in snapshot.placer.names:
        assert name in told
    assert "Closest other cluster: " in told
    assert "speaks for it: with the typical" in told
    assert "more orders within 30 days" in told
    assert "With no order for another" in told


def test_what_is_asked_is_kept_with_its_answer_and_what_is_only_shown_is_not(
    var_folder: Path, tmp_path: Path
):
    (tmp_path / "snapshots").symlink_to(var_folder / "snapshots")
    app = create_app(ServerSettings(var=tmp_path, job_runner="apart"))
    datasets = app.server.extensions["datasets"]
    given = {"r": "34", "f": "5", "m": "66"}
    shown = {Shell.SHOWN: {"name": "cdnow"}, Shell.THEME: "light"}

    def ask(changed: str, values: Any) -> None:
        answered = post(app, Prediction.RESULT, changed, {**shown, Prediction.GIVEN: values})
        assert answered.status_code == 200

    ask(f"{Shell.THEME}.data", given)
    ask(f"{Prediction.GIVEN}.data", {})
    ask(f"{Prediction.GIVEN}.data", given)
    ask(f"{Prediction.GIVEN}.data", given | {"r": "long ago"})
    placed, refused = datasets.requests.kept("cdnow")
    assert placed.asked["values"] == {"recency_days": 34.0, "frequency": 5.0, "monetary": 66.0}
    assert placed.answer["cluster"] in placed.answer["probabilities"]
    assert set(placed.answer["segments"]) == set(schema.SHIPPED_SCHEMES)
    assert placed.snapshot == datasets.snapshot("cdnow").id
    assert refused.asked["texts"]["recency_days"] == "long ago"
    assert set(refused.answer["problems"]) == {"recency_days"}
    silence = pytest.MonkeyPatch()
    silence_database(silence)
    ask(f"{Prediction.GIVEN}.data", given)
    silence.undo()
    assert len(datasets.requests.kept("cdnow")) == 2
    datasets.stop()


def test_the_play_is_that_of_the_segment_of_the_scheme_in_use(snapshot: Snapshot, var_folder: Path):
    datasets = Datasets(ServerSettings(var=var_folder))
    placed = view(snapshot, "34", "5", "66")
    segment = placed.placement.segments[snapshot.groupings[0]][1]
    kept = plays_of(datasets, "cdnow", snapshot.groupings[0])[segment]
    assert play_for(datasets, placed) == asdict(kept.play)
    shown = show(placed, KEYS, partial(play_for, datasets))
    assert kept.play.action in as_text(shown["result"])
    assert play_for(datasets, view(snapshot, "34", "5", "")) is None
