"""The models of a shop: which is used, what weakens them, and how they are kept."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from rfm import schema
from rfm.errors import TooLittleError
from rfm.lifetime import Lifetime, PurchaseDays
from rfm.lifetime.candidates import ModelChoice, choose, fit_candidates
from rfm.lifetime.fit import look_ahead
from rfm.lifetime.forecast.outlook import outlook_of_groups
from rfm.lifetime.forecast.prospects import histories_of
from rfm.lifetime.models.bootstrap import number_of_draws
from rfm.records import as_record, from_record
from rfm.settings import Settings
from tests.rfm.lifetime.conftest import customers_of

START = datetime(1970, 1, 1)


def shop_of(customers, days, amounts=None, as_of_day=400):
    """Return the models of the given purchases."""
    amounts = np.full(len(days), 10.0) if amounts is None else amounts
    bought = PurchaseDays.of(customers, days, amounts)
    return look_ahead(
        customers_of(bought, as_of_day),
        bought,
        Settings(currency="£"),
        as_of=START + timedelta(days=as_of_day),
    )


def steady_buyers(size, seed=1, days=399):
    """Return purchases of customers who never leave."""
    random = np.random.default_rng(seed)
    counts = random.poisson(random.gamma(1.2, 4, size)) + 1
    customer = np.repeat(np.arange(size), counts)
    return customer, random.integers(0, days, len(customer)), random.gamma(4, 5, len(customer))


@pytest.mark.parametrize(
    ("customers", "days", "reason"),
    [
        ([1], [5], "All purchases are on one day"),
        (range(40), [7] * 40, "All purchases are on one day"),
        (range(60), range(60), "None of the 60 customers bought on a second day"),
        ([1, 1, 1], [1, 5, 9], "Only 1 of 1 customers bought on a second day"),
    ],
)
def test_a_log_that_says_nothing_of_the_future_has_a_reason(customers, days, reason):
    with pytest.raises(TooLittleError, match=f"^{reason}"):
        shop_of(customers, days)


def test_free_orders_alone_have_no_value():
    customer, day, _ = steady_buyers(50)
    with pytest.raises(TooLittleError, match=r"^No order has a value above 0, so nothing can be"):
        shop_of(customer, day, np.zeros(len(day)))


def test_spend_without_a_meaningful_average_is_said():
    customer, day, amount = steady_buyers(800)
    pace = np.random.default_rng(2).gamma(0.7, size=800)[customer]
    found = shop_of(customer, day, amount / pace)
    assert "there is no meaningful average" in found.lifetime.spend.verdict


def test_a_bound_that_the_spend_model_ran_to_is_among_the_warnings():
    customer, day, _ = steady_buyers(300)
    # One order a day, always worth the same to the customer.
    customer, day = np.unique(np.column_stack([customer, day]), axis=0).T
    lifetime = shop_of(customer, day, 10.0 + customer).lifetime
    assert lifetime.spend.on_edge["p"] == "high"
    assert lifetime.spend.verdict in lifetime.warnings
    assert "stay at each customer's own mean" in lifetime.spend.verdict
    assert lifetime.is_value_indicative


def test_few_buyers_and_few_weeks_make_every_number_indicative():
    customer, day, amount = steady_buyers(60, days=90)
    lifetime = shop_of(customer, day, amount, as_of_day=91).lifetime
    assert lifetime.is_indicative
    assert lifetime.is_value_indicative
    assert "customers came back; with fewer than 200" in lifetime.warnings[0]
    assert "The log covers 13 weeks" in lifetime.warnings[1]


def test_a_sound_log_raises_no_doubt(ahead):
    assert ahead.lifetime.warnings == ()
    assert not ahead.lifetime.is_indicative
    assert not ahead.lifetime.is_value_indicative


def test_where_nobody_leaves_the_verdict_says_so_and_churn_still_tells_customers_apart():
    found = shop_of(*steady_buyers(1500))
    assert found.lifetime.candidate.mean_p_alive > 0.98
    assert "hardly anybody leaving for good" in found.lifetime.candidate.verdict
    churn = found.outlook.table[schema.CHURN_PROBABILITY]
    assert churn.quantile(0.9) - churn.quantile(0.1) > 0.3


def test_one_customer_who_moves_the_spend_model_is_named():
    customer, day, amount = steady_buyers(400)
    amount[customer == 7] = 90_000
    lifetime = shop_of(customer, day, amount).lifetime
    (sentence,) = [text for text in lifetime.warnings if "Customer 7 alone, who spent £" in text]
    assert "look whether these orders are right" in sentence
    assert lifetime.is_value_indicative


def test_one_customer_who_moves_the_purchase_model_is_named():
    customer, day, amount = steady_buyers(300)
    customer = np.concatenate([customer, np.full(399, 5)])
    day = np.concatenate([day, np.arange(399)])
    lifetime = shop_of(customer, day, np.concatenate([amount, np.full(399, 20)])).lifetime
    assert any("Customer 5 alone, with 399 purchase days" in text for text in lifetime.warnings)


def test_spend_that_grows_with_frequency_is_told():
    customer, day, amount = steady_buyers(800)
    visits = np.bincount(customer)[customer]
    lifetime = shop_of(customer, day, amount * visits).lifetime
    assert any("buy more often spend more per order" in text for text in lifetime.warnings)
    assert lifetime.is_value_indicative
    assert not lifetime.is_indicative


def test_free_orders_are_counted_and_left_out_of_the_spend():
    customer, day, amount = steady_buyers(300)
    amount[:5] = 0
    lifetime = shop_of(customer, day, amount).lifetime
    assert any("purchase days are worth nothing or less" in text for text in lifetime.warnings)
    assert lifetime.spend.left_out_orders >= 1


def test_the_likeliest_model_is_used_and_among_equals_the_first(shop):
    candidates = fit_candidates(histories_of(shop.customers))
    assert choose(candidates).kind == "bg-nbd"
    last = replace(candidates[2], log_likelihood=candidates[0].log_likelihood + 30)
    chosen = choose((*candidates[:2], last))
    assert chosen.kind == "pareto-nbd"
    assert "30 above the next" in chosen.reason
    equal = choose((candidates[0], replace(last, log_likelihood=candidates[0].log_likelihood + 1)))
    assert equal.kind == "bg-nbd"
    assert "Pareto/NBD explains the log just as well" in equal.reason


@pytest.mark.parametrize("kind", ["mbg-nbd", "pareto-nbd"])
def test_a_choice_made_by_a_back_test_is_followed(shop, kind):
    choice = ModelChoice(kind, "It was closest to what came.")
    found = look_ahead(shop.customers, shop.days, Settings(), as_of=shop.as_of, choice=choice)
    assert found.lifetime.kind == kind
    assert found.lifetime.reason == choice.reason
    assert set(found.lifetime.draws[0]) >= set(found.lifetime.candidate.values)
    assert found.lifetime.value.low < found.lifetime.value.mean < found.lifetime.value.high


def test_the_models_are_read_back_as_they_were_written(ahead):
    boundary = shop_of(*steady_buyers(300))
    for lifetime in (ahead.lifetime, boundary.lifetime):
        text = json.dumps(as_record(lifetime), allow_nan=False)
        read = from_record(Lifetime, json.loads(text))
        assert as_record(read) == as_record(lifetime)
        assert read.model.values_ == lifetime.model.values_
        assert read.spend.model.p_ == lifetime.spend.model.p_


def test_the_money_s_unit_changes_nothing_but_the_unit(shop, ahead):
    pence = replace(shop.days, amount=shop.days.amount * 100)
    customers = shop.customers.assign(**{schema.MONETARY: shop.customers[schema.MONETARY] * 100})
    table = look_ahead(customers, pence, Settings(), as_of=shop.as_of).outlook.table
    np.testing.assert_allclose(table[schema.CLV], ahead.outlook.table[schema.CLV] * 100, rtol=1e-4)


def test_groups_add_up_to_the_whole_and_their_value_at_stake_is_part_of_it(shop, ahead):
    labels = np.where(np.arange(len(shop.customers)) % 3 == 0, "Few", "Many")
    groups = pd.Series(pd.Categorical(labels, ["Nobody", "Few", "Many"], ordered=True))
    at_risk = ahead.outlook.table[schema.CHURN_PROBABILITY].to_numpy() >= 0.5
    table = outlook_of_groups(ahead.outlook, groups, at_risk)
    assert list(table.index) == ["Few", "Many"]
    assert table[schema.CLV].sum() == pytest.approx(ahead.lifetime.value.mean)
    assert table[schema.EXPECTED_REVENUE].sum() == pytest.approx(ahead.lifetime.revenue.mean)
    assert table[schema.CLV].between(table[schema.CLV_LOW], table[schema.CLV_HIGH]).all()
    assert table[schema.VALUE_AT_STAKE].between(0, table[schema.CLV]).all()
    stake = ahead.outlook.table.loc[at_risk, schema.CLV].sum()
    assert table[schema.VALUE_AT_STAKE].sum() == pytest.approx(stake)
    ends = table[schema.VALUE_AT_STAKE_LOW], table[schema.VALUE_AT_STAKE_HIGH]
    assert table[schema.VALUE_AT_STAKE].between(*ends).all()
    assert (ends[0] < ends[1]).all()


def test_a_sum_is_measured_where_nothing_makes_it_a_hint(ahead):
    known = replace(ahead.lifetime, is_indicative=False, is_value_indicative=False, corrections={})
    assert known.certainty_of_sums == schema.MEASURED
    assert replace(known, is_indicative=True).certainty_of_sums == schema.INDICATIVE
    assert replace(known, is_value_indicative=True).certainty_of_sums == schema.INDICATIVE


def test_very_many_distinct_histories_get_fewer_draws(ahead):
    class Many:
        x = np.empty(100_000)

    assert number_of_draws(ahead.lifetime.model, Many) == 8
