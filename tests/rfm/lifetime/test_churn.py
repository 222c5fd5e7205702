"""Churn as the past corrects it: by the season of the year before, where later days agree."""

from datetime import date, timedelta
from itertools import pairwise
from unittest.mock import Mock

import numpy as np
import pytest

from rfm import schema
from rfm.lifetime import BgNbd, PurchaseDays, look_ahead_checked
from rfm.lifetime.backtesting import back_test, card, churning, metrics
from rfm.lifetime.backtesting.churning import judge_churn, season_before
from rfm.lifetime.forecast import churn
from rfm.lifetime.forecast.churn import Recalibration, learn_recalibration
from rfm.lifetime.forecast.clock import clock_days
from rfm.lifetime.forecast.prospects import histories_of
from rfm.lifetime.purchase_days import EPOCH, bought_after, known_at
from rfm.samples.gift_shop_truth import DAYS, draw_purchases
from rfm.settings import Settings

HORIZON = 90


def made_up(swing, size=2500, seed=1):
    """Return a shop whose orders come the more often the nearer the new year is."""
    random = np.random.default_rng(seed)
    customer, day = draw_purchases(size, random)
    order = np.lexsort((day, customer))
    customer, day = customer[order], day[order]
    likely = np.exp(swing * (np.cos(2 * np.pi * day / 365) - 1))
    kept = (np.diff(customer, prepend=-1) != 0) | (random.random(len(day)) < likely)
    return PurchaseDays.of(customer[kept], day[kept], random.gamma(4.0, 10.0, kept.sum()))


@pytest.fixture(scope="module")
def seasonal_shop():
    return made_up(0.8)


@pytest.fixture(scope="module")
def model(seasonal_shop):
    return BgNbd().fit(known_at(seasonal_shop, DAYS).histories())


@pytest.fixture(scope="module")
def judged(seasonal_shop, model):
    return judge_churn(seasonal_shop, DAYS, HORIZON, model, 1)


def test_where_orders_have_a_season_churn_learns_it_from_the_year_before(judged):
    scored = judged.scored
    own, used = (
        metrics.calibration_error(scored.silent, scored.probabilities[kind], scored.day_of_each)
        for kind in (churn.AS_MODELLED, judged.kind)
    )
    assert judged.kind in {churn.SEASONAL, churn.RECALIBRATED}
    assert used < own / 2
    assert "closest to what came on 4 days of the past, and on 4 days after these" in judged.reason


def test_days_that_score_are_later_than_those_that_choose_and_their_windows_are_over(
    seasonal_shop, model, judged
):
    past = list(churning._past(seasonal_shop, DAYS, HORIZON, model))
    days = [day for one in past for day in one.days]
    assert judged.scored.days == tuple(days[:4])
    assert days == sorted(days, reverse=True)
    assert days[0] + timedelta(HORIZON) <= EPOCH + timedelta(DAYS)
    assert all(later - older >= timedelta(HORIZON) for later, older in pairwise(days))


def test_days_after_the_day_looked_back_from_change_nothing(seasonal_shop, model):
    whole = judge_churn(seasonal_shop, 1500, HORIZON, model, 1)
    past = judge_churn(seasonal_shop.until(1500), 1500, HORIZON, model, 1)
    assert whole.reason == past.reason
    assert season_before(seasonal_shop, 1500, HORIZON, model, 1) == season_before(
        seasonal_shop.until(1500), 1500, HORIZON, model, 1
    )


def test_what_was_chosen_and_is_worse_on_later_days_is_not_used(seasonal_shop, model, monkeypatch):
    errors = iter(
        [
            {churn.SEASONAL: 0.01, churn.RECALIBRATED: 0.03, churn.AS_MODELLED: 0.02},
            {churn.SEASONAL: 0.05, churn.RECALIBRATED: 0.01, churn.AS_MODELLED: 0.04},
        ]
    )
    monkeypatch.setattr(churning, "_errors", lambda _: next(errors))
    found = judge_churn(seasonal_shop, DAYS, HORIZON, model, 1)
    assert found.kind == churn.AS_MODELLED
    assert "off by 5.0 points, the model's own by 4.0" in found.reason


def test_the_models_own_is_used_where_a_year_before_teaches_nothing(
    seasonal_shop, model, monkeypatch
):
    same = {churn.SEASONAL: 0.03, churn.RECALIBRATED: 0.03, churn.AS_MODELLED: 0.01}
    monkeypatch.setattr(churning, "_errors", lambda _: same)
    found = judge_churn(seasonal_shop, DAYS, HORIZON, model, 1)
    assert found.kind == churn.AS_MODELLED
    assert "off by 1.0 points, what is learned from a year before by 3.0 or more" in found.reason


def test_a_log_of_two_years_cannot_be_judged_and_of_one_teaches_nothing(seasonal_shop, model):
    assert judge_churn(seasonal_shop, 700, HORIZON, model, 1) is None
    assert season_before(seasonal_shop, 700, HORIZON, model, 1) is not None
    assert season_before(seasonal_shop, 400, HORIZON, model, 1) is None


def test_too_few_who_stayed_silent_teach_nothing(seasonal_shop, model, monkeypatch):
    monkeypatch.setattr(churn, "FEWEST_OF_A_KIND", 10_000)
    assert judge_churn(seasonal_shop, DAYS, HORIZON, model, 1) is None


def test_the_factor_of_a_season_is_the_orders_that_came_over_those_expected(seasonal_shop, model):
    before = season_before(seasonal_shop, DAYS, HORIZON, model, 1)
    known = known_at(seasonal_shop, DAYS - 365)
    came = bought_after(seasonal_shop, known, HORIZON).orders.sum()
    expected = BgNbd().fit(known.histories()).expected_orders(known.histories(), HORIZON).sum()
    assert before.factor == pytest.approx(came / expected, rel=0.01)


@pytest.mark.parametrize("factor", [0.3, 1.0, 2.5])
def test_by_the_clock_customers_place_so_many_times_the_orders(seasonal_shop, model, factor):
    histories = known_at(seasonal_shop, DAYS).histories()
    days = clock_days(model, histories, HORIZON, factor)
    orders, silence = (
        ask(histories, days) for ask in (model.expected_orders, model.no_purchase_probability)
    )
    wanted = factor * model.expected_orders(histories, HORIZON).sum()
    assert orders.sum() == pytest.approx(wanted, rel=1e-4)
    assert (orders >= 1 - silence - 1e-12).all()


def test_orders_that_no_time_brings_end_the_clock(seasonal_shop, model):
    histories = known_at(seasonal_shop, DAYS).histories()
    assert clock_days(model, histories, HORIZON, 1000.0) == 20 * HORIZON


@pytest.mark.parametrize("kind", list(churn.TITLES))
def test_the_churn_probability_that_the_back_test_prefers_is_shown(shop, monkeypatch, kind):
    tested = Mock(
        purchase_model="bg-nbd",
        churn_model=kind,
        churn_scored_on=(date(1974, 1, 1),),
        spend_model="gamma-gamma",
        reasons=("tested",),
    )
    monkeypatch.setattr("rfm.lifetime.checked.back_test", lambda *_: tested)
    found = look_ahead_checked(
        shop.customers, shop.days, Settings(horizon_days=HORIZON), as_of=shop.as_of
    ).ahead
    fitted = found.lifetime.model
    before = season_before(shop.days, DAYS, HORIZON, fitted, Settings.seed)
    expected = churn.probability(kind, fitted, histories_of(shop.customers), HORIZON, before)
    shown = found.outlook.table[schema.CHURN_PROBABILITY]
    assert shown.tolist() == pytest.approx(expected.tolist())


def test_a_back_test_that_scored_a_churn_needs_the_season_before_to_show_it(shop, monkeypatch):
    tested = Mock(
        purchase_model="bg-nbd",
        churn_model=churn.SEASONAL,
        churn_scored_on=(date(1974, 1, 1),),
        spend_model="gamma-gamma",
        reasons=("tested",),
    )
    monkeypatch.setattr("rfm.lifetime.checked.back_test", lambda *_: tested)
    monkeypatch.setattr("rfm.lifetime.checked.season_before", lambda *_: None)
    chosen = Settings(horizon_days=HORIZON)
    found = look_ahead_checked(shop.customers, shop.days, chosen, as_of=shop.as_of).ahead
    assert found.outlook.table[schema.CHURN_PROBABILITY].between(0, 1).all()


def test_the_card_shows_the_calibration_of_what_is_shown(seasonal_shop):
    found = back_test(seasonal_shop, Settings(horizon_days=HORIZON))
    own = found.churn.set_index(card.KIND)[card.ECE]
    assert len(found.churn_scored_on) == 4
    assert found.metric(card.CHURN, card.ECE) == pytest.approx(own[found.churn_model])
    assert own[found.churn_model] < own[churn.AS_MODELLED]
    scored = sum(
        len(known_at(seasonal_shop, (day - EPOCH).days).members) for day in found.churn_scored_on
    )
    assert found.calibration[card.CUSTOMERS].sum() == scored


def test_a_cut_that_is_asked_for_scores_the_models_own(seasonal_shop):
    found = back_test(seasonal_shop, Settings(horizon_days=HORIZON), cut=EPOCH + timedelta(1500))
    assert found.churn_scored_on == ()
    assert found.churn_model == churn.AS_MODELLED


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


def test_revenue_of_the_back_test_is_net_of_what_was_given_back(shop):
    """Everybody gave back half of what they bought, in money: half of the revenue came."""
    chosen = Settings(horizon_days=HORIZON)
    kept, returned = (
        look_ahead_checked(
            shop.customers.assign(
                **{schema.RETURNED_AMOUNT: share * shop.customers[schema.MONETARY]}
            ),
            shop.days,
            chosen,
            as_of=shop.as_of,
        ).back_test.deciles
        for share in (0.0, 0.5)
    )
    for column in (card.ACTUAL_REVENUE, card.PREDICTED_REVENUE):
        assert returned[column].sum() == pytest.approx(kept[column].sum() / 2, rel=1e-3)
    assert returned[card.ACTUAL_ORDERS].sum() == kept[card.ACTUAL_ORDERS].sum()
