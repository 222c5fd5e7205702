"""Models, and what is ahead, on published logs."""

from dataclasses import replace

import pytest
from dash import html
from dash.exceptions import PreventUpdate

from callbacks.models import page as models
from callbacks.models.facts import counted
from callbacks.models.intervals import intervals_card
from callbacks.models.list_order import order_card
from callbacks.parts.answers import Answers
from callbacks.parts.chart_cards import draw_card, drawn_of, export_card
from callbacks.parts.views import snapshot_view
from callbacks.segmentation import log_facts as ahead
from callbacks.segmentation import log_summary
from callbacks.segmentation.page import LOG_CARDS as CARDS
from callbacks.segmentation.view import view_of
from layouts.ids import Models
from layouts.models import page as page_of_models
from rfm import schema, words
from rfm.lifetime import Lifetime
from rfm.lifetime.list_order import ListOrder
from rfm.records import as_record, from_record
from tests.callbacks.conftest import draw
from tests.hand_made_sites import as_text
from tests.trees import by_id

TOKEN = {"name": "shop", "snapshot": "any"}


@pytest.fixture(scope="module")
def tested(cdnow):
    return cdnow.snapshot("shop").back_test


def test_the_page_tells_which_models_are_used_and_how_they_did(cdnow, tested):
    page = models.show(cdnow.snapshot("shop"))
    lifetime = cdnow.snapshot("shop").lifetime
    assert not page["no_content"]
    assert not page["no_test"]
    told = as_text(page)
    assert lifetime.candidate.title in page["sentence"][0]
    assert lifetime.season in page["sentence"][0]
    assert lifetime.reason in told
    for sentence in (lifetime.horizon_reason, *lifetime.reasons_of_season):
        assert sentence in told
    # Eighteen months, in which no days of the past span a year.
    assert lifetime.sums_are_indicative
    assert told.count("indicative") > 2
    for sentence in (*lifetime.warnings, *tested.verdicts, tested.churn_reason):
        assert sentence in told
    for each in (*lifetime.candidate.values, lifetime.candidate.verdict):
        assert each in as_text(page["in_use"])
    assert '"in use"' in told
    assert "30 Dec 1997" in page["test_note"]
    assert len(told) < 200_000
    for word in ("NaN", "None", "nan", "behind_error"):
        assert f'"{word}"' not in told


def test_how_often_every_kind_of_interval_held_is_shown(cdnow, tested):
    lifetime = cdnow.snapshot("shop").lifetime
    told = as_text(models.show(cdnow.snapshot("shop"))["intervals"])
    for row in tested.coverage.to_dict("records"):
        assert f"Within {tested.held_out_days} days after the cut." in told
        assert words.percent(row["held"]) in told
    # Eighteen months are too short to check sums, which is said with the reason.
    assert told.count("not known") == 3
    assert lifetime.corrections[schema.CLV].indicative_reason in told
    checked = {
        name: replace(one, checked=20, held=19) for name, one in lifetime.corrections.items()
    }
    told = as_text(intervals_card(replace(lifetime, corrections=checked), None))
    assert told.count("19 of 20") == 3
    assert "95.0 %" in told
    assert "Orders of a customer" not in told


def test_the_coming_quarters_are_folded_with_intervals_and_the_mark(cdnow, monkeypatch):
    snapshot = cdnow.snapshot("shop")
    folded = models.show(snapshot)["quarters"]
    told = as_text(folded)
    assert "1 Jul 1998 to 29 Sep 1998" in told
    # Orders and revenue of four quarters.
    assert told.count(" · indicative") == 8
    assert not getattr(folded, "open", None)
    older = replace(snapshot.lifetime, quarters=())
    monkeypatch.setitem(vars(snapshot), "lifetime", older)
    assert models.show(snapshot)["quarters"] is None


def test_by_what_lists_are_sorted_is_shown_beside_the_other_orders(cdnow):
    order = cdnow.snapshot("shop").lifetime.list_order
    told = as_text(models.show(cdnow.snapshot("shop"))["list_order"])
    assert order.kinds == ("model", "past spend", "blend")
    for gini in (*order.chosen_ginis, *order.ginis):
        assert f'"{gini:.3f}"' in told
    assert order.reason in told
    assert '"in use"' in told
    short = ListOrder(reason="Too short.")
    assert "Too short." in as_text(order_card(short))
    assert order_card(ListOrder()) is None


def test_what_to_trust_stands_open_and_the_rest_opens():
    shown = by_id(page_of_models.layout())
    for chart in (Models.OVER_TIME, Models.RANKING, Models.CALIBRATION):
        assert chart.graph in shown
    assert Models.INTERVALS in shown
    for ids, make in page_of_models.CONTENTS.items():
        assert not shown[ids.fold].open
        assert not set(by_id(html.Div(make()))) & set(shown)


def test_the_warnings_of_a_log_are_counted_and_folded(cdnow, monkeypatch):
    snapshot = cdnow.snapshot("shop")
    warned = replace(snapshot.lifetime, warnings=("One.", "Two."))
    monkeypatch.setitem(vars(snapshot), "lifetime", warned)
    told = as_text(models.show(snapshot)["warnings"])
    for words_ in ("2 things to know of this log", "One.", "Two."):
        assert words_ in told
    monkeypatch.setitem(vars(snapshot), "lifetime", replace(warned, warnings=()))
    assert models.show(snapshot)["warnings"] is None


def test_without_a_back_test_the_models_are_still_shown(cdnow, monkeypatch):
    snapshot = cdnow.snapshot("shop")
    monkeypatch.setitem(vars(snapshot), "back_test", None)
    page = models.show(snapshot)
    assert page["no_test"]
    assert not page["no_content"]
    assert page["untested"] is not None


def test_a_log_that_says_too_little_gets_the_reason_in_a_sentence(tiny_log):
    page = models.show(tiny_log.snapshot("shop"))
    assert page["no_content"]
    assert tiny_log.snapshot("shop").no_lifetime_reason in as_text(page["message"])


@pytest.mark.parametrize("card", models.BACK_TEST, ids=lambda each: each.id.name)
def test_every_chart_of_the_back_test_is_drawn_worded_and_saved(cdnow, card):
    view = snapshot_view(cdnow, "back-test", TOKEN, "dark")
    figure, title, _, table = draw(card, view)
    assert figure["data"]
    assert not title.endswith("?")
    assert "Show" not in as_text(table)
    saved = export_card(card, view)
    assert saved["filename"].startswith("back-test-")
    assert len(saved["content"].splitlines()) > 3


def test_how_often_customers_come_back_is_shown_beside_what_each_model_expects(cdnow):
    (card,), view = models.FITTED, snapshot_view(cdnow, "models", TOKEN)
    drawn = drawn_of(card, view)
    assert len(drawn.figure.data) == 2
    assert "fits how often customers came back" in drawn.title
    assert drawn.caption.endswith("than seen.")
    assert export_card(card, view)["filename"] == "models-repeats.csv"
    lifetime, table = view.snapshot.lifetime, drawn.numbers
    assert list(table.columns[2:]) == [f"Expected by {each.title}" for each in lifetime.candidates]
    for column in table.columns[1:]:
        assert table[column].sum() == pytest.approx(lifetime.customers, abs=1)


def test_an_older_snapshot_shows_the_page_without_that_chart(cdnow, monkeypatch):
    snapshot = cdnow.snapshot("shop")
    older = as_record(snapshot.lifetime)
    del older["seen_repeats"]
    for candidate in older["candidates"]:
        del candidate["expected_repeats"]
    monkeypatch.setitem(vars(snapshot), "lifetime", from_record(Lifetime, older))
    assert counted(snapshot) is None
    page = models.show(snapshot)
    assert page["no_fit"]
    assert not page["no_content"]
    with pytest.raises(PreventUpdate):
        draw_card(models.FITTED[0], snapshot_view(cdnow, "models", TOKEN))


@pytest.mark.parametrize("token", [None, [], "x", {}])
def test_while_no_data_set_is_shown_nothing_is_drawn(cdnow, token):
    with pytest.raises(PreventUpdate):
        snapshot_view(cdnow, "models", token)


def test_what_is_ahead_adds_up_to_the_base(cdnow):
    view = view_of(cdnow, token=TOKEN)
    groups, _ahead = ahead.expected_of(view)
    lifetime = view.snapshot.lifetime
    assert groups[schema.EXPECTED_REVENUE].sum() == pytest.approx(lifetime.revenue.mean, rel=1e-6)
    assert groups[schema.CLV].sum() == pytest.approx(lifetime.value.mean, rel=1e-6)
    curve, _pareto = ahead.curves_of(view)
    assert curve[schema.VALUE_SHARE].iloc[-1] == pytest.approx(1)
    assert curve[schema.VALUE_SHARE].is_monotonic_increasing


def test_six_figures_are_said_of_all_and_of_a_group(cdnow):
    for group in ("", "Champions"):
        asked = {"token": TOKEN, "grouping": schema.GRID, "group": group}
        reason, hidden, figures = log_summary.tell(cdnow, Answers(), **asked)
        assert reason is None
        assert not hidden
        assert len(figures) == 6
    assert "of all" in as_text(figures)


def test_a_log_that_says_too_little_hides_what_is_ahead(tiny_log):
    reason, hidden, figures = log_summary.tell(tiny_log, Answers(), token=TOKEN)
    assert hidden
    assert figures is None
    assert tiny_log.snapshot("shop").no_lifetime_reason in as_text(reason)
    cards = [card for card in CARDS if card.facts in (ahead.expected_of, ahead.curves_of)]
    for card in cards:
        figure, *_ = draw_card(card, view_of(tiny_log, token=TOKEN))
        assert figure["layout"]["annotations"], "a sentence instead of an empty axis"
