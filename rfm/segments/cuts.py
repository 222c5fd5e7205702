"""Cut points that are learned of a shop once, written so that they can be said, and kept from then.

A customer whose scores are taken at such points moves by what they do themselves alone.
"""

import math
from collections.abc import Iterable
from typing import Final

_DIGITS: Final = 2


def rounded_cuts(points: Iterable[float], *, is_whole: bool) -> tuple[float, ...]:
    """Return ascending points rounded to two digits, such as 23, 650 or 1,700, all different.

    Parameters
    ----------
    points : iterable of float
        Quantiles of a shop, ascending.
    is_whole : bool
        Whether the values are counts: then the points are whole numbers from 1 up. A point that
        would be the one before it becomes the next number.
    """
    cuts: list[float] = []
    for point in points:
        cut = _rounded(point)
        if is_whole:
            cut = max(1.0, float(round(cut)))
        if cuts and cut <= cuts[-1]:
            cut = _rounded(cuts[-1] + _step(cuts[-1], is_whole=is_whole))
        cuts.append(cut)
    return tuple(cuts)


def gap_cuts(multiples: Iterable[float], gap: float) -> tuple[float, ...]:
    """Return multiples of the typical gap as whole days, all different.

    Parameters
    ----------
    multiples : iterable of float
        How many gaps, ascending.
    gap : float
        The shop's typical gap in days.
    """
    cuts: list[float] = []
    for multiple in multiples:
        days = max(1.0, float(round(multiple * gap)))
        cuts.append(max(days, cuts[-1] + 1) if cuts else days)
    return tuple(cuts)


def _rounded(value: float) -> float:
    return float(round(value, _DIGITS - 1 - _magnitude(value)))


def _step(value: float, *, is_whole: bool) -> float:
    step = 10.0 ** (_magnitude(value) - _DIGITS + 1)
    return max(1.0, step) if is_whole else step


def _magnitude(value: float) -> int:
    return math.floor(math.log10(abs(value))) if value else 0
