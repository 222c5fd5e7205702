"""The table view of a chart: every column with its name in words, every number as it is read."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import pandas as pd
from dash import html

from layouts.charts.drawing.look import Look
from layouts.parts.components import plain_table
from rfm import schema, words

Write = Callable[[Any], str]


def _fraction(value: Any) -> str:
    return words.number(value, 3)


def _text(value: Any) -> str:
    return words.MISSING if pd.isna(value) else str(value)


# A column's heading and how its values are written; FREQUENCY and GROUP are named by the look.
COLUMNS: Final[Mapping[str, tuple[str, Write]]] = {
    schema.GROUP: ("{group}", _text),
    schema.PRODUCT: ("Product", _text),
    schema.CUSTOMERS: ("Customers", words.count),
    schema.SHARE: ("Share of customers", words.percent),
    schema.REVENUE: ("Revenue", words.money),
    schema.REVENUE_SHARE: ("Share of revenue", words.percent),
    schema.RECENCY_MEDIAN: ("Median recency", words.days),
    schema.FREQUENCY_MEDIAN: ("Median {counted}", words.middling),
    schema.MONETARY_MEDIAN: ("Median spend", words.money),
    schema.MONETARY_MEAN: ("Mean spend", words.money),
    schema.R_SCORE: ("Recency score", words.count),
    schema.F_SCORE: ("Frequency score", words.count),
    schema.LINES: ("Order lines", words.count),
    schema.RANK: ("Place", words.count),
    schema.K: ("Clusters", words.count),
    schema.INERTIA: ("Spread (inertia)", words.count),
    schema.BIC: ("BIC", words.count),
    schema.SPREAD: ("Spread within clusters", words.count),
    schema.DISTANCE: ("Distance to the prototypes", words.count),
    schema.SILHOUETTE: ("Separation (silhouette)", _fraction),
    schema.P_ALIVE: ("Still customers (P(alive))", words.percent),
    schema.CHURN_PROBABILITY: ("Churn", words.percent),
    schema.EXPECTED_ORDERS: ("Expected orders", words.count),
    schema.EXPECTED_REVENUE: ("Expected revenue", words.money),
    schema.EXPECTED_REVENUE_LOW: ("likely from", words.money),
    schema.EXPECTED_REVENUE_HIGH: ("likely to", words.money),
    schema.CLV: ("Expected value", words.money),
    schema.CLV_LOW: ("value likely from", words.money),
    schema.CLV_HIGH: ("value likely to", words.money),
    schema.VALUE_AT_STAKE: ("At stake", words.money),
    schema.VALUE_AT_STAKE_LOW: ("at stake likely from", words.money),
    schema.VALUE_AT_STAKE_HIGH: ("at stake likely to", words.money),
    schema.ESTIMATES: ("Estimates are", _text),
    schema.VALUE_SHARE: ("Share of expected value", words.percent),
}


# What the table views of charts of groups say of each.
GROUP_NUMBERS: Final = (
    *(schema.GROUP, schema.CUSTOMERS, schema.SHARE, schema.REVENUE, schema.REVENUE_SHARE),
    *(schema.RECENCY_MEDIAN, schema.FREQUENCY_MEDIAN, schema.MONETARY_MEDIAN),
)


def worded(table: pd.DataFrame, look: Look) -> pd.DataFrame:
    """Return a frame in words, heads and values; columns without a name in words are left out."""
    shown = [column for column in COLUMNS if column in table]
    return pd.DataFrame(
        {_head(column, look): _written(table[column], COLUMNS[column][1], look) for column in shown}
    )


def group_numbers(groups: pd.DataFrame, look: Look) -> pd.DataFrame:
    """Return sizes, shares and medians of each group in words."""
    return worded(groups[list(GROUP_NUMBERS)], look)


def as_table(numbers: pd.DataFrame, caption: str) -> html.Div:
    """Return a frame whose heads are words as the table view of a card."""
    rows = list(zip(*[_read(numbers[head]) for head in numbers.columns], strict=True))
    return plain_table(list(numbers.columns), rows, caption)


def _head(column: str, look: Look) -> str:
    return COLUMNS[column][0].format(group=look.group_word.capitalize(), counted=look.orders_word)


def _written(values: pd.Series, write: Write, look: Look) -> list[str]:
    if write is words.money:
        write = partial(words.money, currency=look.currency)
    return [write(value) for value in values.to_list()]


def _read(column: pd.Series) -> Sequence[str]:
    if pd.api.types.is_datetime64_any_dtype(column):
        return [words.date_text(moment) for moment in column]
    if pd.api.types.is_integer_dtype(column):
        return [words.count(value) for value in column]
    if pd.api.types.is_float_dtype(column):
        return [words.number(value, 2) for value in column]
    return [str(value) for value in column]
