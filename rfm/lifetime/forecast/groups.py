"""What groups of customers are worth from now on, and what of it is at stake."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.lifetime.forecast.outlook import Outlook
from rfm.lifetime.lifetime import Estimate
from rfm.lifetime.models.histories import Array

AT_RISK: Final = 0.5


def outlook_of_groups(outlook: Outlook, groups: pd.Series) -> pd.DataFrame:
    """Return what is expected of each group that has customers.

    Parameters
    ----------
    outlook : Outlook
        What is expected of every customer.
    groups : Series
        Each customer's group, categorical, in the order of the outlook's table.

    Returns
    -------
    DataFrame
        One row per group, its name as the index.

        ======================= ===========================================================
        p_alive                 mean
        churn_probability       mean
        expected_orders         sum, within the horizon
        expected_revenue        sum of the money of these orders, with `_low` and `_high`
        clv                     sum, with `_low` and `_high`
        value_at_stake          sum of the `clv` of customers who are more likely than not to
                                buy nothing within the horizon
        ======================= ===========================================================
    """
    labels = pd.Categorical(groups).remove_unused_categories()
    codes, size = labels.codes.astype(np.int64), len(labels.categories)
    table, estimates = outlook.table, outlook.of_groups(codes, size)
    customers = np.bincount(codes, minlength=size).astype(np.float64)
    at_risk = table[schema.CHURN_PROBABILITY].to_numpy() >= AT_RISK
    stake = np.bincount(codes, np.where(at_risk, table[schema.CLV], 0.0), size).astype(np.float64)
    columns: dict[str, Array] = {
        name: np.bincount(codes, table[name], size) / customers
        for name in (schema.P_ALIVE, schema.CHURN_PROBABILITY)
    }
    columns[schema.EXPECTED_ORDERS] = _each(estimates, schema.EXPECTED_ORDERS, "mean")
    for name, low, high in (
        (schema.EXPECTED_REVENUE, schema.EXPECTED_REVENUE_LOW, schema.EXPECTED_REVENUE_HIGH),
        (schema.CLV, schema.CLV_LOW, schema.CLV_HIGH),
    ):
        columns[name] = _each(estimates, name, "mean")
        columns[low] = _each(estimates, name, "low")
        columns[high] = _each(estimates, name, "high")
    columns[schema.VALUE_AT_STAKE] = stake
    return pd.DataFrame(columns, index=labels.categories.astype("str"))


def _each(estimates: Mapping[str, Sequence[Estimate]], name: str, part: str) -> Array:
    return np.array([getattr(estimate, part) for estimate in estimates[name]])
