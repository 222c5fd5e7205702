"""Where one customer stands among all and next to their own group, and what is typical of them.

A percentile puts days, orders and money on one scale: 80 means above 80 % of the customers, and of
a log's measures further in the direction that is good for the shop. Customers with equal values
stand equally far.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.features.points import Array
from rfm.table.attribute import Attribute

MEASURES: Final = (
    schema.RECENCY_DAYS,
    schema.FREQUENCY,
    schema.MONETARY,
    schema.AVERAGE_ORDER_VALUE,
    schema.PRODUCTS,
    schema.TENURE_DAYS,
)
SMALL_IS_GOOD: Final = (schema.RECENCY_DAYS,)
TYPICAL, UNTYPICAL = "typical", "untypical"
# Beyond the middle four fifths of the cluster a number is unusual in it.
_TAIL: Final = 10.0
# The cluster's own middle has to lie this far from that of all for its side to say something.
_APART: Final = 15.0
_NEAR: Final = 25.0
_RARE: Final = 0.1
_COMMON: Final = 0.5


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
    rows = [
        _row(customers[measure].to_numpy(), customer, measure, in_group)
        for measure in MEASURES
        if measure in customers.columns and pd.notna(customer.get(measure))
    ]
    columns = [
        schema.MEASURE, schema.VALUE, schema.MEDIAN, schema.PERCENTILE, schema.MEDIAN_PERCENTILE,
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def percentiles_among(values: Mapping[str, float], customers: pd.DataFrame) -> dict[str, float]:
    """Return, for each of the three, further than what percentage of the customers somebody is.

    Parameters
    ----------
    values : mapping
        Recency, frequency and money of somebody.
    customers : DataFrame
        The known customers. Equal ones count half; far is good for the shop.

    Returns
    -------
    dict of str to float
        By measure, 0 to 100.
    """
    return {name: _for_shop(customers[name].to_numpy(), values[name], name) for name in schema.RFM}


def percentile(values: np.ndarray, value: float) -> float:
    """Return the share of values below a value, 0 to 100; equal values count half."""
    below = np.count_nonzero(values < value)
    equal = np.count_nonzero(values == value)
    return float(100 * (below + equal / 2) / max(len(values), 1))


def _for_shop(values: np.ndarray, value: float, measure: str) -> float:
    """Return the percentile for a measure of a log, where far is good for the shop."""
    place = percentile(values, value)
    return 100 - place if measure in SMALL_IS_GOOD else place


def _row(
    values: np.ndarray, customer: pd.Series, measure: str, in_group: np.ndarray
) -> Sequence[object]:
    value = float(customer[measure])
    of_group = values[in_group]
    median = float(np.median(of_group[~np.isnan(of_group)])) if len(of_group) else float("nan")
    places = (_for_shop(values, each, measure) for each in (value, median))
    return [measure, value, median, *places]


@dataclass(frozen=True, kw_only=True)
class Trait:
    """Where one customer stands on one attribute, among all and in their cluster.

    Parameters
    ----------
    attribute : str
        Its name.
    value : float or str, optional
        The customer's value; None for a gap.
    middle : float or str, optional
        The median, or the commonest level, of the cluster.
    percentile, own_percentile, middle_percentile : float, optional
        Of a number: the customer's place among all and in the cluster, and the place of the
        cluster's median among all, each 0 to 100.
    share, own_share : float, optional
        Of a level: the share of all, and of the cluster, that have it.
    verdict : str
        "typical" or "untypical" of the cluster, or empty.
    weight : float
        How much it says, 0 to 1.
    """

    attribute: str
    value: float | str | None = None
    middle: float | str | None = None
    percentile: float | None = None
    own_percentile: float | None = None
    middle_percentile: float | None = None
    share: float | None = None
    own_share: float | None = None
    verdict: str = ""
    weight: float = 0.0


def traits_of(
    customers: pd.DataFrame,
    customer: pd.Series,
    attributes: Sequence[Attribute],
    is_member: np.ndarray,
) -> tuple[Trait, ...]:
    """Return where a customer stands on every attribute, in the order of the attributes.

    Parameters
    ----------
    customers : DataFrame
        A row per customer with a column per attribute.
    customer : Series
        One of them.
    attributes : sequence of Attribute
        Numbers are placed by percentile, everything else by how many share the value.
    is_member : array of bool
        Who belongs to the customer's cluster.

    Returns
    -------
    tuple of Trait
        One per attribute.
    """
    return tuple(
        _number(customers[each.name].to_numpy(dtype=float), customer[each.name], each, is_member)
        if each.kind == "number"
        else _level(customers[each.name], customer[each.name], each, is_member)
        for each in attributes
    )


def _number(values: Array, value: Any, attribute: Attribute, is_member: np.ndarray) -> Trait:
    known = np.isfinite(values)
    everybody, own = values[known], values[known & is_member]
    middle = float(np.median(own)) if len(own) else None
    if pd.isna(value) or middle is None:
        return Trait(attribute=attribute.name, middle=middle)
    number = float(value)
    place, inside = percentile(everybody, number), percentile(own, number)
    of_middle = percentile(everybody, middle)
    verdict, weight = _verdict(place, inside, of_middle)
    return Trait(
        attribute=attribute.name,
        value=number,
        middle=middle,
        percentile=place,
        own_percentile=inside,
        middle_percentile=of_middle,
        verdict=verdict,
        weight=weight,
    )


def _verdict(place: float, inside: float, of_middle: float) -> tuple[str, float]:
    """Return whether a number is typical of the cluster, and how much that says."""
    if not _TAIL <= inside <= 100 - _TAIL:
        return UNTYPICAL, abs(inside - 50) / 50
    half = of_middle - 50
    is_on_its_side = (place - 50) * half > 0 and abs(place - of_middle) <= _NEAR
    if abs(half) >= _APART and is_on_its_side:
        return TYPICAL, abs(half) / 50
    return "", 0.0


def _level(
    values: "pd.Series[str]", value: Any, attribute: Attribute, is_member: np.ndarray
) -> Trait:
    known = values.notna().to_numpy()
    own = values[known & is_member]
    middle = str(own.mode().iloc[0]) if len(own) else None
    if pd.isna(value) or middle is None:
        return Trait(attribute=attribute.name, middle=middle)
    has_it = (values == value).fillna(False).to_numpy(dtype=bool)
    share = float(has_it[known].mean())
    own_share = float(has_it[known & is_member].mean())
    verdict, weight = "", 0.0
    if attribute.kind in ("category", "yes-no"):
        if own_share < _RARE:
            verdict, weight = UNTYPICAL, 1 - own_share
        elif own_share >= _COMMON and own_share - share >= _RARE:
            verdict, weight = TYPICAL, own_share - share
    return Trait(
        attribute=attribute.name,
        value=str(value),
        middle=middle,
        share=share,
        own_share=own_share,
        verdict=verdict,
        weight=weight,
    )
