"""Figures (j): what is said of sums, at days of the past, beside what then came.

Every log is cut at several days. The models know what came until the cut and nothing later; they
look as far ahead as the program does by itself, and their value as far as the log still goes, a
year at most. What came is money net of what the same customers gave back, in proportion.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.logs import sample_folders
from benchmarks.measuring import Figure

if TYPE_CHECKING:
    from rfm.lifetime import PurchaseDays

Floats = NDArray[np.float64]

REAL: Final = {"online-retail": (230, 265, 300), "cdnow": (300, 365, 430)}
SHOPS: Final = {
    "no season": (0.0, 0.0),
    "a season": (0.5, 0.0),
    "a trend": (0.0, 0.15),
    "both": (0.35, -0.1),
}
SHOP_CUTS: Final = (1_100, 1_280, 1_460)
SHOP_CUSTOMERS: Final = 5_000
SHOP_SEED: Final = 71
LONGEST_VALUE: Final = 365
FEWEST_IN_A_SEGMENT: Final = 50
LEAST_COVERED, MOST_COVERED = 0.80, 0.97
LARGEST_ERROR: Final = 0.16
WIDEST: Final = 2.5
NO_WORSE: Final = 0.005


@dataclass(frozen=True)
class Cut:
    """What was said at one day of a log, and what came: sums of all first, then of segments.

    Attributes
    ----------
    log : str
    mean, low, high, came : ndarray
    factor : float
        Of the orders of all within the horizon, the first of the sums.
    whole : int
        How many of the sums are of all customers.
    """

    log: str
    mean: Floats
    low: Floats
    high: Floats
    came: Floats
    factor: float
    whole: int

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Which intervals hold what came."""
        return np.asarray((self.low <= self.came) & (self.came <= self.high))

    def off(self, factor: float = 1.0) -> float:
        """Return the absolute logarithm of the orders that came over those expected."""
        return float(abs(np.log(self.came[0] * factor / self.mean[0])))


def measure(workspace: Path, runs: int) -> list[Figure]:
    """Return how often intervals of sums hold, how wide they are, and what the factor is worth."""
    del runs
    cuts = [cut for log in logs(workspace) for cut in cuts_of(*log)]
    for cut in cuts:
        told = f"{cut.log}: orders {cut.mean[0]:,.0f} ({cut.low[0]:,.0f}-{cut.high[0]:,.0f})"
        print(f"{told}, came {cut.came[0]:,.0f}, factor {cut.factor:.2f}, {cut.inside.mean():.0%}")
    return figures_of(cuts)


def figures_of(cuts: Sequence[Cut]) -> list[Figure]:
    """Return the figures of cuts."""
    what = f"{len(cuts)} cuts of {len({cut.log for cut in cuts})} logs: "
    inside = float(np.concatenate([cut.inside for cut in cuts]).mean())
    whole = float(np.concatenate([cut.inside[: cut.whole] for cut in cuts]).mean())
    sums = sum(len(cut.mean) for cut in cuts)
    ends = [(cut.high / np.maximum(cut.low, 1e-9), cut.whole) for cut in cuts]
    width = float(np.median(np.concatenate([each for each, _ in ends])))
    width_whole = float(np.median(np.concatenate([each[:whole] for each, whole in ends])))
    off = float(np.mean([cut.off() for cut in cuts]))
    without = float(np.mean([cut.off(cut.factor) for cut in cuts]))
    even = [cut for cut in cuts if cut.log == "no season"]
    even_off = float(np.mean([cut.off() for cut in even]))
    even_without = float(np.mean([cut.off(cut.factor) for cut in even]))
    return [
        Figure(
            "j",
            f"{what}{sums} sums (orders, revenue, value; all customers and segments) inside",
            f"{inside:.1%} (of all customers {whole:.1%})",
            f"{LEAST_COVERED:.0%} to {MOST_COVERED:.0%}",
            LEAST_COVERED <= inside <= MOST_COVERED,
        ),
        Figure(
            "j",
            f"{what}mean absolute log error of total orders",
            f"{off:.3f} (without the factor {without:.3f})",
            f"<= {LARGEST_ERROR}",
            off <= LARGEST_ERROR,
        ),
        Figure(
            "j",
            f"{what}median ratio of an interval's ends",
            f"{width:.2f} (of all customers {width_whole:.2f})",
            f"<= {WIDEST}",
            max(width, width_whole) <= WIDEST,
        ),
        Figure(
            "j",
            f"{len(even)} cuts of a shop without season: the same error of total orders",
            f"{even_off:.3f} (without the factor {even_without:.3f})",
            f"no worse than without, to {NO_WORSE}",
            even_off <= even_without + NO_WORSE,
        ),
    ]


def logs(workspace: Path) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Yield what each log is called, its source and the days at which it is cut."""
    from rfm.samples.gift_shop import write_gift_shop
    from rfm.samples.gift_shop_truth import Calendar

    yield from ((name, name, cuts) for name, cuts in REAL.items())
    for seed, (name, (season, trend)) in enumerate(SHOPS.items(), SHOP_SEED):
        file = write_gift_shop(workspace, SHOP_CUSTOMERS, seed, Calendar(season, trend))
        yield name, str(file), SHOP_CUTS


def cuts_of(title: str, source: str, days_known: Sequence[int]) -> Iterator[Cut]:
    """Yield what is said of a log at some days after its first, and what came."""
    from rfm.lifetime import purchase_days
    from rfm.lifetime.purchase_days import day_of
    from rfm.lifetime.spending import net_days
    from rfm.log.cleaned import cleaning
    from rfm.log.customers import customers_of
    from rfm.log.transactions.tables import default_as_of
    from rfm.settings import Settings

    with cleaning(source, Settings(), folders=sample_folders()) as log:
        last = default_as_of(log.transactions)
        everything = purchase_days(log.transactions, datetime.max)
        came = net_days(customers_of(log.transactions, log.settings, last), everything)
        for known in days_known:
            cut = came.first_day + known
            moment = datetime.combine(day_of(cut) + timedelta(days=1), datetime.min.time())
            moment -= timedelta(seconds=1)
            customers = customers_of(log.transactions, log.settings, moment)
            days = purchase_days(log.transactions, moment)
            yield cut_at(title, (customers, days, came), log.settings, moment)


def cut_at(
    title: str, known: tuple[Any, "PurchaseDays", "PurchaseDays"], settings: Any, moment: datetime
) -> Cut:
    """Return what is said at a moment, and what came."""
    from dataclasses import replace

    from rfm import schema
    from rfm.lifetime.checked import look_ahead_tested
    from rfm.lifetime.purchase_days import EPOCH, bought_after, known_at
    from rfm.segments import fit_scheme, load_scheme

    customers, days, came = known
    cut = (moment.date() - EPOCH).days
    longest = min(LONGEST_VALUE, came.last_day - cut)
    settings = replace(settings, value_days=longest, discount_rate=0.0)
    ahead = look_ahead_tested(customers, days, settings, moment).ahead
    if ahead is None:
        raise SystemExit(f"Nothing is expected of {title}.")
    horizon = ahead.lifetime.horizon_days
    if horizon > longest:
        raise SystemExit(f"{title} does not go on for {horizon} days after its cut.")
    segments = fit_scheme(load_scheme("grid"), customers).assign(customers)[schema.SEGMENT]
    codes = segments.cat.remove_unused_categories().cat.codes.to_numpy(np.int64)
    then = known_at(came, cut)
    soon, later = bought_after(came, then, horizon), bought_after(came, then, longest)
    outcomes = {
        schema.EXPECTED_ORDERS: soon.orders,
        schema.EXPECTED_REVENUE: soon.spent,
        schema.CLV: later.spent,
    }
    rows = []
    for of, least in ((np.zeros(len(codes), np.int64), 0), (codes, FEWEST_IN_A_SEGMENT)):
        some = np.bincount(of) >= least
        sums = ahead.outlook.of_groups(of, len(some))
        rows += [
            np.array([*(end[some] for end in sums[name]), np.bincount(of, outcome)[some]])
            for name, outcome in outcomes.items()
        ]
    mean, low, high, outcome = np.concatenate(rows, axis=1)
    factor = ahead.lifetime.corrections[schema.EXPECTED_ORDERS].factor
    return Cut(title, mean, low, high, outcome, factor, len(outcomes))
