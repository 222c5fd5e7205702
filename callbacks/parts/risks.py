"""How likely customers are lost, by their own rhythm, and what that puts at stake in each group."""

import pandas as pd

from callbacks.parts.looks import look_of
from layouts.parts.listing import ListFilters
from rfm import schema, words
from rfm.log.rhythm import gap_or_guess, own_gaps
from rfm.playbook.stakes import Stake, stakes_of
from rfm.segments.risk import is_at_risk, risks_of
from rfm.snapshot import Snapshot

_GAPS = (schema.REPEAT_ORDERS, schema.LAST_REPEAT_DAYS)


def risks(snapshot: Snapshot) -> pd.Series:
    """Return the risk of each customer of a log that was looked ahead of."""
    if schema.RISK in snapshot.customer_columns:
        return snapshot.customers(schema.RISK)[schema.RISK]
    # A snapshot from before it was stored.
    needed = (schema.RECENCY_DAYS, *_GAPS, schema.CHURN_PROBABILITY)
    horizon = snapshot.lifetime.horizon_days if snapshot.lifetime else None
    return pd.Series(risks_of(snapshot.customers(*needed), horizon), name=schema.RISK)


def usual_gap(snapshot: Snapshot, customer: pd.Series) -> float:
    """Return how many days usually pass between two purchases of a customer."""
    typical = gap_or_guess(snapshot.customers(*_GAPS))
    return float(own_gaps(customer[list(_GAPS)].to_frame().T, typical)[0])


def stakes_in(snapshot: Snapshot, grouping: str) -> tuple[Stake, ...]:
    """Return what is at stake in each group of a log that is looked ahead of, best group first."""
    column = look_of(snapshot, "light", grouping).column
    columns = (schema.EXPECTED_ORDERS, schema.EXPECTED_ORDER_VALUE)
    customers: pd.DataFrame = snapshot.customers(*columns, column)
    at_risk = is_at_risk(risks(snapshot))
    return stakes_of(customers, customers[column], at_risk, snapshot.groups(grouping))


def at_stake(snapshot: Snapshot, stake: Stake) -> str:
    """Return what is at stake in a group, with its interval, in a sentence."""
    lifetime, currency = snapshot.lifetime, snapshot.currency
    money, low, high = (
        words.short_money(each, currency) for each in (stake.money, stake.low, stake.high)
    )
    whom = words.count(stake.customers)
    if stake.at_risk < stake.customers:
        whom = f"{words.count(stake.at_risk)} of {whom}"
    mark = ", indicative" if lifetime and lifetime.sums_are_indicative else ""
    span = words.days(lifetime.horizon_days) if lifetime else ""
    return f"{whom} at risk: orders of {money} ({low} to {high}{mark}) in {span} at stake."


def filters_of(grouping: str, group: str) -> ListFilters:
    """Return what the list of customers is filtered by to show a group."""
    if grouping == schema.CLUSTERS:
        return {"cluster": group}
    return {"segment": group, "scheme": grouping}
