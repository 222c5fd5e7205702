"""Exports of shops, and what is read of them."""

from dataclasses import dataclass

BASIC = "Order ID,Order Date,Customer ID,Total"


@dataclass(frozen=True)
class Read:
    """Orders and money of each customer, the last day, and what was said of the file."""

    customers: dict[str, tuple[int, float]]
    last_day: str
    notes: str
