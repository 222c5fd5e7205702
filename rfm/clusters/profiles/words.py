"""Attributes and their values as they stand in sentences."""

import math
from collections.abc import Sequence
from typing import Final

from rfm.clusters.purchases.descriptions import money
from rfm.table.attribute import Attribute

# The unit of an attribute that is an amount in the currency of the analysis.
MONEY: Final = "money"
_CURRENCIES: Final = frozenset("£€$¥₹₽₺")
_SIGNIFICANT: Final = 3


def label_of(attribute: Attribute) -> str:
    """Return the attribute's name in words."""
    return attribute.label or attribute.name.replace("_", " ").strip().title()


def said(attribute: Attribute, value: float, currency: str = "") -> str:
    """Return a number of an attribute with its unit, such as "£1,767", "2.5" or "3 days"."""
    if attribute.unit == MONEY or (currency and attribute.unit == currency):
        return money(value, currency)
    if attribute.unit in _CURRENCIES:
        return money(value, attribute.unit)
    number = plain(value)
    if not attribute.unit:
        return number
    unit = attribute.unit.removesuffix("s") if value == 1 else attribute.unit
    return f"{number} {unit}"


def plain(value: float) -> str:
    """Return a number with three significant digits, or all those before the point."""
    if value == 0:
        return "0"
    digits = max(0, _SIGNIFICANT - 1 - math.floor(math.log10(abs(value))))
    number = f"{value:,.{min(digits, 6)}f}"
    return number.rstrip("0").rstrip(".") if "." in number else number


def listed(words: Sequence[str]) -> str:
    """Return words in a row: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
