"""What is expected of each coming quarter: parts of one sum, with factors of their own."""

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from rfm import schema
from rfm.lifetime.backtesting.origins import past_sums
from rfm.lifetime.forecast.prospects import histories_of
from rfm.lifetime.seasons.correction import ORDERS, REVENUE, Correction
from rfm.lifetime.seasons.quarters import (
    _estimate,
    anchored,
    ends_of_quarters,
    quarters_ahead,
    with_total,
)

EXPECTED = np.array([100.0, 100.0, 200.0])


def test_a_year_has_four_quarters_and_its_last_day_ends_the_last():
    assert ends_of_quarters(365) == (91, 182, 274, 365)
    assert len(ends_of_quarters(730)) == 8
    assert ends_of_quarters(30) == (30,)


def test_the_first_quarters_add_up_to_what_the_horizon_says():
    # 110 + 130 become 1.5 times the 200 that are expected of both.
    factors = anchored(EXPECTED, np.array([1.1, 1.3, 2.0]), 2, 1.5)
    assert factors[:2] == pytest.approx([1.1 * 300 / 240, 1.3 * 300 / 240])
    assert factors[2] == 2.0
    assert anchored(EXPECTED, np.ones(3), 0, 1.5).tolist() == [1.0, 1.0, 1.0]


def test_the_others_add_up_to_the_whole_within_reason():
    # 1.1 times 400 is 440; 150 are in the first, 290 are left for what would be 100 + 240.
    factors = with_total(EXPECTED, np.array([1.5, 1.0, 1.2]), 1, 1.1)
    assert factors == pytest.approx([1.5, 290 / 340, 1.2 * 290 / 340])
    # Nothing would be left: they are halved at most.
    assert with_total(EXPECTED, np.array([5.0, 1.0, 1.0]), 1, 1.0).tolist() == [5.0, 0.5, 0.5]
    assert with_total(EXPECTED, np.ones(3), 3, 2.0).tolist() == [1.0, 1.0, 1.0]


def test_an_interval_has_the_mean_and_holds_nine_in_ten_of_a_log_normal():
    found = _estimate(100.0, Correction(measure=ORDERS, window=91, error=0.2))
    drawn = 100.0 * np.exp(0.2 * np.random.default_rng(1).standard_normal(200_000) - 0.02)
    assert drawn.mean() == pytest.approx(100, rel=0.005)
    inside = (found.low <= drawn) & (drawn <= found.high)
    assert inside.mean() == pytest.approx(0.9, abs=0.005)
    assert found.mean == 100.0


def test_quarters_of_a_shop_follow_each_other_and_add_up(ahead):
    lifetime = ahead.lifetime
    quarters = lifetime.quarters
    assert len(quarters) == 4
    assert quarters[0].begins == lifetime.as_of.date()
    assert quarters[-1].ends == lifetime.as_of.date() + timedelta(days=364)
    for one, other in pairwise(quarters):
        assert other.begins == one.ends + timedelta(days=1)
    orders = sum(one.orders.mean for one in quarters)
    year = ahead.outlook.table[schema.EXPECTED_ORDERS_YEAR].sum()
    assert orders == pytest.approx(year, rel=0.01)
    # Before discounting they are worth a little more than the value.
    revenue = sum(one.revenue.mean for one in quarters)
    assert lifetime.value.mean < revenue < 1.1 * lifetime.value.mean
    for one in quarters:
        assert one.orders.low < one.orders.mean < one.orders.high


def test_a_part_of_the_time_after_an_origin_is_what_its_end_has_more_than_its_beginning(
    shop, ahead
):
    lifetime, now = ahead.lifetime, shop.days.last_day
    models = lifetime.model, lifetime.spend.model
    found = past_sums(shop.days, now, (91, 182), models, seed=1, parts=[(91, 182)])
    at = {(one.begins, one.window): one for one in found if one.step == 20}
    part, first, both = at[91, 182], at[0, 91], at[0, 182]
    for name in ("expected_orders", "orders", "expected_revenue", "revenue"):
        whole = getattr(first, name) + getattr(part, name)
        assert getattr(both, name) == pytest.approx(whole)


def test_a_horizon_of_a_quarter_and_the_first_quarter_say_the_same(shop, ahead):
    seasonal = {
        name: replace(one, factor=1.3 if one.window < 100 else 1.0)
        for name, one in ahead.lifetime.corrections.items()
    }
    short = replace(ahead.lifetime, horizon_days=90, corrections=seasonal)
    for name in (schema.EXPECTED_ORDERS, schema.EXPECTED_REVENUE):
        seasonal[name] = replace(seasonal[name], factor=1.3)
    histories = histories_of(shop.customers)
    worth = np.full(len(shop.customers), 10.0)
    own = {ORDERS: 0.02, REVENUE: 0.02}
    quarters = quarters_ahead(short, histories, worth, (), own)
    expected = short.model.expected_orders(histories, 91).sum()
    assert quarters[0].orders.mean == pytest.approx(1.3 * expected)
    assert quarters[0].revenue.mean == pytest.approx(13 * expected)
    assert quarters[0].is_indicative
    assert quarters[0].begins > date(1970, 1, 1)
    assert math.isfinite(quarters[-1].revenue.high)
