"""Look ahead with what the own past says: which model to trust, and how far.

The back-test comes first, because it decides which purchase model is used and whose churn
probability; then the models are fitted to the whole log; then the lifetimes package is asked for
a second opinion on the fits.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from rfm import schema
from rfm.lifetime.backtesting import BackTest, NoBackTest, back_test
from rfm.lifetime.fit import LookAhead, look_ahead
from rfm.lifetime.forecast import churn
from rfm.lifetime.forecast.known import known_at
from rfm.lifetime.forecast.prospects import histories_of
from rfm.lifetime.lifetime import Lifetime, NoLifetime
from rfm.lifetime.purchase_days import PurchaseDays
from rfm.lifetime.second_opinion import GAMMA_GAMMA, Agreement, compare_with_lifetimes
from rfm.lifetime.spending import spending_of
from rfm.settings import Settings

EPOCH: Final = date(1970, 1, 1)


@dataclass(frozen=True)
class Checked:
    """The future of a shop, with what there is to trust it by.

    Attributes
    ----------
    ahead : LookAhead or None
    no_lifetime_reason : str
        Why the models expect nothing; empty when they do.
    back_test : BackTest or None
    no_back_test_reason : str
    second_opinion : tuple of Agreement
        Empty without models.
    """

    ahead: LookAhead | None
    no_lifetime_reason: str
    back_test: BackTest | None
    no_back_test_reason: str
    second_opinion: tuple[Agreement, ...]


def look_ahead_checked(
    customers: pd.DataFrame, days: PurchaseDays, settings: Settings, as_of: datetime
) -> Checked:
    """Return what the models expect, chosen by the back-test, and the checks.

    Parameters
    ----------
    customers : DataFrame
        One row per customer, by customer number.
    days : PurchaseDays
        The purchase days of the same customers.
    settings : Settings
    as_of : datetime
        The moment the table looks back from, on the clock of the shop.

    Returns
    -------
    Checked
        The models, the back-test, and what a second opinion says of the fit.
    """
    # These fits are small: threads would spend their time waiting for each other.
    with threadpool_limits(1):
        return _look_ahead_checked(customers, days, settings, as_of)


def _look_ahead_checked(
    customers: pd.DataFrame, days: PurchaseDays, settings: Settings, as_of: datetime
) -> Checked:
    found = back_test(days, settings)
    tested, untested = (None, found.reason) if isinstance(found, NoBackTest) else (found, "")
    choice = None if tested is None else tested.choice
    ahead = look_ahead(customers, days, settings, as_of=as_of, choice=choice)
    if isinstance(ahead, NoLifetime):
        return Checked(None, ahead.reason, tested, untested, ())
    if tested is not None and tested.churn_model != churn.AS_MODELLED:
        ahead = _with_learned_churn(ahead, days, tested.churn_model, settings.seed)
    opinion = _second_opinion(ahead.lifetime, customers, days, settings.seed)
    return Checked(ahead, "", tested, untested, opinion)


def _with_learned_churn(ahead: LookAhead, days: PurchaseDays, kind: str, seed: int) -> LookAhead:
    """Replace the churn probability by the one that the back-test prefers."""
    lifetime = ahead.lifetime
    now = (lifetime.as_of.date() - EPOCH).days
    known = known_at(days, now)
    learned = churn.learn_churn(lifetime.model, days, now, lifetime.horizon_days, seed=seed)
    if learned is None:
        return ahead
    if kind == churn.BOOSTING and learned.boosting is not None:
        probability = learned.boosted(lifetime.model, days, known)
    else:
        probability = learned.recalibrated(lifetime.model, known)
    table = ahead.outlook.table.assign(**{schema.CHURN_PROBABILITY: probability})
    return replace(ahead, outlook=replace(ahead.outlook, table=table))


def _second_opinion(
    lifetime: Lifetime, customers: pd.DataFrame, days: PurchaseDays, seed: int
) -> tuple[Agreement, ...]:
    fitted = {one.kind: dict(one.values) for one in lifetime.candidates}
    return compare_with_lifetimes(
        histories_of(customers),
        spending_of(customers, days).rows,
        {**fitted, GAMMA_GAMMA: dict(lifetime.spend.values)},
        seed=seed,
    )
