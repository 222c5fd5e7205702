"""What was typed, called or sent -> three numbers, or a sentence that says why not."""

import math
import re
from decimal import Decimal
from numbers import Real
from typing import Final

from rfm.clusters.purchases.features import Axes
from rfm.errors import PredictionError

_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_LONGEST_ECHO: Final = 40
_LARGEST: Final = 1e15  # nobody's days, orders or money; a sentence cannot show more digits
_FIELDS: Final = ("Recency", "Frequency", "Monetary")


def read_values(recency: object, frequency: object, monetary: object) -> Axes:
    """Return the three values as numbers, from a form, an address or a command line.

    Parameters
    ----------
    recency : object
        Days since the last order, not negative.
    frequency : object
        A whole number, at least 1: who never bought is no customer.
    monetary : object
        Money spent in all; negative when more was returned than bought.

    Raises
    ------
    PredictionError
        When a value is missing, no number, or impossible.
    """
    given = (recency, frequency, monetary)
    values = Axes(*(_number(name, one) for name, one in zip(_FIELDS, given, strict=True)))
    if values.recency < 0:
        raise PredictionError(
            f"Recency cannot be negative ({values.recency:g}): it counts the days since the "
            f"customer's last order. Give 0 or more."
        )
    if values.frequency < 1 or values.frequency != int(values.frequency):
        raise PredictionError(
            f"Frequency must be a whole number from 1 up, not {values.frequency:g}: it counts "
            f"purchases, and every customer has made one."
        )
    return values


def _number(name: str, given: object) -> float:
    if given is None or (isinstance(given, str) and not given.strip()):
        raise PredictionError(f"{name} is missing: give a number.")
    try:
        number = _as_float(given)
    except OverflowError:
        raise PredictionError(f"{name} is too large: no customer is like that.") from None
    if number is None or not math.isfinite(number):
        shown = str(given)
        shown = shown if len(shown) <= _LONGEST_ECHO else f"{shown[:_LONGEST_ECHO]}..."
        raise PredictionError(
            f"{name} must be a number such as 34 or 66.5, without symbols or separators; "
            f"'{shown}' is not."
        )
    if abs(number) > _LARGEST:
        raise PredictionError(f"{name} is too large: no customer is like that.")
    return number


def _as_float(given: object) -> float | None:
    if isinstance(given, str):
        return float(given) if _NUMBER.fullmatch(given.strip()) else None
    if isinstance(given, bool) or not isinstance(given, Real | Decimal):
        return None
    return float(given)
