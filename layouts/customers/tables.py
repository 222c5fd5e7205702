"""The numbers behind the charts of one customer, with heads a reader understands.

The same tables are the table view of a chart's card and its CSV download.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from dash import html

from layouts.charts.customer.habits import (
    DAY_NAMES,
    HOURS,
    SPOKES,
    count_by_hour,
    count_by_month,
    count_by_weekday,
)
from layouts.charts.customer.orders import has_times, purchases_of
from layouts.charts.drawing.look import Look
from layouts.parts import words
from layouts.parts.components import plain_table
from rfm import schema

DATE: Final = "Date"


def table_of_purchases(orders: pd.DataFrame, look: Look) -> pd.DataFrame:
    """Return each order and return with what was spent up to then."""
    return pd.DataFrame(
        {
            DATE: orders[schema.ORDERED_AT],
            "Kind": np.where(orders[schema.IS_RETURN].to_numpy(dtype=bool), "Return", "Order"),
            look.with_currency("Amount"): orders[schema.AMOUNT],
            look.with_currency("Spent in all"): orders[schema.AMOUNT].cumsum(),
        }
    )


def table_of_order_values(orders: pd.DataFrame, look: Look) -> pd.DataFrame:
    """Return the value of each order, oldest first."""
    purchases = purchases_of(orders)
    return pd.DataFrame(
        {
            "Order": np.arange(1, len(purchases) + 1),
            DATE: purchases[schema.ORDERED_AT],
            look.with_currency("Value"): purchases[schema.AMOUNT],
        }
    )


def table_of_top_products(products: pd.DataFrame | None, look: Look) -> pd.DataFrame:
    """Return the products with how often they were bought and what was spent on them."""
    heads = ["Product", "Times bought", look.with_currency("Spent")]
    if products is None:
        return pd.DataFrame(columns=heads)
    return products[[schema.PRODUCT, schema.LINES, schema.REVENUE]].set_axis(heads, axis=1)


def table_of_buying_times(orders: pd.DataFrame) -> pd.DataFrame:
    """Return the orders of every weekday and hour that has some; without hours, of each month."""
    purchases = purchases_of(orders)
    if has_times(orders):
        counts = count_by_hour(purchases)
        days, hours = np.nonzero(counts)
        names = [
            f"{DAY_NAMES[day]}, {hour % HOURS}:00" for day, hour in zip(days, hours, strict=True)
        ]
        return pd.DataFrame({"When": names, "Orders": counts[days, hours]})
    names = [*DAY_NAMES, *words.MONTHS]
    orders_of_each = np.concatenate([count_by_weekday(purchases), count_by_month(purchases)])
    return pd.DataFrame({"When": names, "Orders": orders_of_each})


def table_of_standing(standing: pd.DataFrame) -> pd.DataFrame:
    """Return where the customer and the middle of their segment stand on each measure."""
    return pd.DataFrame(
        {
            "Measure": [SPOKES[measure] for measure in standing[schema.MEASURE]],
            "This customer": standing[schema.VALUE],
            "Segment median": standing[schema.MEDIAN],
            "Ahead of customers (%)": standing[schema.PERCENTILE],
            "Segment median ahead of (%)": standing[schema.MEDIAN_PERCENTILE],
        }
    )


def told_as_table(table: pd.DataFrame, caption: str) -> html.Div:
    """Return a table of numbers as words, for the table view of a card."""
    rows = list(zip(*[_told(table[head]) for head in table.columns], strict=True))
    return plain_table(list(table.columns), rows, caption)


def _told(column: pd.Series) -> Sequence[str]:
    if pd.api.types.is_datetime64_any_dtype(column):
        return [words.date_text(moment) for moment in column]
    if pd.api.types.is_integer_dtype(column):
        return [words.count(value) for value in column]
    if pd.api.types.is_float_dtype(column):
        return [words.number(value, 2) for value in column]
    return [str(value) for value in column]
