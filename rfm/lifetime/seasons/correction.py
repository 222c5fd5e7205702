"""What the past says of one kind of sum: a factor, and how far such sums are off."""

import math
from dataclasses import dataclass
from typing import Final

ORDERS: Final = "orders"
REVENUE: Final = "revenue"
USUAL_ERROR: Final = 0.35
USUAL_ERROR_WITH_FACTOR: Final = 0.17
"""Standard deviations of the logarithm: what 14 cuts of six other logs had, 1.25 times their mean
absolute errors of .284 and .136."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What the past says of one kind of sum over one window.

    Attributes
    ----------
    measure : str
        "orders" or "revenue".
    window : int
        Days.
    factor : float
        What the sum that the models expect is multiplied by.
    year_before : float
        What came over what was expected in the same window of earlier years; NaN where that is
        not known.
    weight : float
        How much of it is carried over: 0 is nothing, 1 all.
    error : float
        Standard deviation of the logarithm of what came over what was expected, factor included.
    origins, tried : int
        Days of the past at which sums were compared, and at which the factor could be tried.
    off_without, off_with : float
        Mean absolute logarithm at those where it was tried; NaN where it was not.
    checked, held : int
        Earlier days at which an interval could have been given by what was known then, and at how
        many of these it would have held what came.
    reason, indicative_reason : str
        Why there is this factor; and why the error is no more than a hint, empty where it is more.
    """

    measure: str
    window: int
    factor: float = 1.0
    year_before: float = math.nan
    weight: float = 0.0
    error: float = USUAL_ERROR
    origins: int = 0
    tried: int = 0
    off_without: float = math.nan
    off_with: float = math.nan
    checked: int = 0
    held: int = 0
    reason: str = ""
    indicative_reason: str = ""

    @property
    def is_indicative(self) -> bool:
        """Whether the error could not be measured on this log."""
        return bool(self.indicative_reason)
