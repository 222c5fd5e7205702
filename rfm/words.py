"""Numbers as they stand in the sentences of the analysis."""

from typing import Final

_LEAST_SHARE: Final = 0.001
_NEARLY_ALL: Final = 0.995
_WHOLE_PERCENT_FROM: Final = 0.10


def percent(share: float, digits: int = 0) -> str:
    """Return a share of 1 as a percentage, such as "12.3 %"."""
    return f"{100 * share:.{digits}f} %"


def rough_percent(share: float) -> str:
    """Return a share such as "64 %" or "2.5 %", never rounded up to all or down to none."""
    if 0 < share < _LEAST_SHARE:
        return "under 0.1 %"
    if _NEARLY_ALL <= share < 1:
        return "over 99 %"
    digits = 0 if abs(share) >= _WHOLE_PERCENT_FROM else 1
    return f"{100 * share:.{digits}f} %".replace(".0 %", " %")


def counted(count: int, one: str, more: str = "") -> str:
    """Return how many there are of a thing, such as "1 axis" or "1,234 rows".

    Parameters
    ----------
    count : int
        How many.
    one : str
        What one is called.
    more : str
        What several are called, where that is not `one` with an "s".
    """
    return f"1 {one}" if count == 1 else f"{count:,} {more or one + 's'}"


def number(value: float) -> str:
    """Return a number as it stands in a sentence, such as "1,234", "56.78" or "0.0312"."""
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) >= 1 else f"{value:.3g}"
