"""One number on its way to a comparable axis: filled, straightened, drawn in and scaled."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from rfm.features.outliers import find_bounds, middle_and_spread
from rfm.features.points import Array
from rfm.features.settings import PipelineSettings
from rfm.features.skew import Curve, Straightening, straighten
from rfm.table.attribute import Attribute

if TYPE_CHECKING:
    import pandas as pd

_NOISE: Final = 1e-9


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

    def scaled(self, customers: "pd.DataFrame") -> Array:
        """Return the number of each customer on its comparable axis."""
        values = number_cells(customers, self.name)
        bent = self.straightening.bend(np.where(np.isnan(values), self.typical, values))
        if self.low is not None or self.high is not None:
            bent = np.clip(bent, self.low, self.high)
        scaled: Array = (bent - self.centre) / self.spread
        return scaled


def number_cells(customers: "pd.DataFrame", name: str) -> Array:
    """Return a column as floats; what is absent, infinite or no number is NaN."""
    import pandas as pd

    if name not in customers.columns:
        return np.full(len(customers), np.nan)
    values: Array = pd.to_numeric(customers[name], errors="coerce").to_numpy(
        dtype=np.float64, na_value=np.nan
    )
    return values if np.isfinite(values).all() else np.where(np.isfinite(values), values, np.nan)


def fit_number(
    customers: "pd.DataFrame",
    attribute: Attribute,
    settings: PipelineSettings,
    curve: Curve | None = None,
) -> NumberColumn | None:
    """Return how a number becomes comparable, None where it is the same for everybody.

    Parameters
    ----------
    customers : DataFrame
        A row per customer.
    attribute : Attribute
        The number.
    settings : PipelineSettings
        The choices.
    curve : str, optional
        How it is straightened, whatever the settings say.
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
