"""The table view of a chart: every column with its name in words, every number as it is read."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd
from dash import html

from layouts.charts.drawing.look import Look
from layouts.parts import words
from layouts.parts.components import plain_table
from rfm import schema

Write = Callable[[Any, Look], str]


def _money(value: Any, look: Look) -> str:
    return words.money(value, look.currency)


def _count(value: Any, _look: Look) -> str:
    return words.count(value)


def _percent(value: Any, _look: Look) -> str:
    return words.percent(value)


def _days(value: Any, _look: Look) -> str:
    return words.days(value)


def _decimal(value: Any, _look: Look) -> str:
    return words.middling(value)


def _fraction(value: Any, _look: Look) -> str:
    return words.number(value, 3)


def _text(value: Any, _look: Look) -> str:
    return words.MISSING if pd.isna(value) else str(value)


# A column's heading and how its values are written; FREQUENCY and GROUP are named by the look.
COLUMNS: Final[Mapping[str, tuple[str, Write]]] = {
    schema.GROUP: ("{group}", _text),
    schema.PRODUCT: ("Product", _text),
    schema.CUSTOMERS: ("Customers", _count),
    schema.SHARE: ("Share of customers", _percent),
    schema.REVENUE: ("Revenue", _money),
    schema.REVENUE_SHARE: ("Share of revenue", _percent),
    schema.RECENCY_MEDIAN: ("Median recency", _days),
    schema.FREQUENCY_MEDIAN: ("Median {counted}", _decimal),
    schema.MONETARY_MEDIAN: ("Median spend", _money),
    schema.MONETARY_MEAN: ("Mean spend", _money),
    schema.R_SCORE: ("Recency score", _count),
    schema.F_SCORE: ("Frequency score", _count),
    schema.LINES: ("Order lines", _count),
    schema.RANK: ("Place", _count),
    schema.K: ("Clusters", _count),
    schema.INERTIA: ("Spread (inertia)", _count),
    schema.BIC: ("BIC", _count),
    schema.SPREAD: ("Spread within clusters", _count),
    schema.DISTANCE: ("Distance to the prototypes", _count),
    schema.SILHOUETTE: ("Separation (silhouette)", _fraction),
    schema.P_ALIVE: ("Still customers (P(alive))", _percent),
    schema.CHURN_PROBABILITY: ("Churn", _percent),
    schema.EXPECTED_ORDERS: ("Expected orders", _count),
    schema.EXPECTED_REVENUE: ("Expected revenue", _money),
    schema.EXPECTED_REVENUE_LOW: ("likely from", _money),
    schema.EXPECTED_REVENUE_HIGH: ("likely to", _money),
    schema.CLV: ("Expected value", _money),
    schema.CLV_LOW: ("value likely from", _money),
    schema.CLV_HIGH: ("value likely to", _money),
    schema.VALUE_AT_STAKE: ("At stake", _money),
    schema.VALUE_SHARE: ("Share of expected value", _percent),
}


def in_words(table: pd.DataFrame, look: Look, caption: str) -> html.Div:
    """Return a frame as a table of words; columns without a name in words are left out."""
    shown = [column for column in COLUMNS if column in table]
    heads = [_head(column, look) for column in shown]
    written = [_written(table[column], COLUMNS[column][1], look) for column in shown]
    return plain_table(heads, list(zip(*written, strict=True)), caption)


def _head(column: str, look: Look) -> str:
    return COLUMNS[column][0].format(group=look.group_word.capitalize(), counted=look.orders_word)


def _written(values: pd.Series, write: Write, look: Look) -> list[str]:
    return [write(value, look) for value in values.to_list()]
