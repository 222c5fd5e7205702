"""Intervals of sums that would have been given at earlier days, beside what came then."""

import math

import pytest

from rfm.lifetime.backtesting.origins import PastSum
from rfm.lifetime.seasons.checking import learn_checked
from rfm.lifetime.seasons.correction import ORDERS
from rfm.lifetime.seasons.learning import learn

WINDOW = 28
"""As long as a step: windows lie side by side, and one step back they are over."""
ALWAYS = dict.fromkeys(range(1, 41), 1.0)


def past(ratios, window=WINDOW):
    return [
        PastSum(
            step=step,
            day=-step,
            window=window,
            expected_orders=100.0,
            orders=100.0 * ratio,
            expected_revenue=1000.0,
            revenue=1000.0,
        )
        for step, ratio in ratios.items()
    ]


def checked(ratios, own_error=0.0):
    return learn_checked(past(ratios), ORDERS, WINDOW, own_error=own_error)


def test_an_origin_is_checked_where_four_and_a_year_were_known_before_it():
    found = checked(ALWAYS)
    # What is known at step s are steps s + 1 to 40; a year before now are 13 steps, so that the
    # last origin with one is 27. Nothing was ever off.
    assert (found.checked, found.held) == (27, 27)


def test_sums_that_were_never_off_have_a_narrower_interval_than_their_error():
    plain = learn(past(ALWAYS), ORDERS, WINDOW, own_error=0.0)
    # 27 windows that were not off at all, beside one that needed its whole width.
    assert checked(ALWAYS).error == pytest.approx(plain.error * math.sqrt(1 / 28))


def test_no_interval_is_narrower_than_the_models_themselves_say():
    assert checked(ALWAYS, own_error=0.2).error == 0.2


def test_intervals_that_did_not_hold_are_counted_and_make_none_narrower():
    # Each step doubles or halves what was expected, at random for the eye: no year is like another.
    coins = "1101001011000111010110010011101000101101"
    ratios = {step: 2.0 if coin == "1" else 0.5 for step, coin in enumerate(coins, 1)}
    surprise = {**ALWAYS, 1: 3.0, 2: 0.3, 3: 3.0}
    wild, calm = checked(ratios), checked(surprise)
    plain = learn(past(ratios), ORDERS, WINDOW, own_error=0.0)
    assert plain.error * 0.8 < wild.error <= plain.error
    # The three that nothing had foretold.
    assert (calm.checked, calm.held) == (27, 24)


def test_where_the_log_cannot_tell_nothing_is_checked():
    found = checked(dict.fromkeys(range(1, 12), 1.0))
    assert found.is_indicative
    assert (found.checked, found.held) == (0, 0)
    assert found == learn(past(dict.fromkeys(range(1, 12), 1.0)), ORDERS, WINDOW, own_error=0.0)


def test_a_sum_of_nothing_is_no_origin():
    nothing = past({5: 0.0})
    others = past({step: 1.0 for step in range(1, 41) if step != 5})
    found = learn_checked(others + nothing, ORDERS, WINDOW, own_error=0.0)
    assert found.checked == 26
