"""Customers far from everybody: found before clusters are made, and not allowed to make them.

A customer's loneliness is the distance to the tenth nearest place where somebody is. Beyond the
outer fence of Tukey (the upper quartile plus three times the distance between the quartiles) it is
out of the ordinary. At most 5 % of the customers are taken out, the loneliest.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rfm.features.points import Array, Features, order_of, thinned
from rfm.words import percent

NEIGHBOURS: Final = 10
FENCE: Final = 3.0
MOST_SHARE: Final = 0.05
# Places that the distances are measured to.
SAMPLED: Final = 20_000
_DECIMALS: Final = 9


@dataclass(frozen=True)
class Outliers:
    """Who is far from everybody.

    Parameters
    ----------
    is_outlier : bool array of shape (customers,)
        Whether a customer is.
    sentence : str
        How they were found and what is done with them.
    """

    is_outlier: NDArray[np.bool_]
    sentence: str


def find_outliers(features: Features) -> Outliers:
    """Find the customers far from everybody, the same in any order of customers."""
    loneliness = _loneliness(features)
    # Measured on every customer, so that a crowd at one place counts as what it is.
    low, high = np.quantile(loneliness, (0.25, 0.75)) if len(features) else (0.0, 0.0)
    fence = high + FENCE * (high - low)
    fence = max(fence, float(np.quantile(loneliness, 1 - MOST_SHARE)) if len(features) else 0.0)
    is_outlier = loneliness > fence
    if not is_outlier.any():
        return Outliers(is_outlier, "No customer is far from all others.")
    count = int(is_outlier.sum())
    who = (
        "1 customer is"
        if count == 1
        else f"{count:,} customers ({percent(count / len(features))}) are"
    )
    return Outliers(
        is_outlier,
        f"{who} far from all others: the distance to the tenth nearest is beyond Tukey's outer "
        f"fence. The clusters were made without them, and they were placed afterwards.",
    )


def _loneliness(features: Features) -> Array:
    from scipy.spatial import cKDTree

    ordered = features.take(order_of(features))
    places = np.unique(np.round(thinned(ordered, SAMPLED).points, _DECIMALS), axis=0)
    if len(places) <= NEIGHBOURS + 1:
        return np.zeros(len(features))
    # One more, for a customer's own place is the nearest one.
    distances, _ = cKDTree(places).query(features.points, k=[NEIGHBOURS + 1])
    return np.asarray(distances[:, 0])
