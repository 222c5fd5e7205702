"""What is expected of a customer is what the models say, and never nonsense."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.errors import SettingsError
from rfm.lifetime import BgNbd, MbgNbd, ParetoNbd, PurchaseDays, collapse
from rfm.lifetime.fit import look_ahead
from rfm.lifetime.forecast.prospects import discounted_orders, next_order_window, prospects
from rfm.lifetime.spending import spending_of
from rfm.settings import Settings
from tests.rfm.lifetime.conftest import customers_of

MODELS = [
    BgNbd.of({"r": 0.8, "alpha": 80, "a": 0.8, "b": 2.5}),
    MbgNbd.of({"r": 0.7, "alpha": 70, "a": 0.5, "b": 0.9}),
    ParetoNbd.of({"r": 0.6, "alpha": 95, "s": 0.4, "beta": 60}),
    ParetoNbd.of({"r": 0.8, "alpha": 70, "s": 4.6e-5, "beta": 4.9e6}),
]
HISTORIES = np.array(
    [[0, 0, 400], [0, 0, 20], [1, 30, 300], [5, 290, 300], [5, 100, 300], [40, 599, 600]], float
)
AS_OF = datetime(2025, 1, 1, 12, 30)


@pytest.mark.parametrize("model", MODELS)
def test_the_value_discounts_each_day_s_orders(model):
    days = np.arange(366)
    running = np.array([model.expected_orders(HISTORIES, float(day)) for day in days])
    middles = (days[:-1] + days[1:]) / 2
    by_day = np.diff(running, axis=0) * 1.1 ** -(middles[:, None] / 365)
    discounted = discounted_orders(model, collapse(HISTORIES), 365, 0.1)
    np.testing.assert_allclose(discounted, by_day.sum(axis=0), rtol=2e-5)


@pytest.mark.parametrize("model", MODELS)
def test_orders_that_are_drawn_are_those_that_are_expected(model):
    draws = 40_000
    many = np.repeat(HISTORIES, draws, axis=0)
    orders = model.draw_orders(many, 200, np.random.default_rng(5)).reshape(-1, draws)
    error = orders.std(axis=1) / np.sqrt(draws)
    expected = model.expected_orders(HISTORIES, 200)
    assert (np.abs(orders.mean(axis=1) - expected) < 4.5 * error + 1e-3).all()
    silent = model.no_purchase_probability(HISTORIES, 200)
    np.testing.assert_allclose((orders == 0).mean(axis=1), silent, atol=0.012)


@pytest.mark.parametrize("model", MODELS)
def test_the_next_order_falls_into_its_window_with_an_even_chance(model):
    begins, ends = next_order_window(model, collapse(HISTORIES), AS_OF)
    told = ~np.isnat(ends)
    assert told.any()
    assert not told.all()
    midnight = np.datetime64("2025-01-01", "s")
    for place in np.flatnonzero(told):
        # The window is in whole days: the moment that is meant lies within its last one.
        for moment, chance in ((begins[place], 0.25), (ends[place], 0.75)):
            passed = (moment - midnight) / np.timedelta64(1, "D") - 12.5 / 24
            earlier, later = (
                1 - model.no_purchase_probability(HISTORIES[[place]], max(passed + more, 0))[0]
                for more in (0, 1)
            )
            assert earlier <= chance + 1e-3
            assert later >= chance - 1e-3


@pytest.mark.parametrize("model", MODELS)
def test_longer_silence_puts_the_next_order_off_until_none_is_told_beyond_a_year(model):
    silent = np.array([[20, last, 720] for last in range(720, 19, -20)], float)
    begins, ends = next_order_window(model, collapse(silent), AS_OF)
    told = ~np.isnat(ends)
    assert (np.isnat(begins) == np.isnat(ends)).all()
    assert (begins[told] >= np.datetime64("2025-01-01")).all()
    assert (begins[told] <= ends[told]).all()
    assert (ends[told] <= np.datetime64("2026-01-01")).all()
    assert (np.diff(ends[told]) >= np.timedelta64(0)).all()
    assert told[0]
    assert (np.diff(told.astype(int)) <= 0).all()
    assert not told[-1]


def test_every_column_says_what_it_promises(shop, ahead):
    table, lifetime = ahead.outlook.table, ahead.lifetime
    assert tuple(sorted(table)) == tuple(sorted(schema.PROSPECTS))
    history = shop.customers[[schema.REPEAT_ORDERS, schema.LAST_REPEAT_DAYS, schema.TENURE_DAYS]]
    rows = history.to_numpy(float)
    np.testing.assert_allclose(table[schema.P_ALIVE], lifetime.model.p_alive(rows))
    silent = lifetime.model.no_purchase_probability(rows, lifetime.horizon_days)
    np.testing.assert_allclose(table[schema.CHURN_PROBABILITY], silent)
    factor = lifetime.corrections[schema.EXPECTED_ORDERS_YEAR].factor
    year = lifetime.model.expected_orders(rows, 365) * factor
    np.testing.assert_allclose(table[schema.EXPECTED_ORDERS_YEAR], year)
    money = year * table[schema.EXPECTED_ORDER_VALUE]
    assert table[schema.CLV].between(money / 1.1, money).all()
    assert table[schema.CLV_LOW].le(table[schema.CLV]).all()
    assert table[schema.CLV_HIGH].ge(table[schema.CLV]).all()
    assert table[schema.ORDERS_YEAR_LOW].le(year).all()
    assert table[schema.ORDERS_YEAR_HIGH].ge(year).all()
    numbers = table.drop(columns=[schema.NEXT_ORDER_FROM, schema.NEXT_ORDER_TO])
    assert np.isfinite(numbers.to_numpy()).all()


def test_without_discount_the_value_is_orders_times_their_value(shop):
    settings = Settings(discount_rate=0, value_days=200, horizon_days=200)
    lifetime = look_ahead(shop.customers, shop.days, settings, as_of=shop.as_of).lifetime
    spending = spending_of(shop.customers, shop.days)
    table = prospects(lifetime, shop.customers, spending, shop.as_of)
    money = table[schema.EXPECTED_ORDERS] * table[schema.EXPECTED_ORDER_VALUE]
    np.testing.assert_allclose(table[schema.CLV], money)


def test_a_longer_horizon_lowers_churn_and_raises_orders(shop):
    tables = []
    for days in (30, 180):
        settings = Settings(horizon_days=days)
        lifetime = look_ahead(shop.customers, shop.days, settings, as_of=shop.as_of).lifetime
        spending = spending_of(shop.customers, shop.days)
        tables.append(prospects(lifetime, shop.customers, spending, shop.as_of))
    short, long = tables
    assert (long[schema.CHURN_PROBABILITY] < short[schema.CHURN_PROBABILITY]).all()
    assert (long[schema.EXPECTED_ORDERS] > short[schema.EXPECTED_ORDERS]).all()
    pd.testing.assert_series_equal(long[schema.CLV], short[schema.CLV])


def test_returns_are_taken_from_all_of_a_customer_s_orders():
    days = PurchaseDays.of(["a", "a", "b", "c", "c"], [1, 9, 2, 3, 4], [30, 10, 5, 0, 8])
    customers = pd.DataFrame({schema.RETURNED_AMOUNT: [10.0, 5.0, 0.0]})
    spending = spending_of(customers, days)
    assert spending.orders.tolist() == [2, 0, 1]
    assert spending.means.tolist() == [15, 0, 8]
    assert (spending.left_out_orders, spending.left_out_customers) == (2, 1)
    assert spending.mean_order == pytest.approx(38 / 3)


def test_purchase_days_of_other_customers_are_refused():
    days = PurchaseDays.of(["a"], [1], [1])
    with pytest.raises(SettingsError, match="of 1 customers, the table is of 2"):
        spending_of(pd.DataFrame({schema.RETURNED_AMOUNT: [0.0, 0.0]}), days)


def test_enormous_orders_leave_every_expected_value_a_number():
    random = np.random.default_rng(4)
    amounts = random.pareto(0.4, 180) + 1
    days = PurchaseDays.of(np.repeat(np.arange(60), 3), random.integers(0, 300, 180), amounts)
    customers = customers_of(days, 301)
    customers[schema.RETURNED_AMOUNT] = np.where(np.arange(60) < 3, customers[schema.MONETARY], 0)
    found = look_ahead(customers, days, Settings(), as_of=datetime(1970, 10, 29))
    assert found.lifetime.spend.model.q_ < 1
    assert found.lifetime.is_value_indicative
    assert np.isfinite(found.outlook.table[schema.CLV]).all()
    assert (found.outlook.table[schema.EXPECTED_ORDER_VALUE] > 0).all()


def test_orders_of_one_price_are_expected_to_stay_at_it():
    random = np.random.default_rng(4)
    days = PurchaseDays.of(np.repeat(np.arange(40), 4), random.integers(0, 300, 160), [12.0] * 160)
    alike = replace(days, amount=np.full(len(days.day), 12.0))
    found = look_ahead(customers_of(days, 301), alike, Settings(), as_of=datetime(1970, 10, 29))
    np.testing.assert_allclose(found.outlook.table[schema.EXPECTED_ORDER_VALUE], 12, rtol=0.01)
