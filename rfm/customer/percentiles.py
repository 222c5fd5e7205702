"""Where one customer stands among all, and next to the middle of their own group.

A percentile puts days, orders and money on one scale: 80 means further than 80 % of the customers
in the direction that is good for the shop. Customers with equal values stand equally far.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from rfm import schema

MEASURES: Final = (
    schema.RECENCY_DAYS,
    schema.FREQUENCY,
    schema.MONETARY,
    schema.AVERAGE_ORDER_VALUE,
    schema.PRODUCTS,
    schema.TENURE_DAYS,
)
SMALL_IS_GOOD: Final = (schema.RECENCY_DAYS,)


def percentiles_of(customers: pd.DataFrame, customer: pd.Series, group: str) -> pd.DataFrame:
    """Return where a customer stands on each measure, and where the middle of their group does.

    Parameters
    ----------
    customers : pandas.DataFrame
        One row per customer: the column `group` and any of `MEASURES`.
    customer : pandas.Series
        One customer with the same columns.
    group : str
        The column that holds each customer's group.

    Returns
    -------
    pandas.DataFrame
        One row per measure that both have: MEASURE, VALUE, MEDIAN (of the group), PERCENTILE and
        MEDIAN_PERCENTILE (0 to 100, far is good).
    """
    in_group = (customers[group] == customer[group]).to_numpy(dtype=bool)
    measures = [
        measure
        for measure in MEASURES
        if measure in customers.columns and pd.notna(customer.get(measure))
    ]
    rows = [
        _row(customers[measure].to_numpy(), customer, measure, in_group) for measure in measures
    ]
    columns = [
        schema.MEASURE, schema.VALUE, schema.MEDIAN, schema.PERCENTILE, schema.MEDIAN_PERCENTILE,
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def percentile(values: np.ndarray, value: float) -> float:
    """Return the share of values below a value, 0 to 100; equal values count half."""
    below = np.count_nonzero(values < value)
    equal = np.count_nonzero(values == value)
    return float(100 * (below + equal / 2) / max(len(values), 1))


def _row(
    values: np.ndarray, customer: pd.Series, measure: str, in_group: np.ndarray
) -> Sequence[object]:
    value = float(customer[measure])
    of_group = values[in_group]
    median = float(np.median(of_group[~np.isnan(of_group)])) if len(of_group) else float("nan")
    places = (percentile(values, value), percentile(values, median))
    if measure in SMALL_IS_GOOD:
        places = (100 - places[0], 100 - places[1])
    return [measure, value, median, *places]
