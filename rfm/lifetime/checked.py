"""Look ahead with models that the log's own past chose, and check how far to trust them.

The back-test comes first, because it decides which models are used and whose churn probability;
then the models are fitted to the whole log; then the order of lists is chosen, and the lifetimes
package is asked for a second opinion on the fits.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from rfm import schema
from rfm.errors import TooLittleError
from rfm.lifetime.backtesting import BackTest, back_test
from rfm.lifetime.backtesting.churning import season_before
from rfm.lifetime.backtesting.spend import UNTESTED
from rfm.lifetime.candidates import ModelChoice
from rfm.lifetime.fit import LookAhead, look_ahead, with_sums
from rfm.lifetime.forecast import churn
from rfm.lifetime.forecast.coherence import carry
from rfm.lifetime.forecast.prospects import histories_of
from rfm.lifetime.horizon import horizon_of
from rfm.lifetime.lifetime import Lifetime
from rfm.lifetime.ordering import judge_order, places
from rfm.lifetime.purchase_days import EPOCH, PurchaseDays
from rfm.lifetime.seasons.applying import with_sums_of
from rfm.lifetime.second_opinion import GAMMA_GAMMA, Agreement, compare_with_lifetimes
from rfm.lifetime.spending import OF_MEANS, fit_spend, net_days, spending_of
from rfm.settings import Settings


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
        ahead = _with_places(ahead, customers, days, settings.seed)
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
    return LookAhead(with_sums(lifetime, outlook), outlook)


def _with_places(
    ahead: LookAhead, customers: pd.DataFrame, days: PurchaseDays, seed: int
) -> LookAhead:
    """Add each customer's place in a list that is sorted by value."""
    lifetime, outlook = ahead.lifetime, ahead.outlook
    net, now = net_days(customers, days), (lifetime.as_of.date() - EPOCH).days
    models = lifetime.model, lifetime.spend.model
    judged = judge_order(net, now, lifetime.value_days, models, seed)
    value, spent = outlook.table[schema.CLV], customers[schema.MONETARY]
    place = places(judged, net, now, value.to_numpy(), spent.to_numpy(np.float64))
    table = outlook.table.assign(**{schema.VALUE_PLACE: place})
    lifetime = replace(lifetime, list_order=judged.order)
    return LookAhead(lifetime, replace(outlook, table=table))


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
