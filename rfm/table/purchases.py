"""What columns' names say of purchases: whose numbers they hold, money, days, people."""

import re
from collections.abc import Sequence
from typing import Final

from rfm.words import compared

_PURCHASES: Final = (
    r"order|invoice|payment|transaction|receipt|charge|basket|booking|checkout|txn|psp|purchase"
    r"|sale|rechnung|beste?l|beleg|auftrag|commande|factur|fattura|pedido|ordine|encomenda"
)
_OF_PURCHASES: Final = re.compile(
    rf"{_PURCHASES}|date|time|day|datum|fecha|created|subscription|sku|token|(?<!customer)(?<!client)ref"
)
_NUMBER_OF_ONE: Final = re.compile(
    rf"(?!last|first)\w*({_PURCHASES})(id|no|nr|num|number|nummer|ref|reference|token)$"
)
_MONEY: Final = re.compile(
    r"amount|total|price|value|sales|revenue|paid|gross|^net|sum|betrag|spen[dt]|mrr|montant"
    r"|import|totaa?l|bedrag|valor"
)
_DAY: Final = re.compile(r"date|time|day|datum|fecha|^data|created|issued|started|completed|at$")
_PEOPLE: Final = re.compile(
    r"name|phone|gender|sex|^age|birth|mail|customer|client|member|user|buyer|income|kunde"
)


def is_of_purchases(name: str) -> bool:
    """Return whether a column of this name tells orders, payments or days apart, not customers."""
    return bool(_OF_PURCHASES.search(compared(name)))


def is_called_a_purchase(name: str) -> bool:
    """Return whether a column of this name says something of one purchase."""
    return bool(re.search(_PURCHASES, compared(name)))


def is_number_of_purchase(name: str) -> bool:
    """Return whether a column of this name holds numbers of orders or payments."""
    return bool(_NUMBER_OF_ONE.match(compared(name)))


def is_of_people(name: str) -> bool:
    """Return whether a column of this name says something of a person."""
    return bool(_PEOPLE.search(compared(name)))


def are_of_purchases(names: Sequence[str]) -> bool:
    """Return whether columns of these names hold money and days."""
    keys = [compared(name) for name in names]
    return any(map(_MONEY.search, keys)) and any(map(_DAY.search, keys))
