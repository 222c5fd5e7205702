"""Churn that is learned from what came of earlier customers."""

from unittest.mock import Mock

import numpy as np
import pytest

from rfm import schema
from rfm.lifetime import BgNbd, PurchaseDays, look_ahead_checked
from rfm.lifetime.backtesting.choice import choose_churn_model
from rfm.lifetime.forecast.churn import (
    Recalibration,
    history_features,
    learn_churn,
    learn_recalibration,
)
from rfm.lifetime.purchase_days import bought_after, known_at
from rfm.samples.gift_shop_truth import DAYS
from rfm.settings import Settings


@pytest.fixture(scope="module")
def calendar_shop():
    """A shop whose regulars come every 30 days and stop without a word; others come at random."""
    random = np.random.default_rng(1)
    size, begins = 1500, random.integers(0, 300, 1500)
    gone = random.geometric(0.12, size) * 30
    customer, passed = np.meshgrid(np.arange(size), np.arange(0, 700, 30))
    stays = (passed <= gone[customer]) & (begins[customer] + passed < 700)
    at_random = random.integers(0, 700, (size, 6))
    who = np.r_[customer[stays], np.repeat(np.arange(size, 2 * size), 6)]
    day = np.r_[(begins[customer] + passed)[stays], at_random.ravel()]
    return PurchaseDays.of(who, day, random.gamma(4.0, 10.0, len(who)))


def test_features_are_what_is_told_of_a_history():
    days = PurchaseDays.of(["a", "a", "a", "b"], [0, 10, 30, 25], [5.0, 7.0, 6.0, 4.0])
    features = history_features(days, known_at(days, 60), np.array([0.5, 0.5]))
    by_hand = [2, 30, 60, 30, 18, 6, 6, 15, 5 / 15, 20, 20, 2, 0, 3, 0]
    assert features[0] == pytest.approx(by_hand)
    assert features[1, :7] == pytest.approx([0, 0, 35, 35, 4, 4, 4])
    assert np.isnan(features[1, 7:12]).all()


def test_days_after_the_day_looked_back_from_change_nothing(calendar_shop):
    model = BgNbd().fit(known_at(calendar_shop, 500).histories())
    known = known_at(calendar_shop, 500)
    whole = learn_churn(model, calendar_shop, 500, 90, seed=1)
    past = learn_churn(model, calendar_shop.until(500), 500, 90, seed=1)
    assert whole.recalibration == past.recalibration
    assert (
        whole.boosted(model, calendar_shop, known).tolist()
        == past.boosted(model, calendar_shop.until(500), known).tolist()
    )


def test_boosting_is_used_where_the_calendar_tells_more_than_a_purchase_model(calendar_shop):
    known = known_at(calendar_shop, 500)
    model = BgNbd().fit(known.histories())
    silent = (bought_after(calendar_shop, known, 90).orders == 0).astype(float)
    learned = learn_churn(model, calendar_shop, 500, 90, seed=1)
    probabilities = {
        "model": model.no_purchase_probability(known.histories(), 90),
        "recalibrated": learned.recalibrated(model, known),
        "boosting": learned.boosted(model, calendar_shop, known),
    }
    assert choose_churn_model(probabilities, silent).kind == "boosting"


def test_the_churn_probability_that_the_back_test_prefers_is_shown(shop, monkeypatch):
    tested = Mock(
        purchase_model="bg-nbd",
        churn_model="boosting",
        spend_model="gamma-gamma",
        reasons=("tested",),
    )
    monkeypatch.setattr("rfm.lifetime.fit.back_test", lambda *_: tested)
    found = look_ahead_checked(shop.customers, shop.days, Settings(), as_of=shop.as_of).ahead
    fitted, known = found.lifetime, known_at(shop.days, DAYS)
    learned = learn_churn(fitted.model, shop.days, DAYS, fitted.horizon_days, seed=Settings.seed)
    expected = learned.boosted(fitted.model, shop.days, known)
    assert found.outlook.table[schema.CHURN_PROBABILITY].tolist() == pytest.approx(
        expected.tolist()
    )


def test_nothing_replaces_the_model_within_chance():
    random = np.random.default_rng(2)
    truth = random.uniform(0.1, 0.9, 4000)
    silent = (random.random(4000) < truth).astype(float)
    nearly = np.clip(truth + random.normal(0, 0.002, 4000), 0.01, 0.99)
    chosen = choose_churn_model({"model": truth, "recalibrated": nearly}, silent)
    assert chosen.kind == "model"
    alone = choose_churn_model({"model": truth}, silent)
    assert "too few customers came before to learn another from them" in alone.reason


def test_probabilities_stay_probabilities_where_half_of_the_log_is_shorter_than_the_horizon(
    calendar_shop,
):
    known = known_at(calendar_shop, 300)
    model = BgNbd().fit(known.histories())
    learned = learn_churn(model, calendar_shop, 300, 400, seed=1)
    assert (learned.window, learned.horizon) == (150, 400)
    for churn in (
        learned.recalibrated(model, known),
        learned.boosted(model, calendar_shop, known),
    ):
        assert ((churn > 0) & (churn < 1)).all()


def test_too_few_customers_teach_nothing():
    days = PurchaseDays.of(np.r_[np.arange(30), 0], np.r_[np.arange(30), 20], np.ones(31))
    model = BgNbd().fit(known_at(days, 29).histories())
    assert learn_churn(model, days, 29, 10, seed=1) is None
    assert learn_churn(model, days, 1, 10, seed=1) is None


def test_recalibration_finds_how_far_the_odds_were_off():
    random = np.random.default_rng(3)
    given = random.uniform(0.05, 0.95, 300_000)
    right = Recalibration(0.4, 0.7).apply(given)
    happened = (random.random(len(given)) < right).astype(float)
    learned = learn_recalibration(given, happened)
    assert learned.shift == pytest.approx(0.4, abs=0.02)
    assert learned.slope == pytest.approx(0.7, abs=0.02)


def test_an_absurd_slope_is_not_learned_but_the_level_is():
    happened = np.r_[np.ones(30), np.zeros(70)]
    learned = learn_recalibration(np.linspace(0.9, 0.1, 100)[::-1], happened)
    assert learned.slope == 1.0
    assert learned.shift < 0
