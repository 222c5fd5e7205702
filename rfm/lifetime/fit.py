"""Fit the models of lifetime to a shop, and look ahead with them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import pandas as pd

from rfm import schema
from rfm.lifetime.candidates import ModelChoice, choose, fit_candidates
from rfm.lifetime.caveats import Evidence, caveats_of
from rfm.lifetime.forecast.outlook import Outlook, look_around
from rfm.lifetime.forecast.prospects import histories_of, prospects
from rfm.lifetime.lifetime import Lifetime, NoLifetime
from rfm.lifetime.models.bootstrap import draw_parameters
from rfm.lifetime.purchase_days import PurchaseDays
from rfm.lifetime.repeats import seen_repeats
from rfm.lifetime.spend_fit import fit_spend
from rfm.lifetime.spending import spending_of
from rfm.settings import Settings

DAYS_PER_WEEK: Final = 7
FEWEST_REPEAT_BUYERS_AT_ALL: Final = 10


@dataclass(frozen=True)
class LookAhead:
    """The future of a shop: its models, and what they expect of customers and groups of them.

    Parameters
    ----------
    lifetime : Lifetime
        The fitted models and how far to trust them.
    outlook : Outlook
        What they expect of each customer.
    """

    lifetime: Lifetime
    outlook: Outlook


def look_ahead(
    customers: pd.DataFrame,
    days: PurchaseDays,
    settings: Settings,
    *,
    as_of: datetime,
    choice: ModelChoice | None = None,
) -> LookAhead | NoLifetime:
    """Return the models of a shop and what they expect, with intervals.

    Parameters
    ----------
    customers : DataFrame
        One row per customer, by customer number.
    days : PurchaseDays
        The purchase days of the same customers.
    settings : Settings
    as_of : datetime
        The moment the table looks back from, on the clock of the shop.
    choice : ModelChoice, optional
        The purchase model to use; by default the one under which the log is most likely.

    Returns
    -------
    LookAhead or NoLifetime
        The reason, where the log says too little.
    """
    lifetime = fit_lifetime(customers, days, settings, as_of=as_of, choice=choice)
    if isinstance(lifetime, NoLifetime):
        return lifetime
    spending = spending_of(customers, days)
    table = prospects(lifetime, customers, spending, as_of)
    outlook = look_around(lifetime, table, histories_of(customers), spending, settings.seed)
    sums = outlook.total()
    lifetime = replace(
        lifetime,
        orders=sums[schema.EXPECTED_ORDERS],
        revenue=sums[schema.EXPECTED_REVENUE],
        value=sums[schema.CLV],
    )
    return LookAhead(lifetime, outlook)


def fit_lifetime(
    customers: pd.DataFrame,
    days: PurchaseDays,
    settings: Settings,
    *,
    as_of: datetime,
    choice: ModelChoice | None = None,
) -> Lifetime | NoLifetime:
    """Return the models of a shop, without sums over its customers; see `look_ahead`.

    Parameters
    ----------
    customers : DataFrame
        One row per customer, by customer number.
    days : PurchaseDays
        The purchase days of the same customers.
    settings : Settings
        How far to look ahead, and the seed.
    as_of : datetime
        The moment looked back from, on the clock of the shop.
    choice : ModelChoice, optional
        The purchase model to use; the likeliest when absent.

    Returns
    -------
    Lifetime or NoLifetime
        The models, or the reason why there are none.
    """
    reason = _why_not(customers, days)
    if reason:
        return NoLifetime(reason)
    histories, spending = histories_of(customers), spending_of(customers, days)
    if not len(spending.rows):
        return NoLifetime("No order has a value above 0, so nothing can be said of value.")
    candidates, spend = fit_candidates(histories), fit_spend(spending)
    choice = choice or choose(candidates)
    used = next(one for one in candidates if one.kind == choice.kind)
    weeks = float(histories.T.max() / DAYS_PER_WEEK)
    caveats = caveats_of(
        Evidence(
            candidate=used,
            spend=spend,
            histories=histories,
            spending=spending,
            customer_ids=days.customer_ids,
            currency=settings.currency,
            weeks=weeks,
        )
    )
    return Lifetime(
        kind=choice.kind,
        reason=choice.reason,
        candidates=candidates,
        spend=spend,
        as_of=as_of,
        horizon_days=settings.horizon_days,
        value_days=settings.value_days,
        discount_rate=settings.discount_rate,
        customers=len(customers),
        repeat_buyers=int((customers[schema.REPEAT_ORDERS] > 0).sum()),
        weeks=weeks,
        draws=draw_parameters((used.model, spend.model), histories, spending, settings.seed),
        warnings=tuple(caveat.sentence for caveat in caveats),
        is_indicative=any(caveat.is_of_all for caveat in caveats),
        seen_repeats=seen_repeats(histories),
        is_value_indicative=any(caveat.is_of_all or caveat.is_of_money for caveat in caveats),
    )


def _why_not(customers: pd.DataFrame, days: PurchaseDays) -> str:
    """Return why the log says too little about the future; nothing when it says enough."""
    if days.first_day == days.last_day:
        return (
            "All purchases are on one day, so the log does not say who comes back. The models need "
            "a log of some months."
        )
    back = int((customers[schema.REPEAT_ORDERS] > 0).sum())
    if not back:
        return (
            f"None of the {len(customers):,} customers bought on a second day, so the log does "
            "not say how customers come back."
        )
    if back < FEWEST_REPEAT_BUYERS_AT_ALL:
        return (
            f"Only {back:,} of {len(customers):,} customers bought on a second day; the models "
            f"need at least {FEWEST_REPEAT_BUYERS_AT_ALL}, and {200} to be more than indicative."
        )
    return ""
