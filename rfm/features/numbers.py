"""One number on its way to a comparable axis: filled, straightened, drawn in and scaled."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from rfm.features.points import Array, numbers_of
from rfm.features.settings import PipelineSettings
from rfm.features.skew import Curve, Straightening, straighten
from rfm.table.attribute import Attribute

_NOISE: Final = 1e-9
# Spreads from the middle; of normal values, 1 in 16,000 lies beyond.
SPREADS: Final = 4.0
_LEVELS: Final = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
# How far apart these quantiles of normal values are, in standard deviations.
_QUARTILES_APART: Final = 1.349
_TWENTIETHS_APART: Final = 3.290
_HUNDREDTHS_APART: Final = 4.653


@dataclass(frozen=True)
class NumberColumn:
    """What was learned of a number.

    Parameters
    ----------
    name, label : str
        The attribute's.
    typical : float
        The median, for gaps.
    straightening : Straightening
        How it is bent.
    low, high : float, optional
        Bounds on the bent axis; None when values are kept as they are.
    centre, spread : float
        What is subtracted and divided by.
    gaps, clipped : int
        How many customers had no value, and how many were drawn in.
    """

    name: str
    label: str
    typical: float
    straightening: Straightening
    low: float | None
    high: float | None
    centre: float
    spread: float
    gaps: int
    clipped: int

    def scaled(self, customers: pd.DataFrame) -> Array:
        """Return the number of each customer on its comparable axis."""
        values = number_cells(customers, self.name)
        bent = self.straightening.bend(np.where(np.isnan(values), self.typical, values))
        if self.low is not None or self.high is not None:
            bent = np.clip(bent, self.low, self.high)
        scaled: Array = (bent - self.centre) / self.spread
        return scaled


def number_cells(customers: pd.DataFrame, name: str) -> Array:
    """Return a column as floats; what is absent, infinite or no number is NaN."""
    if name not in customers.columns:
        return np.full(len(customers), np.nan)
    return numbers_of(customers[name])


def fit_number(
    customers: pd.DataFrame,
    attribute: Attribute,
    settings: PipelineSettings,
    curve: Curve | None = None,
) -> NumberColumn | None:
    """Return how a number becomes comparable, None where it is the same for everybody.

    A curve straightens it, whatever the settings say.
    """
    values = np.sort(number_cells(customers, attribute.name))
    present = values[~np.isnan(values)]
    gaps = values.size - present.size
    if present.size == 0 or present[0] == present[-1]:
        return None
    typical = float(np.median(present))
    straightening = straighten(present, curve or settings.skew)
    low = high = None
    if settings.outliers == "clip":
        low, high = find_bounds(straightening.bend(present))
    everybody = np.insert(present, np.searchsorted(present, typical), np.full(gaps, typical))
    bent = straightening.bend(everybody)
    drawn_in = bent if low is None else np.clip(bent, low, high)
    centre, spread = _centre_and_spread(drawn_in, settings)
    return NumberColumn(
        name=attribute.name,
        label=attribute.label or attribute.name,
        typical=typical,
        straightening=straightening,
        low=low,
        high=high,
        centre=centre,
        spread=spread,
        gaps=gaps,
        clipped=int((bent != drawn_in).sum()),
    )


def _centre_and_spread(ordered: Array, settings: PipelineSettings) -> tuple[float, float]:
    """Return centre and spread of values in order, the same in any order of customers."""
    if settings.scaling == "robust":
        centre, spread = middle_and_spread(ordered)
    else:
        centre, spread = float(ordered.mean()), float(ordered.std())
    return centre, spread if spread > _NOISE * (1.0 + abs(centre)) else 1.0


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
