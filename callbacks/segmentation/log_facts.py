"""What the charts of a log are drawn from, of what was and what is ahead, for what is looked at."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from callbacks.parts.risks import risks
from callbacks.segmentation.view import View
from layouts.charts.lifetime.value import Ahead
from rfm import schema, words
from rfm.lifetime.backtesting import card
from rfm.segments.profiles import pareto

_POINTS: Final = 200
_GROUP_NUMBERS: Final = (
    *(schema.GROUP, schema.CUSTOMERS, schema.P_ALIVE, schema.CHURN_PROBABILITY),
    *(schema.EXPECTED_ORDERS, schema.EXPECTED_REVENUE, schema.EXPECTED_REVENUE_LOW),
    *(schema.EXPECTED_REVENUE_HIGH, schema.CLV, schema.CLV_LOW, schema.CLV_HIGH),
    *(schema.VALUE_AT_STAKE, schema.VALUE_AT_STAKE_LOW, schema.VALUE_AT_STAKE_HIGH),
    schema.ESTIMATES,
)


def groups_of(view: View) -> tuple[pd.DataFrame]:
    """Return the groups that have customers, counted from those who pass the filter."""
    return (view.groups,)


def cloud_of(view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the customers who pass the filter, and the groups whose medians label them."""
    customers = view.snapshot.customers(schema.CUSTOMER_ID, *schema.RFM, view.column)
    return view.passing(customers), view.groups


def scored_of(view: View) -> tuple[pd.DataFrame]:
    """Return the scored customers who are shown."""
    scored = view.snapshot.customers(schema.R_SCORE, schema.F_SCORE, *schema.RFM)
    return (view.members(scored),)


def products_of(view: View) -> tuple[pd.DataFrame | None]:
    """Return the favourite products of each group; None for a log without products."""
    return (view.snapshot.products(view.grouping),)


def pareto_of(view: View) -> tuple[pd.DataFrame]:
    """Return the curve of those who pass the filter, of whatever group."""
    if view.filter is None:
        return (view.snapshot.pareto,)
    return (pareto(view.passing(view.snapshot.customers(schema.MONETARY))),)


def scan_of(view: View) -> tuple[pd.DataFrame, int] | None:
    """Return the numbers of clusters that were tried, and the one that was chosen."""
    if view.grouping != schema.CLUSTERS:
        return None
    return view.snapshot.cluster_scan, len(view.groups)


def profiles_of(view: View) -> tuple[pd.DataFrame, Mapping[str, float]] | None:
    """Return the clusters, and the medians of all their customers that they are compared with."""
    if view.grouping != schema.CLUSTERS:
        return None
    medians = view.passing(view.snapshot.customers(*schema.RFM)).median()
    return view.groups, {column: float(medians[column]) for column in schema.RFM}


def horizon_of(view: View) -> Ahead:
    """Return how far ahead is looked, and what everybody is expected to bring by then."""
    lifetime = view.snapshot.lifetime
    if lifetime is None:
        return Ahead(days=0, churn_days=0, value_days=0, revenue=0.0, low=0.0, high=0.0)
    return Ahead(
        days=lifetime.horizon_days,
        churn_days=lifetime.horizon_days,
        value_days=lifetime.value_days,
        revenue=lifetime.revenue.mean,
        low=lifetime.revenue.low,
        high=lifetime.revenue.high,
        past_error=_past_error(view),
        season=lifetime.season,
        is_indicative=is_value_indicative(view),
    )


def is_value_indicative(view: View) -> bool:
    """Return whether the value of all customers, or its interval, is no more than a hint."""
    lifetime = view.snapshot.lifetime
    return lifetime is not None and lifetime.certainty_of_sums == schema.INDICATIVE


def likely_value(view: View) -> str:
    """Return between what the value of all customers lies."""
    lifetime = view.snapshot.lifetime
    if lifetime is None:
        return ""
    low, high = (
        words.short_money(end, view.snapshot.currency)
        for end in (lifetime.value.low, lifetime.value.high)
    )
    return f"likely {low} to {high}"


def _past_error(view: View) -> float:
    tested = view.snapshot.back_test
    return tested.metric(card.REVENUE, card.TOTAL_ERROR) if tested else float("nan")


def expected_of(view: View) -> tuple[pd.DataFrame, Ahead]:
    """Return the groups with what is expected of them, and how far ahead that is."""
    return _groups(view), horizon_of(view)


def map_of(view: View) -> tuple[pd.DataFrame, pd.DataFrame, Ahead]:
    """Return churn, value and group of those who pass the filter, their groups' means, the span."""
    columns = (schema.CUSTOMER_ID, schema.CHURN_PROBABILITY, schema.CLV, view.column)
    known = view.snapshot.lifetime is not None
    if not known:
        nobody = _nobody((*columns, schema.RISK))
        return nobody, _means(view, nobody), horizon_of(view)
    everyone = view.snapshot.customers(*columns)
    customers = view.passing(everyone.assign(**{schema.RISK: risks(view.snapshot)}))
    return customers, _means(view, customers), horizon_of(view)


def curves_of(view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return how the expected value is spread, and how the past revenue was."""
    return (_curve(view), *pareto_of(view))


def _means(view: View, customers: pd.DataFrame) -> pd.DataFrame:
    """Return what is expected of each group's customers who pass the filter."""
    if view.filter is None or customers.empty:
        return _groups(view)
    grouped = customers.groupby(view.column, observed=True)
    means = {schema.CUSTOMERS: grouped.size()}
    means[schema.CHURN_PROBABILITY] = grouped[schema.CHURN_PROBABILITY].mean()
    means[schema.CLV] = grouped[schema.CLV].sum()
    return pd.DataFrame(means).rename_axis(schema.GROUP).reset_index().astype({schema.GROUP: str})


def _curve(view: View) -> pd.DataFrame:
    """Return the share of the expected value that each share of the customers, best first, holds.

    There are some 200 points.
    """
    if view.snapshot.lifetime is None:
        return pd.DataFrame({schema.SHARE: [], schema.VALUE_SHARE: []})
    value = np.sort(view.passing(view.snapshot.customers(schema.CLV))[schema.CLV].to_numpy())[::-1]
    at = np.unique(np.linspace(0, len(value) - 1, _POINTS).astype(int))
    held = np.cumsum(value)
    total = held[-1] if held[-1] > 0 else float("nan")
    shares = (at + 1) / len(value)
    return pd.DataFrame({schema.SHARE: shares, schema.VALUE_SHARE: held[at] / total})


def _groups(view: View) -> pd.DataFrame:
    known = [column for column in _GROUP_NUMBERS if column in view.all_groups]
    if view.snapshot.lifetime is None:
        return _nobody(_GROUP_NUMBERS)
    return view.all_groups[known]


def _nobody(columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame({column: [] for column in columns})
