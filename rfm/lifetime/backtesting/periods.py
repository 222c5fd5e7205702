"""Where the past is cut in two, and whether that leaves enough to test the models."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rfm.lifetime.purchase_days import EPOCH, Bought, KnownOnDay, PurchaseDays

DAYS_PER_WEEK: Final = 7
FEWEST_WEEKS_KNOWN: Final = 26
FEWEST_WEEKS_HELD_OUT: Final = 4
HELD_OUT_SHARE: Final = 1 / 3
FEWEST_CUSTOMERS: Final = 100
FEWEST_BUYERS: Final = 20


@dataclass(frozen=True)
class NoBackTest:
    """Why a log cannot test the models."""

    reason: str


def choose_cut(days: PurchaseDays) -> int | NoBackTest:
    """Return the last day that the models may know.

    The last third is held out, or less where fewer than 26 weeks would be left before it.
    """
    span = days.last_day - days.first_day + 1
    known = max(span - int(span * HELD_OUT_SHARE), FEWEST_WEEKS_KNOWN * DAYS_PER_WEEK)
    held_out = span - known
    if held_out < FEWEST_WEEKS_HELD_OUT * DAYS_PER_WEEK:
        return NoBackTest(
            f"The log covers {span:,} days. A back-test needs {FEWEST_WEEKS_KNOWN} weeks to learn "
            f"from and {FEWEST_WEEKS_HELD_OUT} weeks to compare with, "
            f"{(FEWEST_WEEKS_KNOWN + FEWEST_WEEKS_HELD_OUT) * DAYS_PER_WEEK} days in all."
        )
    return days.last_day - held_out


def checked_cut(days: PurchaseDays, cut: date) -> int | NoBackTest:
    """Return the number of a given day, or why the log cannot be cut there."""
    day = (cut - EPOCH).days
    if days.first_day < day < days.last_day:
        return day
    return NoBackTest(
        f"The log cannot be cut after {cut}: its purchases are from "
        f"{EPOCH + timedelta(days.first_day)} to {EPOCH + timedelta(days.last_day)}."
    )


def too_small(known: KnownOnDay, bought: Bought) -> str:
    """Return why so few customers cannot test the models, or nothing."""
    customers, buyers = len(known.members), int((bought.orders > 0).sum())
    repeaters = int((known.repeats > 0).sum())
    if customers < FEWEST_CUSTOMERS:
        return (
            f"{customers:,} customers had bought before the days that are held out; a back-test "
            f"needs {FEWEST_CUSTOMERS}."
        )
    if repeaters < FEWEST_BUYERS:
        return (
            f"{repeaters:,} customers had bought on a second day before the days that are held "
            f"out; a back-test needs {FEWEST_BUYERS}."
        )
    if min(buyers, customers - buyers) < FEWEST_BUYERS:
        return (
            f"{buyers:,} of {customers:,} customers bought in the days that are held out; a "
            f"back-test needs {FEWEST_BUYERS} who did and {FEWEST_BUYERS} who did not."
        )
    return ""
