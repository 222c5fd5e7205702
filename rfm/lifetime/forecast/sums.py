"""The middle of what a sum over customers may come to."""

import math
from typing import Final

import numpy as np
from numpy.random import Generator
from scipy.special import ndtri

from rfm.lifetime.models.histories import Array

LOW: Final = 0.05
HIGH: Final = 0.95
SUMS_DRAWN: Final = 4_000
WITHIN: Final = float(ndtri(HIGH))
"""Standard deviations between the middle and an end of the interval."""


def middle_of_sums(
    means: Array, sums: tuple[Array, Array], errors: tuple[float, float], generator: Generator
) -> tuple[Array, Array]:
    """Return the middle 90 % of sums whose distribution has these means.

    `sums` are the sums under each set of parameters, and their variance by chance. `errors` are
    how far sums were off in the past, below which no interval is, and what of that is not in the
    former: it moves all customers together, as a season does (log-normal).
    """
    by_parameters, variances = sums
    measured, common = errors
    drawn = np.tile(by_parameters, (-(-SUMS_DRAWN // len(by_parameters)), 1))
    certain = (drawn <= 0) | (variances <= 0)
    scale = np.divide(variances, drawn, out=np.ones_like(drawn), where=~certain)
    shape = np.divide(drawn, scale, out=np.ones_like(drawn), where=~certain)
    drawn = np.where(certain, drawn, generator.gamma(shape, scale))
    drawn *= np.exp(common * generator.standard_normal((len(drawn), 1)))
    centre = drawn.mean(axis=0)
    drawn *= np.divide(means, centre, out=np.ones_like(means), where=centre > 0)
    low, high = np.quantile(drawn, (LOW, HIGH), axis=0)
    least, most = (means * math.exp(side * WITHIN * measured - measured**2 / 2) for side in (-1, 1))
    return np.minimum(low, np.minimum(least, means)), np.maximum(high, np.maximum(most, means))
