"""What to do first is where most money is at stake; all cases are worked by hand."""

import numpy as np
import pandas as pd

from rfm import schema
from rfm.playbook.stakes import Stake, best_first, stakes_of

# Loyal: 100 of 400 expected from who is at risk, a quarter. Lost: 30 of 30, all. New: nobody.
CUSTOMERS = pd.DataFrame(
    {
        schema.EXPECTED_ORDERS: [3.0, 1.0, 2.0, 1.0, 5.0, 0.0],
        schema.EXPECTED_ORDER_VALUE: [100.0, 100.0, 10.0, 10.0, 20.0, 50.0],
    }
)
GROUPS = pd.Series(["Loyal", "Loyal", "Lost", "Lost", "New", "Gone"], dtype="category")
AT_RISK = np.array([False, True, True, True, False, True])
# The sums hold a season's factor of 2, and are in another order than the categories.
SUMS = pd.DataFrame(
    {
        schema.GROUP: ["Loyal", "New", "Lost", "Gone"],
        schema.EXPECTED_REVENUE: [800.0, 200.0, 60.0, 0.0],
        schema.EXPECTED_REVENUE_LOW: [600.0, 100.0, 40.0, 0.0],
        schema.EXPECTED_REVENUE_HIGH: [1200.0, 300.0, 90.0, 0.0],
    }
)


def stake(group: str, customers: int, at_risk: int, *money: float) -> Stake:
    mean, low, high = money
    return Stake(group=group, customers=customers, at_risk=at_risk, money=mean, low=low, high=high)


def test_at_stake_is_the_part_of_the_sum_that_is_expected_of_those_at_risk() -> None:
    assert stakes_of(CUSTOMERS, GROUPS, AT_RISK, SUMS) == (
        stake("Loyal", 2, 1, 200, 150, 300),
        stake("New", 1, 0, 0, 0, 0),
        stake("Lost", 2, 2, 60, 40, 90),
        stake("Gone", 1, 1, 0, 0, 0),
    )


def test_the_most_money_comes_first_and_where_nothing_is_at_stake_there_is_nothing_to_do() -> None:
    found = best_first(stakes_of(CUSTOMERS, GROUPS, AT_RISK, SUMS))
    assert [each.group for each in found] == ["Loyal", "Lost"]


def test_there_are_at_most_three_and_of_equals_the_first_stays_first() -> None:
    stakes = [
        stake(name, 5, 5, money, 0, 99)
        for name, money in zip("abcde", [1, 7, 7, 3, 9], strict=True)
    ]
    assert [each.group for each in best_first(stakes)] == ["e", "b", "c"]
    assert [each.group for each in best_first(stakes, most=1)] == ["e"]
