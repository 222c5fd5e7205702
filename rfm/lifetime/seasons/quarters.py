"""What is expected of all customers in each coming quarter, with intervals of the past's errors.

Each quarter has a factor and an error of its own, learned from the same stretch of days after the
origins. What quarters within the horizon add up to is what is expected within it, and all of them
together what is expected of the days of the value: nothing is told twice with two numbers.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import numpy as np

from rfm import schema
from rfm.lifetime.backtesting.origins import DAYS_PER_YEAR, PastSum
from rfm.lifetime.forecast.sums import WITHIN
from rfm.lifetime.lifetime import Estimate, Lifetime, Quarter
from rfm.lifetime.models.histories import Array, Histories
from rfm.lifetime.seasons.checking import learn_checked
from rfm.lifetime.seasons.correction import ORDERS, REVENUE, Correction

QUARTERS_PER_YEAR: Final = 4
NEAR: Final = 5
"""Days by which a horizon and the end of a quarter may differ and be one."""
LEAST, MOST = 0.5, 2.0
"""Quarters are not scaled by more than this for the sake of their sum."""


def ends_of_quarters(days: int) -> tuple[int, ...]:
    """Return the days after now on which quarters end, the last being the last of so many days."""
    quarters = max(1, round(days * QUARTERS_PER_YEAR / DAYS_PER_YEAR))
    return tuple(round(days * place / quarters) for place in range(1, quarters + 1))


def quarters_ahead(
    lifetime: Lifetime,
    histories: Histories,
    worth: Array,
    past: Sequence[PastSum],
    own_errors: Mapping[str, float],
) -> tuple[Quarter, ...]:
    """Return what is expected of each quarter within the days of the value.

    Parameters
    ----------
    lifetime : Lifetime
        The models, with the corrections of sums.
    histories : Histories
        Of all customers.
    worth : ndarray
        The value that the models expect of each customer's orders.
    past : sequence of PastSum
        At every origin, for every quarter.
    own_errors : mapping of str to float
        By measure: what a sum over the horizon is off by the models alone.
    """
    ends = ends_of_quarters(lifetime.value_days)
    expected = _expected(lifetime, histories, worth, ends)
    sums = {
        measure: _estimates(lifetime, past, (measure, own_errors[measure]), ends, expected)
        for measure in (ORDERS, REVENUE)
    }
    begins = (0, *ends[:-1])
    return tuple(
        Quarter(
            begins=(lifetime.as_of + timedelta(days=begin)).date(),
            ends=(lifetime.as_of + timedelta(days=end - 1)).date(),
            orders=orders,
            revenue=revenue,
            is_indicative=is_hint or is_hint_too,
        )
        for begin, end, (orders, is_hint), (revenue, is_hint_too) in zip(
            begins, ends, sums[ORDERS], sums[REVENUE], strict=True
        )
    )


def _expected(
    lifetime: Lifetime, histories: Histories, worth: Array, ends: Sequence[int]
) -> dict[str, Array]:
    """Return what the models expect of each quarter, by measure."""
    distinct = replace(histories, place_of=np.arange(len(histories.x)))
    until = np.array([lifetime.model.expected_orders(distinct, end) for end in ends])
    within = np.diff(until, axis=0, prepend=0.0)
    money = np.bincount(histories.place_of, worth, len(histories.x))
    return {ORDERS: within @ histories.weights, REVENUE: within @ money}


def _estimates(
    lifetime: Lifetime,
    past: Sequence[PastSum],
    asked: tuple[str, float],
    ends: Sequence[int],
    expected: Mapping[str, Array],
) -> list[tuple[Estimate, bool]]:
    """Return what is expected of one measure in each quarter, and whether that is a hint."""
    (measure, own_error), sums = asked, expected[asked[0]]
    soon = max(float(expected[ORDERS][0]), 1e-9)
    found = [
        learn_checked(
            past,
            measure,
            end,
            begins=begin,
            own_error=own_error * math.sqrt(max(1.0, soon / max(float(orders), 1e-9))),
        )
        for begin, end, orders in zip((0, *ends[:-1]), ends, expected[ORDERS], strict=True)
    ]
    factors = np.array([each.factor for each in found])
    whole = learn_checked(past, measure, lifetime.value_days, own_error=own_error)
    factors = anchored(sums, factors, *_within_horizon(lifetime, measure, ends))
    factors = with_total(sums, factors, _fixed(lifetime, ends), whole.factor)
    return [
        (_estimate(float(total * factor), each), each.is_indicative or lifetime.is_indicative)
        for total, factor, each in zip(sums, factors, found, strict=True)
    ]


def _fixed(lifetime: Lifetime, ends: Sequence[int]) -> int:
    """Return how many quarters the horizon holds; none where it ends within one."""
    near = [place for place, end in enumerate(ends, 1) if abs(end - lifetime.horizon_days) <= NEAR]
    return near[0] if near else 0


def _within_horizon(lifetime: Lifetime, measure: str, ends: Sequence[int]) -> tuple[int, float]:
    column = schema.EXPECTED_ORDERS if measure == ORDERS else schema.EXPECTED_REVENUE
    return _fixed(lifetime, ends), lifetime.corrections[column].factor


def anchored(expected: Array, factors: Array, first: int, factor: float) -> Array:
    """Return factors with which the first quarters add up to so many times what is expected."""
    factors = factors.copy()
    given = float(expected[:first] @ factors[:first])
    if given > 0:
        factors[:first] *= factor * float(expected[:first].sum()) / given
    return factors


def with_total(expected: Array, factors: Array, fixed: int, factor: float) -> Array:
    """Return factors with which all quarters add up to so many times what is expected.

    The first ones that are fixed stay; the others are at most doubled or halved.
    """
    factors = factors.copy()
    left = factor * float(expected.sum()) - float(expected[:fixed] @ factors[:fixed])
    given = float(expected[fixed:] @ factors[fixed:])
    if given > 0:
        factors[fixed:] *= min(max(left / given, LEAST), MOST)
    return factors


def _estimate(mean: float, found: Correction) -> Estimate:
    """Return a mean with the middle 90 % of a log-normal distribution that has it."""
    low, high = (
        mean * math.exp(side * WITHIN * found.error - found.error**2 / 2) for side in (-1, 1)
    )
    return Estimate(mean, min(low, mean), max(high, mean))
