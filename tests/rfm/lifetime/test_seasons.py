"""What earlier windows of a log teach about the next: cases worked by hand."""

import math
from dataclasses import replace

import pytest

from rfm import schema
from rfm.lifetime.backtesting.origins import PastSum
from rfm.lifetime.seasons.correction import ORDERS, REVENUE, Correction
from rfm.lifetime.seasons.learning import learn
from rfm.lifetime.seasons.wording import in_short, of_a_customer

WINDOW = 56
# Of a window of 56 days an origin, 365 / 13 days from the next, has this share to itself.
SHARE = 365 / 13 / WINDOW


def past(ratios, window=WINDOW, expected=100.0):
    """Return origins at which orders were so many times what was expected; money was exact."""
    return [
        PastSum(
            step=step,
            day=-step,
            window=window,
            expected_orders=expected,
            orders=expected * ratio,
            expected_revenue=1000.0,
            revenue=1000.0,
        )
        for step, ratio in ratios.items()
    ]


def learned(ratios, *, own_error=0.0, measure=ORDERS, window=WINDOW):
    return learn(past(ratios, window), measure, window, own_error=own_error)


def seasonal(step):
    """Return a ratio that is the same each year."""
    return math.exp(0.4 * math.cos(2 * math.pi * step / 13))


def test_a_season_that_came_each_year_alike_is_carried_over_whole():
    found = learned({step: seasonal(step) for step in range(2, 29)})
    assert found.weight == pytest.approx(1)
    assert found.factor == pytest.approx(found.year_before) == pytest.approx(math.exp(0.4))
    # Tried at steps 2 to 15, whose earlier year is known, and never off: 14 * SHARE windows less
    # one for what was fitted, beside one with the usual error of .17.
    assert found.tried == 14
    assert found.error == pytest.approx(math.sqrt(0.17**2 / (1 + 14 * SHARE - 1)))
    assert found.off_with == pytest.approx(0, abs=1e-9)
    assert "100 % of that is carried over, as a factor of 1.49." in found.reason
    assert "At 14 earlier days" in found.reason
    assert not found.is_indicative


def test_a_later_year_counts_twice_as_much_as_the_one_before():
    found = learned({13: 2.0, 26: 0.5})
    # (log 2 - 1/2 log 2) / (1 + 1/2) = 1/3 log 2
    assert found.year_before == pytest.approx(2 ** (1 / 3))


def test_ratios_that_chance_explains_are_not_carried_over():
    found = learned({step: seasonal(step) for step in range(2, 16)}, own_error=0.5)
    assert (found.factor, found.weight) == (1.0, 0.0)
    assert found.reason.endswith("not carried over, for it says no more than chance explains.")
    assert found.error == 0.5


def test_years_that_contradict_each_other_are_not_carried_over():
    flipped = {step: seasonal(step) ** (1 if step < 13 else -1) for step in range(2, 26)}
    assert learned(flipped).factor == 1.0


def test_a_factor_that_was_never_tried_makes_no_sum_surer():
    ratios = {step: seasonal(step) for step in range(2, 14)}
    found = learned(ratios)
    square = sum(math.log(ratio) ** 2 for ratio in ratios.values()) / 12
    windows = 12 * SHARE
    assert found.tried == 0
    assert found.weight == pytest.approx(1)
    assert found.error == pytest.approx(math.sqrt((3 * 0.17**2 + windows * square) / (3 + windows)))
    assert "too short to try it" in found.reason


def test_without_an_earlier_year_there_is_no_factor_and_the_interval_is_a_hint():
    ratios = {1: math.exp(0.1), 2: math.exp(-0.1), 3: math.exp(0.1)}
    found = learned(ratios, window=28)
    assert found.factor == 1.0
    # Three windows of our own, off by .1, beside three with the usual .35 (28 days overlap by
    # nothing).
    assert found.error == pytest.approx(math.sqrt((3 * 0.35**2 + 3 * 0.1**2) / 6))
    assert found.reason.endswith("a log of at least 547 days.")
    assert "it can be cut at 3 days of its past, and 4 are needed" in found.indicative_reason
    more = learned({**ratios, 4: 1.0}, window=28)
    assert "the days at which it can be cut do not span a year" in more.indicative_reason


def test_a_log_that_cannot_be_cut_has_the_usual_error():
    found = learned({})
    assert (found.factor, found.error, found.origins) == (1.0, 0.35, 0)
    assert found.is_indicative


def test_no_sum_is_surer_than_the_models_themselves_say():
    assert learned(dict.fromkeys(range(2, 29), 1.0), own_error=0.3).error == 0.3


def test_an_origin_counts_by_the_orders_expected_there():
    few = past({2: math.exp(0.2)}, expected=25.0)
    many = past({3: 1.0}, expected=100.0)
    found = learn(few + many, ORDERS, WINDOW, own_error=0.0)
    windows = (0.25 + 1) * SHARE
    own = 0.25 * 0.2**2 / 1.25
    assert found.error == pytest.approx(math.sqrt((3 * 0.35**2 + windows * own) / (3 + windows)))


def test_money_has_ratios_of_its_own():
    found = learned({step: seasonal(step) for step in range(2, 29)}, measure=REVENUE)
    assert (found.year_before, found.factor) == (1.0, 1.0)
    assert "times the revenue" in found.reason


def test_a_window_of_two_years_looks_back_by_two_years():
    found = learned({26: 1.3, 27: 1.3, 28: 1.3, 29: 1.3}, window=730)
    assert found.year_before == pytest.approx(1.3)
    assert math.isnan(learned({25: 1.3}, window=730).year_before)


def test_a_season_is_told_in_one_short_sentence():
    carried = learned({step: seasonal(step) for step in range(2, 29)})
    assert in_short(carried) == "The season of earlier years is in it, times 1.49."
    assert in_short(learned(dict.fromkeys(range(2, 29), 1.0))) == (
        "Earlier years show no season beyond chance."
    )
    assert "the log is too short to know one" in in_short(learned({}))
    assert in_short(None) == "No season is in it: analyse the log again to have one."


def test_a_customer_is_told_each_factor_that_is_in_their_numbers_and_none_that_is_not():
    one = Correction(measure=ORDERS, window=WINDOW)
    factors = {
        schema.EXPECTED_ORDERS_YEAR: replace(one, factor=1.0),
        schema.CLV: replace(one, factor=0.9),
        schema.EXPECTED_ORDERS: replace(one, factor=1.3),
    }
    assert of_a_customer(factors, 90) == (
        "What the same days of earlier years brought is in these numbers: times 0.90 in the value "
        "and times 1.30 in the orders within 90 days, by which the risk goes."
    )
    assert of_a_customer({**factors, schema.CLV: one, schema.EXPECTED_ORDERS: one}, 90) == ""
