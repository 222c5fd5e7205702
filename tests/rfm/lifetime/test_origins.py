"""The past cut at earlier days: what was known there, what was expected, and what came."""

from dataclasses import replace

import numpy as np
import pytest

from rfm.lifetime import BgNbd, GammaGamma, PurchaseDays
from rfm.lifetime.backtesting.origins import day_of_step, origins, past_sums, steps_of
from rfm.lifetime.purchase_days import known_at
from rfm.samples.gift_shop_truth import DAYS, draw_purchases

NOW = DAYS - 1
QUARTER = 90


@pytest.fixture(scope="module")
def shop():
    """Return the purchases of a made-up shop over five years, each order worth 10."""
    customer, day = draw_purchases(1_500, np.random.default_rng(5))
    days = PurchaseDays.of(customer, day, np.zeros(len(day)))
    return replace(days, amount=np.full(len(days.day), 10.0))


def models_of(days, day):
    known = known_at(days, day)
    rows = np.column_stack([known.valued, known.mean_value])
    return BgNbd().fit(known.histories()), GammaGamma().fit(rows)


@pytest.fixture(scope="module")
def sums(shop):
    return past_sums(shop, NOW, (QUARTER, 365), models_of(shop, NOW), seed=1)


def test_thirteen_steps_are_a_year():
    assert [day_of_step(1000, step) for step in (0, 1, 2, 13, 26)] == [1000, 972, 944, 635, 270]


def test_a_day_is_an_origin_once_26_weeks_are_known_and_its_window_is_over(shop):
    # Steps are 28, 56, ... days back: of 300 days and a window of 30 the second is the first whose
    # window is over; the fourth, day 188 of the log, is the last with 182 days before it.
    assert steps_of(shop, shop.first_day + 300, 30) == (2, 3, 4)
    assert steps_of(shop, shop.first_day + 200, 30) == ()


def test_a_day_is_no_origin_before_100_customers_and_20_who_came_back_are_known():
    everybody = np.arange(120)
    first = np.where(everybody < 99, 0, 400)
    second = np.where(everybody < 20, 410, 900)
    days = PurchaseDays.of(
        np.concatenate([everybody, everybody]),
        np.concatenate([first, second]),
        np.ones(240),
    )
    # Back from day 600: 572, 544, ..., 432, 404; on day 404 nobody had come back.
    assert steps_of(days, 600, 20) == (1, 2, 3, 4, 5, 6)
    few = days.of_customers(np.arange(99))
    assert steps_of(few, 600, 20) == ()
    assert steps_of(days.until(405), 405, 20) == ()


def test_what_came_is_counted_of_the_customers_known_at_the_origin(shop, sums):
    found = next(one for one in sums if one.step == 20 and one.window == QUARTER)
    cut = NOW - 562  # 20 thirteenths of a year
    known = set(shop.customer[shop.day <= cut])
    came = [
        customer
        for customer, day in zip(shop.customer, shop.day, strict=True)
        if cut < day <= cut + QUARTER and customer in known
    ]
    assert (found.day, found.orders, found.revenue) == (cut, len(came), 10.0 * len(came))


def test_what_was_expected_is_what_models_fitted_there_from_nothing_expect(shop, sums):
    found = next(one for one in sums if one.step == 20 and one.window == QUARTER)
    purchases, _ = models_of(shop, found.day)
    known = known_at(shop, found.day)
    expected = purchases.expected_orders(known.histories(), QUARTER).sum()
    assert found.expected_orders == pytest.approx(expected, rel=0.005)
    # Every order is worth 10.
    assert found.expected_revenue == pytest.approx(10 * expected, rel=0.005)


def test_nothing_that_came_later_is_known_at_an_origin(shop):
    models = models_of(shop, NOW)
    twice = PurchaseDays.of(
        np.concatenate([shop.customer, shop.customer[shop.day > NOW - 200]]),
        np.concatenate([shop.day, shop.day[shop.day > NOW - 200] + 1]),
        np.full(len(shop.day) + int((shop.day > NOW - 200).sum()), 10.0),
    )
    early = [
        [one.expected_orders for one in past_sums(days, NOW, (QUARTER,), models, seed=1)][5:]
        for days in (shop, twice)
    ]
    assert early[0] == pytest.approx(early[1], rel=0.005)


def test_each_window_has_the_origins_at_which_it_is_over(sums):
    steps = {window: [one.step for one in sums if one.window == window] for window in (90, 365)}
    assert steps[90][0] == 4  # 112 days back
    assert steps[365][0] == 13
    assert len(steps[90]) == len(steps[365]) + 9


def test_money_is_left_out_without_a_spend_model(shop):
    model, _ = models_of(shop, NOW)
    first = next(origins(shop, NOW, QUARTER, (model, None)))
    assert first.worth.sum() == 0


def test_of_many_customers_some_are_drawn(shop, monkeypatch):
    monkeypatch.setattr("rfm.lifetime.backtesting.origins.MOST_CUSTOMERS", 700)
    some = past_sums(shop, NOW, (QUARTER,), models_of(shop, NOW), seed=1)
    again = past_sums(shop, NOW, (QUARTER,), models_of(shop, NOW), seed=1)
    everybody = past_sums(shop, NOW, (QUARTER,), models_of(shop, NOW), seed=2)
    assert some == again != everybody
    assert some[0].expected_orders < 1_500 / 2
