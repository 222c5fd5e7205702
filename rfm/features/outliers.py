"""Bounds beyond which a value is far from all others, from spreads that tails do not stretch."""

from typing import Final

import numpy as np

from rfm.features.points import Array

# Spreads from the middle; of normal values, 1 in 16,000 lies beyond.
SPREADS: Final = 4.0
_LEVELS: Final = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
# How far apart these quantiles of normal values are, in standard deviations.
_QUARTILES_APART: Final = 1.349
_TWENTIETHS_APART: Final = 3.290
_HUNDREDTHS_APART: Final = 4.653


def middle_and_spread(ordered: Array) -> tuple[float, float]:
    """Return the median and a robust standard deviation of values in order; 0 for a constant.

    Where most values are the same, the quartiles say nothing: then wider quantiles do.
    """
    first, low, lower, middle, upper, high, last = np.quantile(ordered, _LEVELS)
    spread = max((upper - lower) / _QUARTILES_APART, (high - low) / _TWENTIETHS_APART)
    if spread == 0:
        spread = (last - first) / _HUNDREDTHS_APART
    return float(middle), float(spread if spread > 0 else ordered.std())


def find_bounds(ordered: Array) -> tuple[float, float]:
    """Return the lowest and highest value that are not far from all others."""
    middle, spread = middle_and_spread(ordered)
    return middle - SPREADS * spread, middle + SPREADS * spread
