"""Figures (k): churn as shown next to what then came, and customers who are told two things.

Logs are cut at days of their past, and the whole look ahead is made of what was known there. In a
log's first year, where nothing can be learned from a year before, the model's own is the measure.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.logs import sample_folders
from benchmarks.measuring import Figure

if TYPE_CHECKING:
    import pandas as pd

    from rfm.lifetime import PurchaseDays
    from rfm.lifetime.purchase_days import KnownOnDay

HORIZON: Final = 90
APART: Final = 182
YEAR: Final = 365
FEWEST_DAYS: Final = 190
CUSTOMERS: Final = 2_500
LARGEST_MEAN, LARGEST = 0.040, 0.12
AS_GOOD: Final = 0.002
FEW_DRAWS: Final = 40
SHOPS: Final = {
    "even": (0.0, 0.0),
    "season": (0.5, 0.0),
    "trend": (0.0, 0.15),
    "both": (0.5, -0.15),
}


@dataclass(frozen=True)
class Cut:
    """How far churn was off at one day of a log, as shown and by the model alone."""

    log: str
    years: float
    kind: str
    shown: float
    own: float
    incoherent: int


def measure(workspace: Path, runs: int) -> list[Figure]:
    """Return how far churn is off, and how many customers are told two things."""
    del runs
    with threadpool_limits(1), _few_draws():
        cuts = [cut for name, days in logs(workspace) for cut in cuts_of(name, days)]
    old = [cut for cut in cuts if cut.years >= 1]
    young = [cut for cut in cuts if cut.years < 1]
    learned = [cut for cut in old if cut.kind in {"seasonal", "recalibrated"}]
    shown, own = (np.array([getattr(cut, name) for cut in old]) for name in ("shown", "own"))
    worst, plain, better = max(old, key=lambda cut: cut.shown), own.mean(), (0.0, 0.0)
    if learned:
        better = tuple(np.mean([[cut.shown, cut.own] for cut in learned], axis=0).tolist())
    worse = sum(cut.shown > cut.own + AS_GOOD for cut in young)
    wrong, logs_of = sum(cut.incoherent for cut in cuts), {cut.log for cut in cuts}
    return [
        Figure(
            "k",
            f"{len(old)} cuts of logs older than a year: calibration error of churn as shown, mean",
            f"{shown.mean():.3f} (the model alone: {plain:.3f})",
            f"<= {LARGEST_MEAN:.3f}",
            bool(shown.mean() <= LARGEST_MEAN),
        ),
        Figure(
            "k",
            "the same, at the worst cut",
            f"{worst.shown:.3f} ({worst.log}, {worst.years:.1f} years)",
            f"<= {LARGEST:.2f}",
            bool(worst.shown <= LARGEST),
        ),
        Figure(
            "k",
            f"{len(learned)} of these cuts at which another churn than the model's is used: mean",
            f"{better[0]:.3f} (the model alone: {better[1]:.3f})",
            "no worse than the model",
            better[0] <= better[1] + AS_GOOD,
        ),
        Figure(
            "k",
            f"{len(young)} cuts in a first year: cuts at which churn is worse than the model's",
            f"{worse}",
            "0",
            worse == 0,
        ),
        Figure(
            "k",
            f"customers of {len(logs_of)} logs with fewer expected orders, or a lower P(alive), "
            "than 1 - churn",
            f"{wrong}",
            "0",
            wrong == 0,
        ),
    ]


@contextmanager
def _few_draws() -> Iterator[None]:
    """Draw few futures meanwhile: they make intervals, which are not looked at here."""
    with (
        patch("rfm.lifetime.models.bootstrap.DRAWS", FEW_DRAWS),
        patch("rfm.lifetime.models.bootstrap.FEWEST_DRAWS", FEW_DRAWS),
        patch("rfm.lifetime.forecast.futures.FUTURES", FEW_DRAWS),
    ):
        yield


def logs(workspace: Path) -> Iterator[tuple[str, "PurchaseDays"]]:
    """Yield the purchase days of real logs that are at hand, and of gift shops."""
    from rfm.lifetime import PurchaseDays, purchase_days
    from rfm.log.cleaned import cleaning
    from rfm.samples.catalogue import CDNOW, ONLINE_RETAIL, sample_file
    from rfm.samples.gift_shop_truth import Calendar, draw_purchases
    from rfm.settings import Settings

    del workspace
    for sample in (ONLINE_RETAIL, CDNOW):
        if sample is CDNOW or sample_file(sample, sample_folders()) is not None:
            with cleaning(sample.name, Settings(), folders=sample_folders()) as log:
                yield sample.title, purchase_days(log.transactions, datetime.max)
    for place, (name, (season, trend)) in enumerate(SHOPS.items()):
        random = np.random.default_rng(place)
        customer, day = draw_purchases(CUSTOMERS, random, Calendar(season, trend))
        pace = random.gamma(2.5, 1 / 40.0, CUSTOMERS)
        amount = random.gamma(1.5, 1 / pace[customer])
        yield f"gift shop, {name}", PurchaseDays.of(customer, day, amount)


def cuts_of(name: str, days: "PurchaseDays") -> Iterator[Cut]:
    """Yield what would have been shown at days of a log's past, the latest first."""
    from rfm import schema
    from rfm.lifetime.backtesting.metrics import calibration_error
    from rfm.lifetime.checked import look_ahead_tested
    from rfm.lifetime.purchase_days import bought_after, day_of, known_at
    from rfm.settings import Settings

    for day in range(days.last_day - HORIZON, days.first_day + FEWEST_DAYS, -APART):
        known = known_at(days, day)
        found = look_ahead_tested(
            customers_of(days, known),
            days.until(day).of_customers(known.members),
            Settings(horizon_days=HORIZON),
            datetime.combine(day_of(day), time()),
        )
        if found.ahead is None:
            continue
        table, lifetime = found.ahead.outlook.table, found.ahead.lifetime
        churn = table[schema.CHURN_PROBABILITY].to_numpy()
        own = lifetime.model.no_purchase_probability(known.histories(), HORIZON)
        silent = (bought_after(days, known, HORIZON).orders == 0).astype(np.float64)
        told = np.minimum(table[schema.EXPECTED_ORDERS], table[schema.P_ALIVE]).to_numpy()
        tested = found.back_test
        yield Cut(
            name,
            (day - days.first_day) / YEAR,
            tested.churn_model if tested else "model",
            calibration_error(silent, churn),
            calibration_error(silent, own),
            int((told < 1 - churn).sum()),
        )


def customers_of(days: "PurchaseDays", known: "KnownOnDay") -> "pd.DataFrame":
    """Return the columns of the customer table that the look ahead needs."""
    import pandas as pd

    from rfm import schema

    return pd.DataFrame(
        {
            schema.CUSTOMER_ID: days.customer_ids[known.members],
            schema.REPEAT_ORDERS: known.repeats,
            schema.LAST_REPEAT_DAYS: known.last - known.first,
            schema.TENURE_DAYS: known.tenure,
            schema.MONETARY: known.spent,
            schema.RETURNED_AMOUNT: 0.0,
        }
    )
