"""How far ahead is looked: as far as the shop's customers take to come back, or as is asked for."""

import numpy as np
import pytest

from rfm.lifetime import PurchaseDays
from rfm.lifetime.horizon import horizon_of
from rfm.settings import Settings


def shop_with_gaps(gaps):
    """Return a shop where each customer buys twice, so many days apart."""
    customers = np.repeat(np.arange(len(gaps)), 2)
    days = np.column_stack([np.zeros(len(gaps), int), gaps]).ravel()
    return PurchaseDays.of(customers, days, np.ones(2 * len(gaps)))


@pytest.mark.parametrize(
    ("gaps", "days"),
    [
        ([3, 4, 5], 30),
        ([30, 30, 31], 30),
        ([30, 31, 31], 60),
        ([90, 91], 180),  # a half is not most
        ([380, 380, 20], 730),
        ([900, 900, 20], 730),
    ],
)
def test_the_horizon_is_the_shortest_within_which_most_come_back(gaps, days):
    assert horizon_of(shop_with_gaps(gaps), Settings()).days == days


def test_several_gaps_of_a_customer_count_as_their_mean():
    # 100 days and 20: 60 on average.
    days = PurchaseDays.of(["a", "a", "a"], [0, 100, 120], [1, 1, 1])
    assert horizon_of(days, Settings()).days == 60


def test_its_reason_tells_the_share_and_the_middle_customer():
    found = horizon_of(shop_with_gaps([10, 20, 50, 59]), Settings())
    assert found.days == 60
    assert found.reason.startswith(
        "Of the customers who came back, 100 % usually do so within 60 days (the middle one after "
        "35 days)"
    )


def test_the_settings_go_before_and_a_shop_without_a_second_purchase_has_90_days():
    assert horizon_of(shop_with_gaps([10]), Settings(horizon_days=45)).days == 45
    once = PurchaseDays.of(["a", "b"], [0, 5], [1, 1])
    assert horizon_of(once, Settings()).days == 90
