"""Factors and errors of the past, applied to what is expected of customers and of groups."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.lifetime import PurchaseDays
from rfm.lifetime.fit import look_ahead
from rfm.lifetime.forecast.outlook import outlook_of_groups
from rfm.lifetime.forecast.prospects import histories_of
from rfm.lifetime.purchase_days import bought_after, known_at
from rfm.lifetime.seasons.applying import INTERVALS, corrected, with_sums_of
from rfm.lifetime.seasons.correction import ORDERS, Correction
from rfm.samples.gift_shop_truth import Calendar, draw_purchases
from rfm.settings import Settings
from tests.rfm.lifetime.conftest import customers_of

QUARTER = 90
SUMS = (
    schema.EXPECTED_ORDERS,
    schema.EXPECTED_REVENUE,
    schema.CLV,
    schema.EXPECTED_ORDERS_YEAR,
)


def factors(**changed):
    """Return corrections that change nothing but what is asked for."""
    usual = Correction(measure=ORDERS, window=QUARTER, error=0.1)
    return {name: replace(usual, **changed.get(name, {})) for name in SUMS}


@pytest.fixture(scope="module")
def plain(shop, ahead):
    """Return what the models of a made-up shop expect of its customers, without corrections."""
    table = ahead.outlook.table
    for name, ends in INTERVALS.items():
        factor = ahead.lifetime.corrections[name].factor
        table = table.assign(**{column: table[column] / factor for column in (name, *ends)})
    assert ahead.lifetime.corrections[schema.EXPECTED_ORDERS].factor == 1
    return replace(ahead.outlook, table=table, corrections={}), histories_of(shop.customers)


def apply(ahead, plain, **changed):
    outlook, histories = plain
    return corrected(ahead.lifetime, histories, outlook, factors(**changed))


@pytest.mark.parametrize("factor", [1.6, 0.5])
def test_a_season_moves_orders_and_churn_of_every_customer_and_they_stay_coherent(
    ahead, plain, factor
):
    before = plain[0].table
    after = apply(ahead, plain, expected_orders={"factor": factor}).table
    orders, churn = after[schema.EXPECTED_ORDERS], after[schema.CHURN_PROBABILITY]
    total = before[schema.EXPECTED_ORDERS].sum()
    assert orders.sum() == pytest.approx(factor * total, rel=1e-4)
    more = orders > before[schema.EXPECTED_ORDERS]
    silent = churn < before[schema.CHURN_PROBABILITY]
    assert (more if factor > 1 else ~more).all()
    assert (silent if factor > 1 else ~silent).all()
    assert (orders >= 1 - churn).all()
    assert (after[schema.P_ALIVE] >= 1 - churn).all()


def test_a_season_beyond_what_the_model_can_reach_is_reached_all_the_same(ahead, plain):
    after = apply(ahead, plain, expected_orders={"factor": 60.0}).table
    total = plain[0].table[schema.EXPECTED_ORDERS].sum()
    assert after[schema.EXPECTED_ORDERS].sum() == pytest.approx(60 * total, rel=1e-6)


def test_the_value_is_multiplied_with_its_interval_and_the_order_by_its_price(ahead, plain):
    after = apply(
        ahead,
        plain,
        clv={"factor": 1.2},
        expected_orders={"factor": 1.5},
        expected_revenue={"factor": 1.8},
    )
    for column in (schema.CLV, schema.CLV_LOW, schema.CLV_HIGH):
        pd.testing.assert_series_equal(after.table[column], plain[0].table[column] * 1.2)
    # Orders half as many again, each worth 1.8 / 1.5 of what it was.
    worth = plain[0].table[schema.EXPECTED_ORDER_VALUE]
    pd.testing.assert_series_equal(after.table[schema.EXPECTED_ORDER_VALUE], worth * 1.2)


@pytest.mark.parametrize("error", [0.15, 0.4])
def test_no_sum_is_told_to_be_surer_than_the_past_was(ahead, plain, error):
    outlook = apply(ahead, plain, **{name: {"error": error} for name in SUMS})
    groups = np.arange(len(outlook.table)) % 3
    # A log-normal sum with this error ends 1.645 of it around its middle.
    narrowest = np.exp(2 * 1.6449 * error)
    for mean, low, high in outlook.of_groups(groups, 3).values():
        assert (high / low > narrowest * 0.999).all()
        assert ((low < mean) & (mean < high)).all()
    whole = outlook.total()[schema.EXPECTED_ORDERS]
    # Of all customers together nothing is added to what the past was off by.
    assert whole.high / whole.low < narrowest * 1.15


def test_a_sum_is_that_of_its_customers(ahead, plain):
    outlook = apply(ahead, plain, expected_orders={"factor": 1.4}, clv={"factor": 0.8})
    table, sums = outlook.table, outlook.total()
    assert sums[schema.EXPECTED_ORDERS].mean == pytest.approx(table[schema.EXPECTED_ORDERS].sum())
    assert sums[schema.CLV].mean == pytest.approx(table[schema.CLV].sum())
    groups = pd.Series(pd.Categorical(np.where(np.arange(len(table)) % 2, "Odd", "Even")))
    parts = outlook_of_groups(outlook, groups, np.zeros(len(table), dtype=bool))
    revenue = sums[schema.EXPECTED_REVENUE].mean
    assert parts[schema.EXPECTED_REVENUE].sum() == pytest.approx(revenue)


def test_without_the_past_a_sum_is_as_sure_as_the_models_say(ahead, plain):
    alone = plain[0].total()[schema.EXPECTED_ORDERS]
    measured = apply(ahead, plain).total()[schema.EXPECTED_ORDERS]
    own = 2 * 1.6449 * plain[0].own_error(schema.EXPECTED_ORDERS)
    assert np.log(alone.high / alone.low) == pytest.approx(own, rel=0.1)
    assert alone.high / alone.low < measured.high / measured.low


def test_an_outlook_of_nothing_has_no_error_of_its_own(plain):
    quantities = plain[0].futures.quantities
    nothing = replace(quantities[schema.CLV], expected=np.zeros(3))
    futures = replace(plain[0].futures, quantities={schema.CLV: nothing})
    assert replace(plain[0], futures=futures).own_error(schema.CLV) == 0.0


def test_sums_are_put_back_where_they_were():
    columns = [column for name, ends in INTERVALS.items() for column in (name, *ends)]
    before = pd.DataFrame({column: [10.0, 30.0] for column in columns})
    moved = pd.DataFrame({column: [40.0, 40.0] for column in columns})
    nothing = pd.DataFrame({column: [0.0, 0.0] for column in columns})
    assert with_sums_of(before, moved)[schema.CLV].tolist() == [20.0, 20.0]
    assert with_sums_of(before, nothing)[schema.CLV].tolist() == [0.0, 0.0]


def test_a_shop_with_a_season_expects_it_and_what_comes_is_inside():
    customer, day = draw_purchases(3_000, np.random.default_rng(11), Calendar(season=0.5))
    days = PurchaseDays.of(customer, day, np.full(len(day), 20.0))
    found, came = [], []
    for cut in (1_360, 1_540):  # before the height of the season, and before its depth
        known = days.until(cut)
        past = known.of_customers(np.unique(known.customer))
        as_of = datetime(1970, 1, 1) + timedelta(days=cut)
        settings = Settings(horizon_days=QUARTER)
        found.append(look_ahead(customers_of(past, cut), past, settings, as_of=as_of).lifetime)
        came.append(bought_after(days, known_at(days, cut), QUARTER).orders.sum())
    corrections = [lifetime.corrections[schema.EXPECTED_ORDERS] for lifetime in found]
    assert corrections[0].factor > 1.15
    assert corrections[1].factor < 0.85
    for lifetime, orders, correction in zip(found, came, corrections, strict=True):
        assert lifetime.orders.low < orders < lifetime.orders.high
        off, without = (
            abs(np.log(orders / expected))
            for expected in (lifetime.orders.mean, lifetime.orders.mean / correction.factor)
        )
        assert off < 0.6 * without
