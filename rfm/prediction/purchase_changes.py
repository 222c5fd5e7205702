"""What a shop's customer can do next: order again soon, or stay away."""

from collections.abc import Mapping
from typing import Final

from rfm import schema
from rfm.prediction.changes import PossibleChange
from rfm.settings import Count
from rfm.words import FREQUENCY_UNITS, round_money

WITHIN_DAYS: Final = 30
MOST_ORDERS: Final = 12
SILENCES: Final = (30, 60, 90, 180, 365)


def purchase_changes(
    customer: Mapping[str, float], *, count: Count = "orders", currency: str = ""
) -> tuple[PossibleChange, ...]:
    """Return up to twelve more orders within 30 days, and no order for up to a year.

    An order within 30 days may have been placed today or 30 days ago when the customer is looked
    at next: it leads to a cluster only if it does in both cases. New orders are worth what the
    customer's orders were on average. A distance is the number of orders, or of months of silence.

    Parameters
    ----------
    customer : mapping
        Recency, frequency and money of the customer.
    count : {"orders", "lines", "days"}
        What `frequency` counts.
    currency : str
        What money is shown with.
    """
    return (
        *(_ordered(customer, more, count, currency) for more in range(1, MOST_ORDERS + 1)),
        *(_silent(customer, days, count) for days in SILENCES),
    )


def _ordered(
    customer: Mapping[str, float], more: int, count: Count, currency: str
) -> PossibleChange:
    frequency, monetary = customer[schema.FREQUENCY], customer[schema.MONETARY]
    average = monetary / max(frequency, 1.0)
    rows = tuple(
        {
            schema.RECENCY_DAYS: float(recency),
            schema.FREQUENCY: frequency + more,
            schema.MONETARY: monetary + more * average,
        }
        for recency in (0, WITHIN_DAYS)
    )
    one, many = FREQUENCY_UNITS[count]
    what = f"One more {one}" if more == 1 else f"{more} more {many}"
    each = "" if more == 1 else " each"
    worth = f", worth {round_money(average, currency)}{each}," if average > 0 else ""
    sentence = f"{what} within {WITHIN_DAYS} days{worth} would move this customer to {{}}."
    return PossibleChange(rows, float(more), sentence)


def _silent(customer: Mapping[str, float], days: int, count: Count) -> PossibleChange:
    row = {schema.RECENCY_DAYS: customer[schema.RECENCY_DAYS] + days}
    one, _ = FREQUENCY_UNITS[count]
    sentence = f"With no {one} for another {days} days this customer slips into {{}}."
    return PossibleChange((row,), days / WITHIN_DAYS, sentence)
