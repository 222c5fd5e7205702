"""What the charts of a log are drawn from, prepared for what is looked at."""

from collections.abc import Mapping

import pandas as pd

from callbacks.segmentation.view import View
from rfm import schema
from rfm.segments import profiles


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
    return (profiles.pareto(view.passing(view.snapshot.customers(schema.MONETARY))),)


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
