"""Made-up holders of a loyalty card: a customer table with a known truth, marked as synthetic.

Five groups of unlike shape lie in it, with holders who belong to none:

* **weekly families**: a round crowd, often here, with full baskets;
* **bargain hunters**: a long band, where those who come more often buy less at a discount;
* **online**: a crescent, from many small orders to a few large ones;
* **big occasions**: few and close together, rare visits with dear baskets;
* **sleeping**: a card and next to nothing else, so that money is zero and shares are unknown;
* **nobody's** (one in twenty): scattered over everything.

What makes a table untidy is in it too: gaps, tails, a date, rare levels, a phone number that nearly
identifies its holder, a column that is the same for all, and shares of more than 1 by mistake.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

HOLDERS: Final = 3_000
SEED: Final = 20
GROUPS: Final = (
    "weekly families", "bargain hunters", "online", "big occasions", "sleeping", "nobody's",
)  # fmt: skip
FAMILIES, BARGAINS, ONLINE, OCCASIONS, SLEEPING, NOBODY = range(len(GROUPS))

_SHARES: Final = (0.30, 0.24, 0.20, 0.08, 0.13, 0.05)
_FIRST_CARD: Final = 100_001
_FIRST_DAY: Final = date(2019, 1, 1)
_DAYS: Final = 2_000
_NO_AGE: Final = 0.04
_NO_HOUSEHOLD: Final = 0.02
_MISTAKES: Final = 0.002
_POINTS_PER_EURO: Final = 2

_HOUSEHOLDS: Final = ("Family", "Couple", "Single", "Shared flat")
_CHANNELS: Final = ("Store", "Online", "Phone", "Catalogue")
_REGIONS: Final = (
    "North", "South", "East", "West", "Centre", "Islands", "Abroad",
)  # fmt: skip
_REGION_SHARES: Final = (0.26, 0.24, 0.2, 0.18, 0.107, 0.008, 0.005)
# A row for each group, in the order above.
_HOUSEHOLD_SHARES: Final = (
    (0.82, 0.12, 0.03, 0.03), (0.25, 0.25, 0.35, 0.15), (0.15, 0.35, 0.35, 0.15),
    (0.2, 0.6, 0.18, 0.02), (0.25, 0.25, 0.4, 0.1), (0.25, 0.25, 0.25, 0.25),
)  # fmt: skip
_CHANNEL_SHARES: Final = (
    (0.93, 0.06, 0.007, 0.003), (0.88, 0.1, 0.01, 0.01), (0.06, 0.93, 0.005, 0.005),
    (0.8, 0.17, 0.02, 0.01), (0.7, 0.27, 0.02, 0.01), (0.5, 0.48, 0.01, 0.01),
)  # fmt: skip
_NEWSLETTER: Final = (0.55, 0.92, 0.6, 0.3, 0.05, 0.5)
_APP: Final = (0.6, 0.75, 0.95, 0.1, 0.02, 0.5)
_AGES: Final = ((41, 6), (35, 12), (30, 7), (58, 8), (47, 15), (48, 18))


@dataclass(frozen=True)
class _Habits:
    """How each holder buys: visits a year, worth of a basket, shares bought at a discount."""

    visits: Floats
    basket: Floats
    discount: Floats


def make_loyalty_cards(holders: int = HOLDERS, seed: int = SEED) -> tuple[pl.DataFrame, Integers]:
    """Return the table of made-up holders, and the true group of each: its place in `GROUPS`.

    Parameters
    ----------
    holders : int
        How many; a million takes seconds.
    seed : int
        The same seed gives the same table.
    """
    random = np.random.default_rng(seed)
    group = random.choice(len(GROUPS), holders, p=_SHARES)
    habits = _habits(group, random)
    columns = _who(group, random) | _what(group, habits, random) | _untidy(group, random)
    return pl.DataFrame(columns), group


def write_loyalty_cards(folder: Path) -> Path:
    """Write the table as a CSV file into a folder and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"loyalty-cards-{HOLDERS}-{SEED}.csv"
    unfinished = target.with_suffix(".part")
    make_loyalty_cards()[0].write_csv(unfinished)
    return unfinished.replace(target)


def _habits(group: Integers, random: np.random.Generator) -> _Habits:
    """Return the habits of each holder, by the shape of their group."""
    size = group.size
    one, two, along = random.normal(size=size), random.normal(size=size), random.random(size)
    shaped = [group == each for each in (FAMILIES, BARGAINS, ONLINE, OCCASIONS)]
    # The crescent: half a circle of visits and baskets on logarithmic axes, a little blurred.
    angle = np.pi * along
    visits = np.select(
        shaped,
        [
            np.exp(4.3 + 0.2 * one),
            np.exp(2.6 + 1.1 * (along - 0.5) + 0.1 * one),
            np.exp(2.6 + 1.0 * np.cos(angle) + 0.08 * one),
            np.exp(1.3 + 0.15 * one),
        ],
        np.exp(random.uniform(0, 5, size)),
    )
    basket = np.select(
        shaped,
        [
            np.exp(3.9 + 0.2 * two),
            np.exp(2.3 + 0.2 * two),
            np.exp(3.2 + 1.0 * np.sin(angle) + 0.08 * two),
            np.exp(5.6 + 0.2 * two),
        ],
        np.exp(random.uniform(1.5, 6.5, size)),
    )
    some, few = random.beta(8, 28, size), random.beta(6, 30, size)
    discount = np.select(shaped, [some, 0.95 - 0.4 * along, few, 0.02 * along], random.random(size))
    return _Habits(np.where(group == SLEEPING, 0.0, np.rint(visits)), basket, discount)


def _who(group: Integers, random: np.random.Generator) -> dict[str, pl.Series]:
    size = group.size
    middle, spread = np.array(_AGES, dtype=float)[group].T
    age = pl.Series(np.clip(np.rint(middle + spread * random.normal(size=size)), 18, 95))
    household = pl.Series(_HOUSEHOLDS).gather(_drawn(_HOUSEHOLD_SHARES, group, random))
    region = random.choice(len(_REGIONS), size, p=_REGION_SHARES)
    days = random.integers(_DAYS, size=size)
    return {
        "Card number": pl.Series(np.arange(size) + _FIRST_CARD).cast(pl.String),
        "Joined on": pl.Series(np.datetime64(_FIRST_DAY, "D") + days),
        "Age": _with_gaps(age.cast(pl.Int64), random.random(size) < _NO_AGE),
        "Household": _with_gaps(household, random.random(size) < _NO_HOUSEHOLD),
        "Region": pl.Series(_REGIONS).gather(region),
    }


def _what(group: Integers, habits: _Habits, random: np.random.Generator) -> dict[str, pl.Series]:
    size, sleeps = group.size, habits.visits == 0
    spent = np.round(habits.visits * habits.basket, 2)
    mistakes = random.random(size) < _MISTAKES
    discount = np.round(np.where(mistakes, 1.0 + habits.discount, habits.discount), 3)
    reads = (random.random(size) < np.array(_NEWSLETTER)[group]).astype(np.int64)
    points = random.gamma(0.5, 1.0, size) * spent * _POINTS_PER_EURO
    return {
        "Usual channel": pl.Series(_CHANNELS).gather(_drawn(_CHANNEL_SHARES, group, random)),
        "Newsletter": pl.Series(["No", "Yes"]).gather(reads),
        "App": pl.Series((random.random(size) < np.array(_APP)[group]).astype(np.int64)),
        "Visits a year": pl.Series(habits.visits.astype(np.int64)),
        "Spent a year (€)": pl.Series(spent),
        "Average basket (€)": _with_gaps(pl.Series(np.round(habits.basket, 2)), sleeps),
        "Discount share": _with_gaps(pl.Series(discount), sleeps),
        "Returns a year": pl.Series(random.poisson(0.03 * habits.visits)),
        "Points": pl.Series(np.floor(points).astype(np.int64)),
    }


def _untidy(group: Integers, random: np.random.Generator) -> dict[str, pl.Series]:
    number = pl.Series(random.integers(10**6, 10**7, group.size)).cast(pl.String)
    same = np.zeros(group.size, dtype=np.int64)
    return {
        "Phone": "+49 30 " + number,
        "Programme": pl.Series(["Loyalty (synthetic)"]).gather(same),
    }


def _drawn(
    shares: tuple[tuple[float, ...], ...], group: Integers, random: np.random.Generator
) -> Integers:
    """Return a level for each holder, by the shares of their group."""
    ends = np.cumsum(np.array(shares), axis=1)[group]
    places = (random.random(group.size)[:, None] > ends).sum(axis=1)
    drawn: Integers = np.minimum(places, len(shares[0]) - 1)
    return drawn


def _with_gaps(column: pl.Series, is_gap: NDArray[np.bool_]) -> pl.Series:
    return column.set(pl.Series(is_gap), None)
