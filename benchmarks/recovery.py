"""Figures (f): the gift shop's own parameters, found again in made-up logs counted by days."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from benchmarks.measuring import Figure

if TYPE_CHECKING:
    from rfm.lifetime import PurchaseDays

Floats = NDArray[np.float64]

SHOPS: Final = 400
CUSTOMERS: Final = 10_000
LARGEST_ERROR: Final = 0.05
LEAST_COVERED, MOST_COVERED = 0.85, 0.95
ENDS: Final = (0.05, 0.95)


def measure(workspace: Path, runs: int) -> list[Figure]:
    """Return how far each parameter is off, and how often its 90 % interval holds the truth."""
    del workspace, runs
    from rfm.samples.gift_shop_truth import GIFT_SHOP_TRUTH

    names = list(asdict(GIFT_SHOP_TRUTH))
    truth = np.array(list(asdict(GIFT_SHOP_TRUTH).values()))
    with threadpool_limits(1):
        shops = np.array([found_again(seed) for seed in range(SHOPS)])
    found, low, high = np.moveaxis(shops, 1, 0)
    errors = np.median(np.abs(found / truth - 1), axis=0)
    covered = ((low <= truth) & (truth <= high)).mean(axis=0)
    what = f"{SHOPS} gift shops of {CUSTOMERS:,} customers, days counted whole: "
    return [
        Figure(
            "f",
            f"{what}median relative error of each parameter",
            _listed(names, errors),
            f"< {LARGEST_ERROR:.0%}",
            bool((errors < LARGEST_ERROR).all()),
        ),
        Figure(
            "f",
            f"{what}truth within the 90 % interval of each parameter",
            _listed(names, covered),
            f"{LEAST_COVERED:.0%} to {MOST_COVERED:.0%}",
            bool(((covered >= LEAST_COVERED) & (covered <= MOST_COVERED)).all()),
        ),
    ]


def found_again(seed: int) -> Floats:
    """Return the fitted parameters of one shop, and the ends of their intervals."""
    from rfm.lifetime import BgNbd, GammaGamma
    from rfm.lifetime.models.bootstrap import draw_parameters
    from rfm.lifetime.purchase_days import known_at
    from rfm.lifetime.spending import Spending

    known = known_at(*made_up(seed))
    histories = known.histories()
    spending = Spending(known.valued.astype(float), known.mean_value, 0, 0)
    models = BgNbd().fit(histories), GammaGamma().fit(spending.rows)
    found = [value for model in models for value in model.values_.values()]
    draws = draw_parameters(models, histories, spending, seed)
    low, high = np.quantile([list(draw.values()) for draw in draws], ENDS, axis=0)
    return np.array([found, low, high])


def made_up(seed: int) -> "tuple[PurchaseDays, int]":
    """Return the purchase days of a shop, and the day looked back from."""
    from rfm.lifetime import PurchaseDays
    from rfm.samples.gift_shop_truth import DAYS, GIFT_SHOP_TRUTH, draw_purchases

    random = np.random.default_rng(seed)
    customer, day = draw_purchases(CUSTOMERS, random)
    spread = random.gamma(GIFT_SHOP_TRUTH.q, 1 / GIFT_SHOP_TRUTH.gamma, CUSTOMERS)
    amount = random.gamma(GIFT_SHOP_TRUTH.p, 1 / spread[customer])
    return PurchaseDays.of(customer, day, amount), DAYS


def _listed(names: list[str], shares: Floats) -> str:
    return ", ".join(f"{name} {share:.1%}" for name, share in zip(names, shares, strict=True))
