"""Why sums have the factor that they have, and why their interval may be no more than a hint."""

import math
from collections.abc import Mapping
from typing import Final

from rfm import schema
from rfm.lifetime.backtesting.origins import DAYS_PER_YEAR, FEWEST_DAYS_KNOWN
from rfm.lifetime.seasons.correction import Correction
from rfm.words import counted, days, listed, number, percent

FEWEST_ORIGINS: Final = 4
SEEN: Final = 0.005
"""Less is a factor of 1.00 to people."""


def why_indicative(origins: int, year_before: float, window: int) -> str:
    """Return why the error of sums is no more than a hint; empty where it is more."""
    cannot = "How far such sums are off cannot be measured on this log"
    usual = "the interval is mostly what is usual for other shops."
    if origins < FEWEST_ORIGINS:
        return (
            f"{cannot}: with {days(FEWEST_DAYS_KNOWN)} known before and {days(window)} after, it "
            f"can be cut at {counted(origins, 'day')} of its past, and {FEWEST_ORIGINS} are "
            f"needed; {usual}"
        )
    if math.isnan(year_before):
        return f"{cannot}: the days at which it can be cut do not span a year; {usual}"
    return ""


def no_year(window: int) -> str:
    """Return why there is no factor in a log that is too short for one."""
    needed = DAYS_PER_YEAR * -(-window // DAYS_PER_YEAR) + FEWEST_DAYS_KNOWN
    return (
        f"No season or change of level is taken into account: that needs the same {days(window)} "
        f"of an earlier year and 26 weeks before them, a log of at least {days(needed)}."
    )


def in_short(found: Correction | None) -> str:
    """Return in one short sentence whether a season is in a sum; None is one of old snapshots."""
    if found is None:
        return "No season is in it: analyse the log again to have one."
    if math.isnan(found.year_before):
        return (
            "No season is in it, for the log is too short to know one: around a holiday more or "
            "less may come."
        )
    if found.weight:
        return f"The season of earlier years is in it, times {number(found.factor, 2)}."
    return "Earlier years show no season beyond chance."


def of_a_customer(corrections: Mapping[str, Correction], horizon: int) -> str:
    """Return which factors are in the numbers of one customer; empty where none is."""
    named = {
        schema.EXPECTED_ORDERS_YEAR: "the orders within a year",
        schema.CLV: "the value",
        schema.EXPECTED_ORDERS: f"the orders within {days(horizon)}, by which the risk goes",
    }
    factors = [
        f"times {number(corrections[column].factor, 2)} in {name}"
        for column, name in named.items()
        if column in corrections and abs(corrections[column].factor - 1) >= SEEN
    ]
    if not factors:
        return ""
    return f"What the same days of earlier years brought is in these numbers: {listed(factors)}."


def why(found: Correction) -> str:
    """Return why there is this factor, and how it did."""
    beginning = (
        f"The same {days(found.window)} of earlier years brought {number(found.year_before, 2)} "
        f"times the {found.measure} that the models would have expected then"
    )
    if not found.weight:
        return f"{beginning}; that is not carried over, for it says no more than chance explains."
    carried = f"{percent(found.weight, 0)} of that is carried over, as a factor of"
    factor = f"{beginning}. {carried} {number(found.factor, 2)}"
    if math.isnan(found.off_with):
        return f"{factor}; the log is too short to try it on its own past."
    return (
        f"{factor}. At {counted(found.tried, 'earlier day')} sums were off by "
        f"{percent(found.off_without, 0)} without such a factor and by "
        f"{percent(found.off_with, 0)} with it."
    )
