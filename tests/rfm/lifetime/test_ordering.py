"""By what lists are sorted: chosen on one day of the past, told on a later one."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from rfm.lifetime import BgNbd, GammaGamma
from rfm.lifetime.list_order import BLEND, MODEL, PAST_SPEND, ListOrder
from rfm.lifetime.ordering import _chosen, _longest, _of_best_fifth, judge_order, places
from rfm.lifetime.purchase_days import known_at
from rfm.records import as_record, from_record


def ginis(model, spend, blend):
    return {MODEL: (model, 0.5), PAST_SPEND: (spend, 0.5), BLEND: (blend, 0.5)}


def models_of(days, now):
    known = known_at(days, now)
    rows = np.column_stack([known.valued, known.mean_value])
    return BgNbd().fit(known.histories()), GammaGamma().fit(rows)


@pytest.fixture(scope="module")
def judged(shop):
    now = shop.days.last_day
    return judge_order(shop.days, now, 365, models_of(shop.days, now), seed=1)


def test_what_ranks_best_on_the_first_day_is_used_where_it_holds_on_the_second():
    order = _chosen(ginis(0.70, 0.72, 0.75), ginis(0.70, 0.71, 0.72), 90)
    assert order.kind == BLEND
    assert "it had a Gini of 0.720, expected value of 0.700" in order.reason
    assert "brought 50.0 % of the revenue of the next 90 days" in order.reason
    assert order.sentence.endswith("the average of both ranks, which ranked best in the back-test.")


def test_what_ranks_worse_than_expected_value_on_the_second_day_is_not_used():
    order = _chosen(ginis(0.70, 0.72, 0.71), ginis(0.70, 0.69, 0.75), 90)
    assert order.kind == MODEL
    assert "past spend ranked customers better on an earlier day, but worse" in order.reason
    assert "held on a later one" in order.sentence


def test_of_orders_that_are_alike_the_plainest_is_used():
    assert _chosen(ginis(0.7000, 0.7015, 0.7010), ginis(0.7, 0.8, 0.8), 90).kind == MODEL
    assert _chosen(ginis(0.7000, 0.7300, 0.7310), ginis(0.7, 0.8, 0.8), 90).kind == PAST_SPEND


def test_the_best_fifth_is_counted_by_what_it_then_brought():
    # Two of ten are a fifth; ranked by the second column they brought 30 and 5 of 100.
    came = np.array([50, 30, 5, 5, 5, 5, 0, 0, 0, 0.0])
    by = np.array([1, 9, 8, 7, 6, 5, 4, 3, 2, 0.0])
    assert _of_best_fifth(came, by) == pytest.approx(0.35)
    assert np.isnan(_of_best_fifth(np.zeros(10), by))


def test_windows_lie_side_by_side_after_26_weeks_and_are_a_year_at_most(shop):
    days, first = shop.days, shop.days.first_day
    # Of 400 days 218 follow the first 26 weeks; 3 x 2 steps of 28 days fit there, 3 x 3 do not.
    assert _longest(days.until(first + 400), first + 400, 365) == 2
    assert _longest(days, days.last_day, 365) == 13
    # Values of 60 days look two steps ahead.
    assert _longest(days, days.last_day, 60) == 2
    assert _longest(days.until(first + 200), first + 200, 365) == 0


def test_the_two_days_are_a_window_apart_and_nothing_later_chooses(shop, judged):
    order, now = judged.order, shop.days.last_day
    epoch = date(1970, 1, 1)
    assert (order.chosen_on - epoch).days == now - 730
    assert (order.scored_on - epoch).days == now - 365
    later = shop.days.day > now - 365
    other = replace(shop.days, amount=np.where(later, 1.0, shop.days.amount))
    again = judge_order(other, now, 365, models_of(shop.days, now), seed=1).order
    assert again.chosen_ginis == pytest.approx(order.chosen_ginis, abs=1e-3)
    assert again.ginis != order.ginis


def test_in_a_shop_as_the_models_think_the_models_rank_well(judged):
    ginis_of = dict(zip(judged.order.kinds, judged.order.ginis, strict=True))
    assert ginis_of[MODEL] > 0.4
    assert ginis_of[BLEND] > ginis_of[MODEL] - 0.05
    assert all(0.2 < share < 1 for share in judged.order.top_fifths)


def test_a_short_log_is_sorted_by_expected_value_and_it_is_said(shop):
    now = shop.days.first_day + 200
    days = shop.days.until(now)
    judged = judge_order(days, now, 365, models_of(days, now), seed=1)
    assert judged.order.kind == MODEL
    assert "too short to test another order" in judged.order.reason
    assert judged.order.sentence.endswith("no back-test tells what ranks best.")
    value = np.array([1.0, 5.0, 3.0, 5.0])
    # The highest value first; of equal ones, the first in the table.
    assert places(judged, days, now, value, value).tolist() == [4, 1, 3, 2]


def test_a_log_without_money_is_too_little_to_choose(shop):
    now = shop.days.last_day
    free = replace(shop.days, amount=np.zeros(len(shop.days.amount)))
    found = judge_order(free, now, 365, (models_of(shop.days, now)), seed=1)
    assert found.order.kinds == ()


def test_places_follow_the_order_in_use(shop, judged):
    now, size = shop.days.last_day, len(shop.days.customer_ids)
    value, spent = np.arange(size, dtype=float), -np.arange(size, dtype=float)
    by_spend = replace(judged, order=replace(judged.order, kind=PAST_SPEND))
    assert places(by_spend, shop.days, now, value, spent).tolist() == list(range(1, size + 1))

    class Trees:
        """Foretells the same of everybody, so that the value alone decides."""

        def predict(self, features):
            assert len(features) == size
            return np.ones(size)

    blended = replace(judged, order=replace(judged.order, kind=BLEND), trees=Trees())
    assert places(blended, shop.days, now, value, spent).tolist() == list(range(size, 0, -1))


def test_trees_are_kept_where_the_blend_is_used(shop, monkeypatch):
    blend = ListOrder(kind=BLEND, window=365)
    monkeypatch.setattr("rfm.lifetime.ordering._chosen", lambda *_: blend)
    now = shop.days.last_day
    judged = judge_order(shop.days, now, 365, models_of(shop.days, now), seed=1)
    table = places(judged, shop.days, now, np.ones(1_500), np.ones(1_500))
    assert sorted(table) == list(range(1, 1_501))
    # Of equal values the trees decide: the most frequent customers are ahead of those of one order.
    orders = known_at(shop.days, now).orders
    assert table[orders >= np.quantile(orders, 0.9)].mean() < table[orders == 1].mean()


def test_the_order_survives_json(judged):
    read = from_record(ListOrder, json.loads(json.dumps(as_record(judged.order))))
    assert read == judged.order


def test_purchases_after_the_day_looked_back_from_are_not_looked_at(shop):
    now = shop.days.last_day - 100
    models, known = models_of(shop.days, now), shop.days.until(now)
    found = [judge_order(days, now, 180, models, seed=1).order for days in (known, shop.days)]
    assert found[0] == found[1]
