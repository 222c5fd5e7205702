"""Models are chosen on earlier days than they are scored on, and intervals of customers hold."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from rfm.lifetime import PurchaseDays
from rfm.lifetime.backtesting import back_test, card, choice, spend
from rfm.lifetime.backtesting.choosing import SAME_DAYS
from rfm.lifetime.candidates import TITLES
from rfm.lifetime.purchase_days import EPOCH
from rfm.lifetime.spending import OF_MEANS, OF_ORDERS
from rfm.settings import Settings


@pytest.fixture(scope="module")
def found(shop):
    return back_test(shop.days, Settings())


def test_models_are_chosen_before_all_days_that_they_are_scored_on(found):
    began, ended = found.models_chosen_on
    # Of five years the last third scores; the same time before it chooses.
    assert ended == found.cut
    assert ended - began == timedelta(days=found.held_out_days)
    assert f"in the {found.held_out_days:,} days to " in found.reasons[0]
    assert "On the days after these" in found.reasons[0]
    assert "On the days after these" in found.reasons[2]
    assert "before all days that they are scored on" in found.note


def test_what_came_after_the_cut_chooses_nothing(shop, found):
    cut = (found.cut - EPOCH).days
    before, later = shop.days.until(cut), shop.days.day > cut
    # All who come after the cut come on its first day, and spend a fortune.
    other = PurchaseDays.of(
        np.concatenate([before.customer, shop.days.customer[later], [0]]),
        np.concatenate([before.day, np.full(later.sum(), cut + 1), [shop.days.last_day]]),
        np.concatenate([before.amount, np.full(later.sum() + 1, 1e4)]),
    )
    again = back_test(other, Settings(horizon_days=found.churn_days))
    assert again.models_chosen_on == found.models_chosen_on
    assert (again.purchase_model, again.spend_model) == (found.purchase_model, found.spend_model)


def test_a_log_too_short_to_be_cut_twice_chooses_where_it_scores_and_says_so(shop):
    # 26 weeks known leave 58 days, of which the half would be one day short of four weeks twice.
    days = shop.days.until(shop.days.first_day + 209)
    found = back_test(days, Settings())
    assert found.models_chosen_on == ()
    assert found.note == SAME_DAYS
    assert "after the cut" in found.reasons[0]


def test_a_day_that_was_asked_for_chooses_where_it_scores(shop):
    asked = EPOCH + timedelta(days=1_000)
    found = back_test(shop.days, Settings(), cut=asked)
    assert (found.cut, found.models_chosen_on, found.note) == (asked, (), "")


def test_hardly_anybody_who_came_back_before_the_cut_chooses_nothing(shop):
    """Return visits begin with the days held out: the days before them tell no model apart."""
    first = shop.days.first_day
    everybody = np.arange(300)
    once = PurchaseDays.of(
        np.concatenate([everybody, everybody[:100], everybody[:150]]),
        first + np.concatenate([everybody % 100, np.full(100, 395), np.full(150, 599)]),
        np.full(550, 10.0),
    )
    assert back_test(once, Settings(horizon_days=90)).note == SAME_DAYS


def forecast(kind, surprise):
    """Return a model under which what came had these log-likelihoods, customer by customer."""
    nothing = np.zeros(len(surprise))
    return choice.Forecast(
        kind=kind,
        model=None,
        orders=nothing,
        silence=nothing,
        alive=nothing,
        surprise=np.array(surprise),
    )


def test_on_later_days_the_chosen_model_is_compared_with_the_likeliest():
    even = [-1.0, -2.0] * 50
    plain, same = forecast("bg-nbd", even), forecast("mbg-nbd", even)
    # Behind by .5 for every customer: chance cannot explain what never varies.
    worse = forecast("pareto-nbd", np.array(even) - 0.5)
    # Behind by .1 on average, one customer more and one less by 1: two standard errors are .2.
    alike = forecast("mbg-nbd", np.array(even) - 0.1 + np.array([-1.0, 1.0] * 50))
    assert (
        choice.held_up((plain, same), "bg-nbd")
        == "On the days after these it was the likeliest again."
    )
    assert "as likely as BG/NBD, to within chance" in choice.held_up((plain, alike), "mbg-nbd")
    said = choice.held_up((plain, worse), "pareto-nbd")
    assert said.startswith(f"On the days after these {TITLES['bg-nbd']} was likelier, by more")


def test_on_later_days_the_chosen_spend_model_is_compared_with_the_other():
    bought = spend.Bought(orders=np.array([1.0, 2.0, 0.0]), spent=np.array([10.0, 40.0, 0.0]))
    # Orders of 10 and 20 came: the first is off by 1 and 3, the second by 2 and 2, both by 2.
    values = {OF_MEANS: np.array([11.0, 23.0, 5.0]), OF_ORDERS: np.array([12.0, 19.0, 5.0])}
    assert spend.held_up(values, bought, OF_ORDERS) == (
        "On the days after these its error was smaller than the other's, by 25.0 %."
    )
    assert "larger than the other's, by 25.0 %" in spend.held_up(values, bought, OF_MEANS)
    nobody = replace(bought, spent=np.zeros(3))
    assert "too few orders have a value" in spend.held_up(values, nobody, OF_MEANS)


def test_nine_in_ten_intervals_of_customers_hold_in_a_shop_that_is_as_the_models_think(found):
    rows = found.coverage.set_index(card.MEASURE)
    assert set(rows.index) == {card.ORDERS, card.REVENUE}
    # At least: counts are whole, and who is to buy nothing has an interval of nothing.
    assert rows[card.HELD].between(0.88, 0.99).all()
    assert (rows[card.CUSTOMERS] == 1_000).all()
    assert (rows[card.DAYS] == found.held_out_days).all()


def test_intervals_do_not_hold_in_a_shop_that_changes_after_the_cut(shop, found):
    cut = (found.cut - EPOCH).days
    # Nearly everybody comes every day of the last week.
    everybody = np.arange(100, len(shop.days.customer_ids))
    more = [
        np.full(len(everybody), day) for day in range(shop.days.last_day - 6, shop.days.last_day)
    ]
    other = PurchaseDays.of(
        np.concatenate([shop.days.customer, np.tile(everybody, len(more))]),
        np.concatenate([shop.days.day, *more]),
        np.concatenate([shop.days.amount, np.full(len(everybody) * len(more), 50.0)]),
    )
    changed = back_test(other, Settings(horizon_days=90), cut=EPOCH + timedelta(days=cut))
    assert changed.coverage.set_index(card.MEASURE)[card.HELD][card.ORDERS] < 0.5
