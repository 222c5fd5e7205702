"""The back-test against what is published of CDNOW, 39 weeks known and 39 weeks held out."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.commands.backtest import _customers
from rfm.errors import TooLittleError
from rfm.lifetime import BgNbd, GammaGamma, PurchaseDays
from rfm.lifetime.backtesting import BackTest, back_test, card, metrics
from rfm.lifetime.purchase_days import bought_after, known_at
from rfm.records import as_record, from_record
from rfm.settings import Settings
from tests.rfm.conftest import cdnow_lines

CUT = date(1997, 9, 30)
CUT_DAY = (CUT - date(1970, 1, 1)).days
HELD_OUT = 273
TABLES = ("candidates", "churn", "metrics", "ranking", "deciles", "over_time", "calibration")


@pytest.fixture(scope="module")
def days():
    log = cdnow_lines(sample=True)
    day = (log["when"] - pd.Timestamp(0)).dt.days
    return PurchaseDays.of(log["customer"].tolist(), day, log["amount"])


@pytest.fixture(scope="module")
def found(days):
    return back_test(days, Settings(horizon_days=HELD_OUT), cut=CUT)


def test_bg_nbd_foresees_the_orders_of_cdnow_as_published(found):
    candidate = found.candidates.set_index(card.KIND).loc["bg-nbd"]
    assert candidate[card.CORRELATION] == pytest.approx(0.626, abs=5e-4)
    assert candidate[card.MAE] == pytest.approx(0.785, abs=1e-3)
    assert candidate[card.TOTAL_ERROR] == pytest.approx(-0.121, abs=1e-3)
    assert found.metric(card.ORDERS, card.RMSE) == pytest.approx(1.608, abs=1e-3)
    assert found.metric(card.ORDERS, card.GINI) == pytest.approx(0.663, abs=1e-3)
    assert found.metric(card.ORDERS, card.DECILE_ERROR) == pytest.approx(0.188, abs=5e-3)


def test_the_past_rate_foresees_the_orders_of_cdnow_as_published(found):
    assert found.metric(card.ORDERS, card.MAE, card.NAIVE) == pytest.approx(1.024, abs=1e-3)
    assert found.metric(card.ORDERS, card.RMSE, card.NAIVE) == pytest.approx(2.212, abs=1e-3)
    assert found.metric(card.ORDERS, card.GINI, card.NAIVE) == pytest.approx(0.652, abs=1e-3)
    assert found.metric(card.ORDERS, card.TOTAL_ERROR, card.NAIVE) == pytest.approx(0.557, abs=1e-3)


def test_past_spend_ranks_the_customers_of_cdnow_as_published_and_it_is_said(found):
    assert found.metric(card.REVENUE, card.GINI, card.NAIVE) == pytest.approx(0.680, abs=1e-3)
    assert found.metric(card.REVENUE, card.TOP_TENTH, card.NAIVE) == pytest.approx(0.481, abs=1e-3)
    assert any("better by past spend than by the model" in verdict for verdict in found.verdicts)


def test_spend_learned_from_repeat_orders_alone_is_foreseen_as_published(days):
    known = known_at(days, CUT_DAY)
    bought = bought_after(days, known, HELD_OUT)
    first = days.day[np.flatnonzero(np.diff(days.customer, prepend=-1))]
    later = days.day > first[days.customer]
    columns = ("customer", "day", "amount")
    repeats = known_at(
        replace(days, **{name: getattr(days, name)[later] for name in columns}), CUT_DAY
    )
    orders, means = np.zeros(len(known.members)), np.zeros(len(known.members))
    orders[repeats.members], means[repeats.members] = repeats.valued, repeats.mean_value
    some = orders > 0
    spend = GammaGamma().fit(np.column_stack([orders, means])[some])
    model = BgNbd().fit(known.histories())
    revenue = model.expected_orders(known.histories(), HELD_OUT) * spend.expected_spend(
        orders, means
    )
    assert metrics.correlation(bought.spent, revenue) == pytest.approx(0.565, abs=1e-3)
    assert metrics.mean_absolute_error(bought.spent, revenue) == pytest.approx(30.4, abs=0.05)
    assert metrics.normalised_gini(bought.spent, revenue) == pytest.approx(0.638, abs=1e-3)
    assert metrics.top_share(bought.spent, revenue) == pytest.approx(0.502, abs=1e-3)


def test_churn_of_cdnow_is_told_as_published(found):
    rows = found.churn.set_index(card.KIND)
    assert rows[card.AUC]["model"] == pytest.approx(0.757, abs=5e-4)
    assert rows[card.BRIER]["model"] == pytest.approx(0.1612, abs=5e-5)
    assert rows[card.BRIER][card.BASE_RATE] == pytest.approx(0.2060, abs=5e-5)
    assert rows[card.ECE]["model"] == pytest.approx(0.053, abs=2e-3)
    assert rows[card.AUC][card.P_ALIVE] == pytest.approx(0.316, abs=5e-4)


def test_what_is_used_meets_the_promises(found):
    assert found.purchase_model == "bg-nbd"
    assert found.metric(card.CHURN, card.AUC) >= 0.75
    # In a first year nothing is learned from a year before: it is the model's own.
    assert found.metric(card.CHURN, card.ECE) <= 0.055
    assert found.metric(card.CHURN, card.BRIER) <= 0.85 * 0.2060


def test_the_tables_hold_every_customer_and_every_order(found, days):
    known = known_at(days, CUT_DAY)
    bought = bought_after(days, known, HELD_OUT)
    assert found.customers == found.all_customers == len(known.members) == 2357
    assert found.deciles[card.CUSTOMERS].sum() == found.calibration[card.CUSTOMERS].sum() == 2357
    assert found.deciles[card.ACTUAL_ORDERS].sum() == bought.orders.sum()
    assert found.deciles[card.ACTUAL_REVENUE].sum() == pytest.approx(bought.spent.sum())
    assert found.over_time[card.ACTUAL].sum() == known.repeats.sum() + bought.orders.sum()
    assert found.over_time[schema.DAY].iloc[-1] == found.ends == date(1998, 6, 30)


def test_orders_over_time_end_at_the_sum_that_each_customer_is_expected_to_place(found):
    held_out = found.over_time[found.over_time[card.HELD_OUT]]
    assert held_out[card.PREDICTED].sum() == pytest.approx(
        found.deciles[card.PREDICTED_ORDERS].sum()
    )


def test_the_forecast_knows_nothing_of_what_came(found, days):
    later = days.day > CUT_DAY
    other = replace(days, amount=np.where(later, 1.0, days.amount))
    again = back_test(other, Settings(horizon_days=HELD_OUT), cut=CUT)
    for column in (card.PREDICTED_ORDERS, card.PREDICTED_REVENUE):
        assert again.deciles[column].tolist() == found.deciles[column].tolist()


def test_the_card_survives_json(found):
    read = from_record(BackTest, json.loads(json.dumps(as_record(found))))
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(read, name), getattr(found, name))
    assert (read.cut, read.verdicts, read.reasons) == (found.cut, found.verdicts, found.reasons)


def test_the_last_third_is_held_out_by_default(days):
    found = back_test(days, Settings())
    assert found.held_out_days == 182
    assert found.churn_days == 90


def test_a_short_log_says_how_long_it_must_be(days):
    with pytest.raises(TooLittleError) as refused:
        back_test(days.until(days.first_day + 199), Settings())
    assert str(refused.value) == (
        "The log covers 200 days. A back-test needs 26 weeks to learn from and 4 weeks to compare "
        "with, 210 days in all."
    )


def test_a_log_cannot_be_cut_outside_its_days(days):
    with pytest.raises(TooLittleError, match="from 1997-01-01 to 1998-06-30"):
        back_test(days, Settings(), cut=date(2020, 1, 1))


@pytest.mark.parametrize(
    ("customers", "sentence"),
    [(50, "50 customers had bought"), (400, "0 customers had bought on a second day")],
)
def test_few_customers_test_nothing(customers, sentence):
    day = np.r_[np.zeros(customers), 399]
    who = np.r_[np.arange(customers), customers]
    with pytest.raises(TooLittleError, match=sentence):
        back_test(PurchaseDays.of(who, day, np.ones(customers + 1)), Settings())


def test_a_log_in_which_everybody_comes_back_tests_nothing():
    who, day = np.meshgrid(np.arange(150), np.arange(0, 400, 20))
    with pytest.raises(TooLittleError, match="150 of 150 customers bought in the days that are"):
        back_test(PurchaseDays.of(who.ravel(), day.ravel(), np.ones(who.size)), Settings())


def test_a_log_without_money_is_tested_on_orders_alone(days):
    found = back_test(replace(days, amount=np.zeros(len(days.day))), Settings())
    assert set(found.metrics[card.MEASURE]) == {card.ORDERS, card.CHURN}
    assert json.dumps(as_record(found), allow_nan=False)


def test_a_large_base_is_tested_on_a_sample_and_it_is_said(days, monkeypatch):
    monkeypatch.setattr("rfm.lifetime.backtesting.running.MOST_CUSTOMERS", 1000)
    found = back_test(days, Settings())
    assert (found.customers, found.all_customers) == (1000, 2357)
    (said,) = _customers(found)
    assert said.startswith("1,000 customers, drawn at random from the 2,357")
