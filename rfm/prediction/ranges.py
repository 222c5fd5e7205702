"""Values beyond those of the known customers: a warning, or a refusal far beyond."""

from typing import Final

from rfm.clusters.purchases.features import Axes
from rfm.errors import PredictionError
from rfm.settings import Count
from rfm.words import days, frequency, round_money

# Beyond this many times the largest value seen nothing can be said.
FAR_OUTSIDE: Final = 10

_FIELDS: Final = ("A recency of", "A frequency of", "A monetary value of")
# What no customer did: below the lowest and above the highest value of each axis.
_BEYOND: Final = (
    ("bought less than {} ago", "last bought more than {} ago"),
    ("has fewer than {}", "has more than {}"),
    ("spent less than {}", "spent more than {}"),
)


def refuse_far_outside(values: Axes, seen: tuple[Axes, Axes], words: tuple[Count, str]) -> None:
    """Refuse values that are many times anything seen.

    Raises
    ------
    PredictionError
        Naming the value and the largest one seen.
    """
    for axis, (name, value) in enumerate(zip(_FIELDS, values, strict=True)):
        largest = max(abs(seen[0][axis]), abs(seen[1][axis]))
        if abs(value) > FAR_OUTSIDE * largest:
            raise PredictionError(
                f"{name} {_said(axis, value, words)} is more than {FAR_OUTSIDE} times anything "
                f"seen here (at most {_said(axis, largest, words)}): no customer is like that. "
                f"Give a value nearer to what was seen."
            )


def warn_outside(values: Axes, seen: tuple[Axes, Axes], words: tuple[Count, str]) -> list[str]:
    """Return a warning for each value beyond those of all known customers."""
    lowest, highest = seen
    warnings = []
    for axis, (value, low, high) in enumerate(zip(values, lowest, highest, strict=True)):
        if not low <= value <= high:
            phrase = _BEYOND[axis][value > high].format(
                _said(axis, high if value > high else low, words)
            )
            warnings.append(f"No customer here {phrase}; the answer is an extrapolation.")
    return warnings


def _said(axis: int, value: float, words: tuple[Count, str]) -> str:
    count, currency = words
    if axis == 0:
        return days(value)
    return frequency(value, count) if axis == 1 else round_money(value, currency)
