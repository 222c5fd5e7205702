"""Conditions on a customer's values, such as `frequency: at least 5`, as intervals.

Kept as intervals so that the linter can compare rules with each other and so that a rule can be
said in words.
"""

import math
import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rfm import schema
from rfm.errors import SchemeError

# The columns a condition may ask about, with the smallest value a customer can have.
LOWEST: Final[dict[str, float]] = {
    schema.RECENCY_DAYS: 0,
    schema.FREQUENCY: 1,
    schema.MONETARY: -math.inf,
    schema.AVERAGE_ORDER_VALUE: -math.inf,
    schema.TENURE_DAYS: 0,
}
WHOLE_NUMBERS: Final = frozenset({schema.RECENCY_DAYS, schema.FREQUENCY, schema.TENURE_DAYS})

_WORDS: Final = {"at least": ">=", "at most": "<=", "over": ">", "under": "<", "exactly": "="}
_COMPARISON: Final = re.compile(
    rf"(?P<sign>>=|<=|>|<|=|{'|'.join(_WORDS)})?\s*(?P<number>[-+]?\d{{1,15}}(?:\.\d{{1,10}})?)"
)


@dataclass(frozen=True)
class Interval:
    """The values from `low` to `high`, each end included or not."""

    low: float = -math.inf
    high: float = math.inf
    includes_low: bool = True
    includes_high: bool = True

    def contains(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which of the values lie in the interval."""
        above = values >= self.low if self.includes_low else values > self.low
        below = values <= self.high if self.includes_high else values < self.high
        return above & below

    def meet(self, other: "Interval") -> "Interval":
        """Return the values that lie in both intervals."""
        low, excludes_low = max(
            (self.low, not self.includes_low), (other.low, not other.includes_low)
        )
        high, includes_high = min(
            (self.high, self.includes_high), (other.high, other.includes_high)
        )
        return Interval(low, high, not excludes_low, includes_high)

    @property
    def is_empty(self) -> bool:
        """Whether no value lies in the interval."""
        closed = self.includes_low and self.includes_high
        return self.low > self.high or (self.low == self.high and not closed)

    def whole(self) -> tuple[float, float]:
        """Return the smallest and the largest whole number in the interval."""
        low = math.ceil(self.low) if math.isfinite(self.low) else self.low
        high = math.floor(self.high) if math.isfinite(self.high) else self.high
        if low == self.low and not self.includes_low:
            low += 1
        if high == self.high and not self.includes_high:
            high -= 1
        return low, high


def read_interval(text: str) -> Interval:
    """Return the interval that a text such as "over 30, at most 90" describes.

    Raises
    ------
    SchemeError
        When the text is not a list of comparisons, or no value can fulfil them.
    """
    interval = Interval()
    for part in re.split(r"\s*(?:,|\band\b)\s*", text.strip()):
        comparison = _COMPARISON.fullmatch(part)
        if comparison is None:
            raise SchemeError(
                f"'{text}' is not a condition: write for example 'at least 5', 'at most 30', "
                "'over 30, under 90', 'exactly 1', without thousands separators."
            )
        sign = comparison["sign"] or "="
        interval = interval.meet(_single(_WORDS.get(sign, sign), float(comparison["number"])))
    if interval.is_empty:
        raise SchemeError(f"'{text}' is fulfilled by no value: check the order of the numbers.")
    return interval


def _single(sign: str, number: float) -> Interval:
    if sign == "=":
        return Interval(number, number)
    if sign in {">", ">="}:
        return Interval(low=number, includes_low=sign == ">=")
    return Interval(high=number, includes_high=sign == "<=")
