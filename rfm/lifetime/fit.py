"""Fit the models of lifetime to a shop, look ahead with them, and check how far to trust them.

The back-test comes first, because it decides which purchase model is used and whose churn
probability; then the models are fitted to the whole log; then the lifetimes package is asked for
a second opinion on the fits.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from rfm import schema
from rfm.errors import TooLittleError
from rfm.lifetime.backtesting import BackTest, back_test
from rfm.lifetime.backtesting.churning import season_before
from rfm.lifetime.backtesting.spend import UNTESTED
from rfm.lifetime.candidates import ModelChoice, PurchaseFit, choose, fit_candidates, seen_repeats
from rfm.lifetime.caveats import Evidence, caveats_of
from rfm.lifetime.enough import ensure_enough
from rfm.lifetime.forecast import churn
from rfm.lifetime.forecast.coherence import carry
from rfm.lifetime.forecast.outlook import Outlook, look_around
from rfm.lifetime.forecast.prospects import histories_of, prospects
from rfm.lifetime.horizon import Horizon, horizon_of
from rfm.lifetime.lifetime import Lifetime
from rfm.lifetime.models.bootstrap import draw_parameters
from rfm.lifetime.purchase_days import EPOCH, PurchaseDays, known_at
from rfm.lifetime.seasons.applying import corrected, learn_corrections, with_sums_of
from rfm.lifetime.second_opinion import GAMMA_GAMMA, Agreement, compare_with_lifetimes
from rfm.lifetime.spending import OF_MEANS, fit_spend, net_days, spending_of
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
    found = look_ahead_tested(customers, days, settings, as_of)
    if found.ahead is None:
        return found
    with threadpool_limits(1):
        opinion = _second_opinion(found.ahead.lifetime, customers, days, settings.seed)
    return replace(found, second_opinion=opinion)


def look_ahead_tested(
    customers: pd.DataFrame, days: PurchaseDays, settings: Settings, as_of: datetime
) -> Checked:
    """Return the same without a second opinion."""
    # These fits are small: threads would spend their time waiting for each other.
    with threadpool_limits(1):
        tested, choice, spend_choice, untested = None, None, UNTESTED, ""
        try:
            horizon = horizon_of(days, settings).days
            net = net_days(customers, days)
            tested = back_test(net, replace(settings, horizon_days=horizon))
            choice = ModelChoice(tested.purchase_model, tested.reasons[0])
            spend_choice = ModelChoice(tested.spend_model, tested.reasons[-1])
        except TooLittleError as error:
            untested = str(error)
        try:
            ahead = look_ahead(
                customers,
                days,
                settings,
                as_of=as_of,
                choice=choice,
                spend_choice=spend_choice,
            )
        except TooLittleError as error:
            return Checked(None, str(error), tested, untested, ())
        if tested is not None and tested.churn_scored_on:
            ahead = _with_learned_churn(ahead, customers, days, tested.churn_model, settings.seed)
        return Checked(ahead, "", tested, untested, ())


def _with_learned_churn(
    ahead: LookAhead, customers: pd.DataFrame, days: PurchaseDays, kind: str, seed: int
) -> LookAhead:
    """Replace the churn probability by the one that the back-test prefers, and all with it."""
    lifetime, histories = ahead.lifetime, histories_of(customers)
    now, horizon = (lifetime.as_of.date() - EPOCH).days, lifetime.horizon_days
    before = season_before(days, now, horizon, lifetime.model, seed)
    if before is None:
        return ahead
    probability = churn.probability(kind, lifetime.model, histories, horizon, before)
    table = ahead.outlook.table
    table = with_sums_of(table, carry(lifetime, histories, table, probability))
    outlook = replace(ahead.outlook, table=table)
    return LookAhead(_with_sums(lifetime, outlook), outlook)


def _with_sums(lifetime: Lifetime, outlook: Outlook) -> Lifetime:
    sums = outlook.total()
    return replace(
        lifetime,
        orders=sums[schema.EXPECTED_ORDERS],
        revenue=sums[schema.EXPECTED_REVENUE],
        value=sums[schema.CLV],
    )


def _second_opinion(
    lifetime: Lifetime, customers: pd.DataFrame, days: PurchaseDays, seed: int
) -> tuple[Agreement, ...]:
    fitted = {one.kind: dict(one.values) for one in lifetime.candidates}
    spending, spend = spending_of(customers, days), lifetime.spend
    # The package knows the closed form on means.
    of_means = spend if spend.kind == OF_MEANS else fit_spend(spending)
    return compare_with_lifetimes(
        histories_of(customers),
        spending.rows,
        {**fitted, GAMMA_GAMMA: dict(of_means.values)},
        horizon_days=lifetime.horizon_days,
        seed=seed,
    )


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
    corrections = learn_corrections(lifetime, net_days(customers, days), outlook, settings.seed)
    outlook = corrected(lifetime, histories, outlook, corrections)
    hint = corrections[schema.EXPECTED_REVENUE].indicative_reason
    warnings = (*lifetime.warnings, *([hint] if hint else []))
    lifetime = replace(lifetime, corrections=corrections, warnings=warnings)
    return LookAhead(_with_sums(lifetime, outlook), outlook)


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
