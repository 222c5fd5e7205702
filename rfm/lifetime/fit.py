"""Fit the models of lifetime to a shop, and look ahead with them, unchecked.

`rfm.lifetime.checked` says first which models are to be used, and then how far to trust them.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd

from rfm import schema
from rfm.errors import TooLittleError
from rfm.lifetime.backtesting.spend import UNTESTED
from rfm.lifetime.candidates import ModelChoice, PurchaseFit, choose, fit_candidates, seen_repeats
from rfm.lifetime.caveats import Evidence, caveats_of
from rfm.lifetime.enough import ensure_enough
from rfm.lifetime.forecast.outlook import Outlook, look_around
from rfm.lifetime.forecast.prospects import histories_of, prospects
from rfm.lifetime.horizon import Horizon, horizon_of
from rfm.lifetime.lifetime import Lifetime
from rfm.lifetime.models.bootstrap import draw_parameters
from rfm.lifetime.purchase_days import PurchaseDays, known_at
from rfm.lifetime.seasons.applying import corrected, learn_corrections, sums_of_the_past
from rfm.lifetime.seasons.correction import ORDERS, REVENUE
from rfm.lifetime.seasons.quarters import quarters_ahead
from rfm.lifetime.spending import fit_spend, net_days, spending_of
from rfm.settings import Settings


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
    spend_choice: ModelChoice = UNTESTED,
) -> LookAhead:
    """Return the models of a shop and what they expect, with intervals, unchecked.

    Without a choice the purchase model is used under which the log is most likely, and the spend
    model that knows the value of each order.

    Raises
    ------
    TooLittleError
        When the log says too little about the future.
    """
    ensure_enough(customers, days)
    histories, spending = histories_of(customers), spending_of(customers, days)
    if not len(spending.rows):
        raise TooLittleError("No order has a value above 0, so nothing can be said of value.")
    log_gaps = float(known_at(days, days.last_day).log_gaps.sum())
    candidates = fit_candidates(histories, choice.kind if choice else "", log_gaps)
    choice = choice or choose(candidates)
    evidence = Evidence(
        candidate=next(one for one in candidates if one.kind == choice.kind),
        spend=fit_spend(spending, spend_choice.kind, spend_choice.reason),
        histories=histories,
        spending=spending,
        customer_ids=days.customer_ids,
        currency=settings.currency,
    )
    horizon = horizon_of(days, settings)
    lifetime = _lifetime(evidence, candidates, choice.reason, (settings, horizon), as_of)
    table = prospects(lifetime, customers, spending, as_of)
    outlook = look_around(lifetime, table, histories, spending, settings.seed)
    past = sums_of_the_past(lifetime, net_days(customers, days), settings.seed)
    corrections = learn_corrections(lifetime, past, outlook)
    worth = outlook.table[schema.EXPECTED_ORDER_VALUE].to_numpy()
    own = {
        ORDERS: outlook.own_error(schema.EXPECTED_ORDERS),
        REVENUE: outlook.own_error(schema.EXPECTED_REVENUE),
    }
    lifetime = replace(lifetime, corrections=corrections)
    quarters = quarters_ahead(lifetime, histories, worth, past, own)
    outlook = corrected(lifetime, histories, outlook, corrections)
    hint = corrections[schema.EXPECTED_REVENUE].indicative_reason
    warnings = (*lifetime.warnings, *([hint] if hint else []))
    lifetime = replace(lifetime, quarters=quarters, warnings=warnings)
    return LookAhead(with_sums(lifetime, outlook), outlook)


def _lifetime(
    evidence: Evidence,
    candidates: tuple[PurchaseFit, ...],
    reason: str,
    chosen: tuple[Settings, Horizon],
    as_of: datetime,
) -> Lifetime:
    """Return the models of a shop, without sums over its customers."""
    settings, horizon = chosen
    used, spend, histories = evidence.candidate, evidence.spend, evidence.histories
    models, caveats = (used.model, spend.model), caveats_of(evidence)
    return Lifetime(
        kind=used.kind,
        reason=reason,
        candidates=candidates,
        spend=spend,
        as_of=as_of,
        horizon_days=horizon.days,
        horizon_reason=horizon.reason,
        value_days=settings.value_days,
        discount_rate=settings.discount_rate,
        customers=len(evidence.repeats),
        repeat_buyers=int((evidence.repeats > 0).sum()),
        weeks=evidence.weeks,
        draws=draw_parameters(models, histories, evidence.spending, settings.seed),
        warnings=tuple(caveat.sentence for caveat in caveats),
        is_indicative=any(caveat.is_of_all for caveat in caveats),
        seen_repeats=seen_repeats(histories),
        is_value_indicative=any(caveat.is_of_all or caveat.is_of_money for caveat in caveats),
    )


def with_sums(lifetime: Lifetime, outlook: Outlook) -> Lifetime:
    """Return the models with the sums of what they expect of all customers."""
    sums = outlook.total()
    return replace(
        lifetime,
        orders=sums[schema.EXPECTED_ORDERS],
        revenue=sums[schema.EXPECTED_REVENUE],
        value=sums[schema.CLV],
    )
