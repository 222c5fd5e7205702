"""Other usual scalings of the same numbers: clusters that depend on one of them are a choice."""

from dataclasses import replace
from typing import Final

import numpy as np

from rfm.features.points import Array, Codes, Features

_MIDDLE_HALF: Final = (25, 75)


def scaled_otherwise(features: Features) -> tuple[Features, ...]:
    """Return the customers with each number divided by other measures of its spread.

    Parameters
    ----------
    features : Features
        As the pipeline scaled them.

    Returns
    -------
    tuple of Features
        By the width of the middle half and by the whole range, as wide in all as before. A number
        that has no such width keeps its own scale; a category weighs as much as a number. They are
        reduced to as many directions as the pipeline kept.
    """
    weighed = [_weighed(codes) for codes in features.categories.T]
    others = []
    for widths in (_middle_halves, _ranges):
        numbers = _divided(features.numbers, widths(features.numbers))
        points = _reduced(np.hstack([numbers, *weighed]), features.points.shape[1])
        others.append(replace(features, points=points, numbers=numbers))
    return tuple(others)


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


def _weighed(codes: Codes) -> Array:
    """Return a category as axes whose variances add up to one, like those of a number."""
    levels = np.unique(codes)
    is_level = (codes[:, None] == levels).astype(float)
    shares = is_level.mean(axis=0)
    weight = np.sqrt(max(len(levels) - 1, 1))
    return np.asarray((is_level - shares) / np.sqrt(shares) / weight)


def _reduced(columns: Array, most: int) -> Array:
    """Return the customers along the directions in which they differ most."""
    if columns.shape[1] <= most:
        return columns
    middle = columns - columns.mean(axis=0)
    _, _, directions = np.linalg.svd(middle, full_matrices=False)
    return np.asarray(middle @ directions[:most].T)
