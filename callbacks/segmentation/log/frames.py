"""The frames that the charts are drawn from, prepared for what is looked at."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from callbacks.segmentation.log.view import View
from rfm import schema
from rfm.segments import profiles

GROUP_NUMBERS: Final = (
    *(schema.GROUP, schema.CUSTOMERS, schema.SHARE, schema.REVENUE, schema.REVENUE_SHARE),
    *(schema.RECENCY_MEDIAN, schema.FREQUENCY_MEDIAN, schema.MONETARY_MEDIAN),
)


def groups_of(view: View) -> tuple[pd.DataFrame]:
    """Return the groups that have customers, counted from those who pass the filter."""
    return (view.groups,)


def customers_of(view: View) -> tuple[pd.DataFrame]:
    """Return recency, frequency, monetary and group of every customer who passes the filter."""
    customers = view.snapshot.customers(schema.CUSTOMER_ID, *schema.RFM, view.column)
    return (view.passing(customers),)


def cloud_of(view: View) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the customers, and the groups whose medians label them."""
    return (*customers_of(view), view.groups)


def scored_of(view: View) -> tuple[pd.DataFrame]:
    """Return the scored customers who are shown."""
    scored = view.snapshot.customers(schema.R_SCORE, schema.F_SCORE, *schema.RFM)
    return (view.members(scored),)


def products_of(view: View) -> tuple[pd.DataFrame | None]:
    """Return the favourite products of each group; None for a log without products."""
    return (view.snapshot.products(view.grouping),)


def pareto_of(view: View) -> tuple[pd.DataFrame]:
    """Return the curve of those who pass the filter, of whatever group."""
    return (pareto_numbers(view),)


def scan_of(view: View) -> tuple[pd.DataFrame, int]:
    """Return the numbers of clusters that were tried, and the one that was chosen."""
    scan = view.snapshot.cluster_scan
    return scan, len(view.groups) if schema.CLUSTERS in view.snapshot.groupings else 0


def profiles_of(view: View) -> tuple[pd.DataFrame, Mapping[str, float]]:
    """Return the groups, and the medians of all their customers that they are compared with."""
    medians = view.passing(view.snapshot.customers(*schema.RFM)).median()
    return view.groups, {column: float(medians[column]) for column in schema.RFM}


def group_numbers(view: View) -> pd.DataFrame:
    """Return sizes, shares and medians of each group."""
    return view.groups[list(GROUP_NUMBERS)]


def customer_numbers(view: View) -> pd.DataFrame:
    """Return the customers that are shown, with their group."""
    customers = view.snapshot.customers(schema.CUSTOMER_ID, *schema.RFM, view.column)
    return view.members(customers).rename(columns={view.column: schema.GROUP})


def score_numbers(view: View) -> pd.DataFrame:
    """Return customers and mean spend by recency and frequency score."""
    keys = [schema.R_SCORE, schema.F_SCORE]
    found = scored_of(view)[0].groupby(keys, observed=True)[schema.MONETARY].agg(["size", "mean"])
    named = {"size": schema.CUSTOMERS, "mean": schema.MONETARY_MEAN}
    return found.rename(columns=named).reset_index()


def product_numbers(view: View) -> pd.DataFrame:
    """Return the products that the shown groups buy most."""
    found = products_of(view)[0]
    if found is None:
        return pd.DataFrame({schema.GROUP: [], schema.PRODUCT: []})
    return found[found[schema.GROUP] == view.group] if view.group else found


def pareto_numbers(view: View) -> pd.DataFrame:
    """Return the whole curve."""
    if view.filter is None:
        return view.snapshot.pareto
    return profiles.pareto(view.passing(view.snapshot.customers(schema.MONETARY)))


def pareto_steps(view: View) -> pd.DataFrame:
    """Return the curve at every tenth of the customers."""
    curve = pareto_numbers(view)
    return curve.iloc[:: max(1, (len(curve) - 1) // 10)]


def scan_numbers(view: View) -> pd.DataFrame:
    """Return how each number of clusters did."""
    return scan_of(view)[0]
