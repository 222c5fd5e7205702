"""What is said of one customer agrees: churn, orders, P(alive), the year, the next order."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st

from rfm import schema
from rfm.lifetime import BgNbd, MbgNbd, ParetoNbd
from rfm.lifetime.fit import look_ahead
from rfm.lifetime.forecast.coherence import carry
from rfm.lifetime.forecast.prospects import histories_of
from rfm.settings import Settings

DRAWS = 400_000


def disagreements(table):
    """Return how many customers are said two things that cannot both be."""
    buys = 1 - table[schema.CHURN_PROBABILITY]
    return int(((table[schema.EXPECTED_ORDERS] < buys) | (table[schema.P_ALIVE] < buys)).sum())


def carried(ahead, shop, churn, **changed):
    """Return what is expected with another churn probability, and perhaps another horizon."""
    lifetime = replace(ahead.lifetime, **changed)
    return carry(lifetime, histories_of(shop.customers), ahead.outlook.table, churn)


@given(odds=st.tuples(st.floats(-8, 8), st.floats(0, 5), st.integers(0, 999)))
@checked(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@pytest.mark.parametrize("kind", ["bg-nbd", "mbg-nbd", "pareto-nbd"])
def test_whatever_the_churn_is_corrected_to_nobody_is_told_two_things(ahead, shop, kind, odds):
    shift, spread, seed = odds
    drawn = np.random.default_rng(seed).normal(shift, spread, len(shop.customers))
    churn = 1 / (1 + np.exp(-drawn))
    table = carried(ahead, shop, churn, kind=kind)
    assert disagreements(table) == 0
    assert table[schema.P_ALIVE].between(0, 1).all()
    assert table[schema.CHURN_PROBABILITY].between(0, 1).all()
    kept = ahead.outlook.table[schema.EXPECTED_ORDERS].sum()
    assert table[schema.EXPECTED_ORDERS].sum() == pytest.approx(kept)
    begins, ends = table[schema.NEXT_ORDER_FROM], table[schema.NEXT_ORDER_TO]
    assert (begins.isna() == ends.isna()).all()
    assert (begins.dropna() <= ends.dropna()).all()


def test_a_churn_that_is_the_models_own_changes_nothing(ahead, shop):
    table = ahead.outlook.table
    same = carried(ahead, shop, table[schema.CHURN_PROBABILITY].to_numpy())
    assert same is table


def test_fewer_orders_than_customers_who_are_to_buy_make_all_less_likely_to(ahead, shop):
    found = ahead.outlook.table
    half = found.assign(**{schema.EXPECTED_ORDERS: found[schema.EXPECTED_ORDERS] / 2})
    churn = found[schema.CHURN_PROBABILITY].to_numpy()
    table = carry(ahead.lifetime, histories_of(shop.customers), half, churn)
    buys = 1 - table[schema.CHURN_PROBABILITY]
    assert disagreements(table) == 0
    assert buys.sum() == pytest.approx(half[schema.EXPECTED_ORDERS].sum())
    assert np.allclose(buys / (1 - churn), buys.iloc[0] / (1 - churn[0]))


@pytest.mark.parametrize(("days", "value_days"), [(730, 365), (30, 20)])
def test_a_horizon_longer_than_the_other_times_moves_all_alike(shop, days, value_days):
    chosen = Settings(horizon_days=days, value_days=value_days)
    ahead = look_ahead(shop.customers, shop.days, chosen, as_of=shop.as_of)
    before = ahead.outlook.table
    table = carried(ahead, shop, before[schema.CHURN_PROBABILITY].to_numpy() ** 2)
    more = table[schema.EXPECTED_ORDERS] / before[schema.EXPECTED_ORDERS]
    assert np.allclose(table[schema.CLV], before[schema.CLV] * more)


def bg_nbd_futures(model, x, t_x, known, time):
    """Return whether drawn customers are still there, and the times of their orders."""
    random = np.random.default_rng(1)
    rate = random.gamma(model.r_ + x, 1 / (model.alpha_ + known), DRAWS)
    leaving = random.beta(model.a_, model.b_ + x, DRAWS)
    alive = random.random(DRAWS) < model.p_alive([[x, t_x, known]])[0]
    moments, moment, stays = [], np.zeros(DRAWS), alive
    while stays.any():
        moment = moment + random.exponential(size=DRAWS) / rate
        moments.append(np.where(stays, moment, np.inf))
        stays = stays & (random.random(DRAWS) >= leaving) & (moment < time)
    return alive, np.array(moments)


def test_what_follows_from_another_churn_is_what_weighted_futures_say(ahead, shop):
    """The futures in which a customer buys within the horizon count more, the others less."""
    place = int(np.argmax(shop.customers[schema.REPEAT_ORDERS]))
    row = shop.customers.iloc[[place]]
    columns = (schema.REPEAT_ORDERS, schema.LAST_REPEAT_DAYS, schema.TENURE_DAYS)
    history = [float(row[name].iloc[0]) for name in columns]
    one = ahead.outlook.table.iloc[[place]]
    lifetime = replace(ahead.lifetime, kind="bg-nbd", discount_rate=0.0)
    horizon = lifetime.horizon_days
    churn = lifetime.model.no_purchase_probability([history], horizon)
    one = one.assign(
        **{
            schema.CHURN_PROBABILITY: churn,
            schema.P_ALIVE: lifetime.model.p_alive([history]),
            schema.EXPECTED_ORDERS: lifetime.model.expected_orders([history], horizon),
            schema.EXPECTED_ORDERS_YEAR: lifetime.model.expected_orders([history], 365),
        }
    )
    table = carry(lifetime, histories_of(row), one, churn * 0.6)
    alive, moments = bg_nbd_futures(lifetime.model, *history, 365)
    first = moments[0]
    weights = np.where(first <= horizon, (1 - 0.6 * churn) / (1 - churn), 0.6)
    later = ((moments > horizon) & (moments <= 365)).sum(axis=0)
    year = one[schema.EXPECTED_ORDERS].iloc[0] + (weights * later).mean()
    assert table[schema.EXPECTED_ORDERS_YEAR].iloc[0] == pytest.approx(year, rel=0.01)
    assert table[schema.P_ALIVE].iloc[0] == pytest.approx((weights * alive).mean(), abs=0.005)
    for column, chance in ((schema.NEXT_ORDER_FROM, 0.25), (schema.NEXT_ORDER_TO, 0.75)):
        days = (table[column].iloc[0] - lifetime.as_of).days + 0.5
        assert (weights * (first <= days)).mean() == pytest.approx(chance, abs=0.03)


@pytest.mark.parametrize("kind", [BgNbd, MbgNbd, ParetoNbd])
def test_each_model_agrees_with_itself(cdnow, kind):
    model = kind().fit(cdnow)
    for weeks in (1, 12, 52, 200):
        buys = 1 - model.no_purchase_probability(cdnow, weeks)
        assert (model.expected_orders(cdnow, weeks) > buys - 1e-12).all()
        assert (model.p_alive(cdnow) > buys - 1e-12).all()
