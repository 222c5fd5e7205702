"""Recency, frequency and money as attributes, and how they become comparable.

In a shop's log money and counts are skewed a thousandfold. On raw or merely standardised values a
few giants stretch the axis until everybody else is one point, and k-means gives the giants a
cluster of their own (1,080 / 3,246 / 13 customers in the published report). Therefore each axis is
first straightened, by what it means rather than by its tail:

* recency by the square root: yesterday and last week differ, but not as much as two months and a
  year do, which a logarithm would say;
* frequency by the logarithm: a customer with four orders is to one with two as forty are to twenty;
* money by asinh(money / scale): a logarithm for large amounts that also takes zero and negative
  ones. The scale is the median size of the amounts that are not zero, so pence and pounds give the
  same clusters, and small change below it is not blown up.

Then each axis is centred and divided by its standard deviation. Quartile ranges would be zero on
the many logs where most customers bought once. Nobody is drawn in: straightened, giants are near.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.features.pipeline import Pipeline, fit_pipeline
from rfm.features.settings import PipelineSettings
from rfm.features.skew import Curve
from rfm.settings import Count
from rfm.table.attribute import Attribute
from rfm.words import FREQUENCY_UNITS

CURVES: Final[Mapping[str, Curve]] = {
    schema.RECENCY_DAYS: "root",
    schema.FREQUENCY: "ratio",
    schema.MONETARY: "asinh",
}
SETTINGS: Final = PipelineSettings(outliers="keep", reduction="none")
_ALWAYS_A_FEATURE: Final = "It is counted from the orders, for every customer."


def fit_purchases(customers: pd.DataFrame, attributes: tuple[Attribute, ...]) -> Pipeline:
    """Learn from all customers how recency, frequency and money become points.

    Parameters
    ----------
    customers : DataFrame
        A row per customer with `customer_id` and the three.
    attributes : tuple of Attribute
        The three, as `attributes_of_log` gives them.

    Returns
    -------
    Pipeline
        Makes points of these customers, and of new ones.

    Raises
    ------
    SourceError
        When there are no customers, or all are the same.
    """
    return fit_pipeline(customers, attributes, SETTINGS, curves=CURVES)


def attributes_of_log(values: "np.ndarray", count: Count, currency: str) -> tuple[Attribute, ...]:
    """Return recency, frequency and money as attributes of customers.

    Parameters
    ----------
    values : array of shape (customers, 3)
        `recency_days`, `frequency`, `monetary`; at least one customer's.
    count : {"orders", "lines", "days"}
        What frequency counts.
    currency : str
        The symbol or code of the money.

    Returns
    -------
    tuple of Attribute
        The three, in this order.
    """
    labels = ("Days since the last order", FREQUENCY_UNITS[count][1].capitalize(), "Spend")
    units = ("days", "", currency)
    axes = zip(schema.RFM, labels, units, values.T, strict=True)
    return tuple(
        Attribute(
            name=name,
            kind="number",
            is_feature=True,
            reason=_ALWAYS_A_FEATURE,
            typical=float(np.median(column)),
            lowest=float(column.min()),
            highest=float(column.max()),
            is_whole=name != schema.MONETARY,
            label=label,
            unit=unit,
        )
        for name, label, unit, column in axes
    )
