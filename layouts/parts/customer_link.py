"""The way to a customer's own page, and a number as far as a line holds it."""

from typing import Final
from urllib.parse import quote, urlencode

from dash import dcc

from rfm import words

LONGEST_NUMBER: Final = 40


def customer_address(number: str, data_set: str) -> str:
    """Return the address of a customer's page, whatever characters the number has."""
    return f"/customers/{quote(number, safe='')}?{urlencode({'data': data_set})}"


def customer_link(number: str, data_set: str) -> dcc.Link:
    """Return a customer's number as the link to their page."""
    return dcc.Link(shortened(number), href=customer_address(number, data_set))


def shortened(number: str) -> str:
    """Return a customer's number as far as a line holds it."""
    return words.shortened(number, LONGEST_NUMBER)
