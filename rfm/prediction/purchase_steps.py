"""What a shop's customer can do next: order again soon, or stay away."""

from typing import Final

from rfm import schema
from rfm.clusters.purchases.features import Axes
from rfm.prediction.changes import Step
from rfm.settings import Count
from rfm.words import FREQUENCY_UNITS, round_money

WITHIN_DAYS: Final = 30
MOST_ORDERS: Final = 12
SILENCES: Final = (30, 60, 90, 180, 365)


def purchase_steps(
    values: Axes, *, count: Count = "orders", currency: str = ""
) -> tuple[Step, ...]:
    """Return up to twelve more orders within 30 days, and no order for up to a year.

    An order within 30 days may have been placed today or 30 days ago when the customer is looked
    at next: it leads to a cluster only if it does in both cases. New orders are worth what the
    customer's orders were on average. A distance is the number of orders, or of months of silence.

    Parameters
    ----------
    values : Axes
        Recency, frequency and money of the customer.
    count : {"orders", "lines", "days"}
        What `frequency` counts.
    currency : str
        What money is shown with.
    """
    return (
        *(_ordered(values, more, count, currency) for more in range(1, MOST_ORDERS + 1)),
        *(_silent(values, days, count) for days in SILENCES),
    )


def _ordered(values: Axes, more: int, count: Count, currency: str) -> Step:
    average = values.monetary / max(values.frequency, 1.0)
    rows = tuple(
        {
            schema.RECENCY_DAYS: float(recency),
            schema.FREQUENCY: values.frequency + more,
            schema.MONETARY: values.monetary + more * average,
        }
        for recency in (0, WITHIN_DAYS)
    )
    one, many = FREQUENCY_UNITS[count]
    what = f"One more {one}" if more == 1 else f"{more} more {many}"
    each = "" if more == 1 else " each"
    worth = f", worth {round_money(average, currency)}{each}," if average > 0 else ""
    sentence = f"{what} within {WITHIN_DAYS} days{worth} would move this customer to {{}}."
    return Step(rows, float(more), sentence)


def _silent(values: Axes, days: int, count: Count) -> Step:
    row = {schema.RECENCY_DAYS: values.recency + days}
    one, _ = FREQUENCY_UNITS[count]
    sentence = f"With no {one} for another {days} days this customer slips into {{}}."
    return Step((row,), days / WITHIN_DAYS, sentence)
