"""What a log's columns can hold, and the names that shops and their software give them."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from rfm import schema

# What begins a pattern among names and words.
PATTERN: Final = "~"
CURRENCY: Final = "currency"
# Who bought, where there is no customer number: guests have an address, invoices a name.
EMAIL: Final = schema.EMAIL
CUSTOMER_NAME: Final = schema.CUSTOMER_NAME
# A clock beside a calendar's day.
TIME: Final = "time"
# Whether an order was paid, and what was given back of it.
ORDER_STATUS: Final = "order_status"
PAYMENT_STATUS: Final = "payment_status"
CAPTURED: Final = "captured"
CANCELLED_AT: Final = "cancelled_at"
# When an order was paid: never, where the cell is empty.
PAID_AT: Final = "paid_at"
KIND: Final = "kind"
REFUNDED: Final = "refunded"
DELIVERY_STATUS: Final = "delivery_status"
# Marks of a line that was given back, or how many of its pieces were.
GIVEN_BACK: Final = "given_back"
PIECES_BACK: Final = "pieces_back"
# An order's total after what was given back, where there was something.
ADJUSTED: Final = "adjusted"
# Whether a row only tried the shop's software out.
TEST: Final = "test"
# Who got the money of a negative row.
PAID_TO: Final = "paid_to"
# Columns of words that tell whether an order, or a row, is a purchase.
STATUSES: Final = (
    ORDER_STATUS,
    PAYMENT_STATUS,
    DELIVERY_STATUS,
    CAPTURED,
    CANCELLED_AT,
    GIVEN_BACK,
    KIND,
    TEST,
    PAID_AT,
)


def further(field: str, number: int) -> str:
    """Return the name of a field's second column, third and so on, where several tell of it.

    Parameters
    ----------
    field : str
        The field.
    number : int
        2 for the second column.

    Returns
    -------
    str
        A name of which `field_of` is the field.
    """
    return f"{field} {number}"


def field_of(name: str) -> str:
    """Return the field of a name that may be that of its second column."""
    return name.partition(" ")[0]


@cache
def usual_names() -> Mapping[str, tuple[str, ...]]:
    """Return the names that each field usually has, as names are compared, the surest first."""
    return {
        field: tuple(name for name in names if not name.startswith(PATTERN))
        for field, names in _names().items()
    }


@cache
def usual_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return fields with what else their names look like, as names are compared."""
    return tuple(
        (field, re.compile(name.removeprefix(PATTERN)))
        for field, names in _names().items()
        for name in names
        if name.startswith(PATTERN)
    )


def _names() -> Mapping[str, list[str]]:
    import yaml

    text = Path(__file__).with_name("names.yaml").read_text(encoding="utf-8")
    return {field: names.split() for field, names in yaml.load(text, yaml.CSafeLoader).items()}


WORDS: Final[dict[str, str]] = {
    schema.CUSTOMER_ID: "customer",
    schema.ORDER_ID: "order number",
    schema.ORDERED_AT: "date",
    schema.PRODUCT_ID: "product number",
    schema.PRODUCT: "product",
    schema.QUANTITY: "quantity",
    schema.UNIT_PRICE: "unit price",
    schema.AMOUNT: "amount",
    schema.COUNTRY: "country",
    CURRENCY: "currency",
    EMAIL: "e-mail address",
    CUSTOMER_NAME: "customer's name",
    TIME: "time of day",
    ORDER_STATUS: "status of the order",
    PAYMENT_STATUS: "status of the payment",
    CAPTURED: "mark of a payment that was taken",
    CANCELLED_AT: "time of cancelling",
    PAID_AT: "time of paying",
    KIND: "kind of the row",
    REFUNDED: "amount given back",
    DELIVERY_STATUS: "state of delivery",
    GIVEN_BACK: "mark of what was given back",
    PIECES_BACK: "quantity given back",
    ADJUSTED: "total after what was given back",
    PAID_TO: "receiver",
    TEST: "mark of a test",
}
