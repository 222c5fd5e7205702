"""Other usual scalings of the same columns: clusters that depend on one of them are a choice."""

from dataclasses import replace
from typing import Final

import numpy as np

from rfm.features.points import Array, Features

_MIDDLE_HALF: Final = (25, 75)


def scaled_otherwise(features: Features) -> tuple[Features, ...]:
    """Return the customers with each column divided by other measures of its spread.

    Parameters
    ----------
    features : Features
        As the pipeline scaled them.

    Returns
    -------
    tuple of Features
        By the width of the middle half and by the whole range, as wide in all as before. A column
        that has no such width keeps its own scale.
    """
    return tuple(
        replace(
            features,
            points=_divided(features.points, widths(features.points)),
            numbers=_divided(features.numbers, widths(features.numbers)),
        )
        for widths in (_middle_halves, _ranges)
    )


def _middle_halves(columns: Array) -> Array:
    low, high = np.percentile(columns, _MIDDLE_HALF, axis=0)
    return np.asarray(high - low)


def _ranges(columns: Array) -> Array:
    return np.asarray(columns.max(axis=0) - columns.min(axis=0))


def _divided(columns: Array, widths: Array) -> Array:
    factors = np.ones(columns.shape[1])
    has_width = widths > 0
    if has_width.any():
        logs = np.log(widths[has_width])
        factors[has_width] = np.exp(logs.mean() - logs)
    return columns * factors
