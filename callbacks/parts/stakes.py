"""What is at stake in the groups of a log, in words, and the filters of a group's list."""

import pandas as pd

from callbacks.parts.looks import look_of
from callbacks.parts.risks import risks
from layouts.parts.listing import ListFilters
from rfm import schema, words
from rfm.playbook.stakes import Stake, stakes_of
from rfm.segments.risk import is_at_risk
from rfm.snapshot import Snapshot


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
