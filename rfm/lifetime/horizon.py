"""How far ahead is looked by default: as far as the shop's customers take to come back."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.lifetime.purchase_days import PurchaseDays, known_at
from rfm.log.rhythm import mean_gaps
from rfm.settings import Settings
from rfm.words import days as in_days
from rfm.words import percent

HORIZONS: Final = (30, 60, 90, 180, 365, 730)
WITHOUT_RHYTHM: Final = 90
MOST: Final = 0.5


@dataclass(frozen=True)
class Horizon:
    """How many days ahead is looked, and why in a sentence."""

    days: int
    reason: str


def horizon_of(days: PurchaseDays, settings: Settings) -> Horizon:
    """Return how far ahead is looked: what the settings say, or the shop's own rhythm.

    By rhythm it is the shortest of 30, 60, 90, 180, 365 and 730 days within which most customers
    who came back do so: whose mean gap between purchase days is at most that long.

    Parameters
    ----------
    days : PurchaseDays
        When each customer bought.
    settings : Settings
        Whose `horizon_days` goes before.

    Returns
    -------
    Horizon
        The longest of them where most customers take longer; 90 days where nobody came back.
    """
    known = known_at(days, days.last_day)
    rows = {schema.REPEAT_ORDERS: known.repeats, schema.LAST_REPEAT_DAYS: known.last - known.first}
    return usual_horizon(pd.DataFrame(rows), settings)


def usual_horizon(customers: pd.DataFrame, settings: Settings) -> Horizon:
    """Return how far ahead is looked, as `horizon_of` does.

    Parameters
    ----------
    customers : DataFrame
        `repeat_orders` and `last_repeat_days` of each customer.
    settings : Settings
        Whose `horizon_days` goes before.

    Returns
    -------
    Horizon
        With its reason.
    """
    if settings.horizon_days is not None:
        return Horizon(
            settings.horizon_days, f"The settings ask for {in_days(settings.horizon_days)}."
        )
    gaps = mean_gaps(customers)
    if not gaps.size:
        ninety = in_days(WITHOUT_RHYTHM)
        return Horizon(WITHOUT_RHYTHM, f"Nobody came back, so that {ninety} are looked ahead.")
    return _by_rhythm(gaps)


def _by_rhythm(gaps: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Horizon:
    shares = {length: float((gaps <= length).mean()) for length in HORIZONS}
    found = next((length for length, share in shares.items() if share > MOST), HORIZONS[-1])
    typical = f"the middle one after {in_days(round(float(np.median(gaps)), 1))}"
    back = f"Of the customers who came back, {percent(shares[found], 0)} usually do so within"
    return Horizon(
        found,
        f"{back} {in_days(found)} ({typical}): so far is looked ahead, unless the settings ask "
        "for another horizon.",
    )
