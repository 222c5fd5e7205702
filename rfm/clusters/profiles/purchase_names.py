"""Names of clusters by recency, frequency and money, from a table of three levels each.

A cluster's median recency, frequency and money are placed among all customers as low, middle or
high, and the table gives the three levels a name. What a name states as a fact (bought once,
lately, or long ago) is true of nine in ten members. Names are unique: clusters that share one get
the words of the axis on which they lie farthest apart ("Lapsed One-Timers, Higher Spend").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from rfm.clusters.profiles.results import TRUE_OF

ANY: Final = "any"
RECENT, WHILE_AGO, LAPSED = "recent", "a while ago", "lapsed"
ONCE, FEW, OFTEN = "once", "few", "often"
SMALL, MIDDLE, LARGE = "small", "middle", "large"

# Shares of all customers below which a median is low, and above which it is high.
_RECENT_BELOW, _LAPSED_ABOVE = 0.35, 0.60
_OFTEN_ABOVE: Final = 0.65
_SMALL_BELOW, _LARGE_ABOVE = 0.30, 0.80

# The first line that fits names the cluster.
_NAMES: Final = (
    (RECENT, OFTEN, LARGE, "Loyal High Spenders"),
    (RECENT, OFTEN, ANY, "Loyal Regulars"),
    (RECENT, FEW, LARGE, "Recent High Spenders"),
    (RECENT, FEW, SMALL, "Recent Small Spenders"),
    (RECENT, FEW, ANY, "Recent Occasional Buyers"),
    (RECENT, ONCE, LARGE, "New High Spenders"),
    (RECENT, ONCE, ANY, "New Customers"),
    (WHILE_AGO, OFTEN, LARGE, "High Spenders"),
    (WHILE_AGO, OFTEN, ANY, "Regulars"),
    (WHILE_AGO, FEW, LARGE, "Occasional High Spenders"),
    (WHILE_AGO, FEW, SMALL, "Occasional Small Spenders"),
    (WHILE_AGO, FEW, ANY, "Occasional Buyers"),
    (WHILE_AGO, ONCE, LARGE, "One-Time High Spenders"),
    (WHILE_AGO, ONCE, ANY, "One-Time Buyers"),
    (LAPSED, OFTEN, LARGE, "Lapsed High Spenders"),
    (LAPSED, OFTEN, ANY, "Lapsed Regulars"),
    (LAPSED, FEW, ANY, "Lapsed Occasional Buyers"),
    (LAPSED, ONCE, LARGE, "Lapsed Big One-Timers"),
    (LAPSED, ONCE, ANY, "Lapsed One-Timers"),
)

# Words for clusters that share a name, from the lowest to the highest value of an axis.
_WORDS: Final = (
    ("Most Recent", "More Recent", "Midway", "Less Recent", "Least Recent"),
    ("Least Often", "Less Often", "Quite Often", "More Often", "Most Often"),
    ("Lowest Spend", "Lower Spend", "Middle Spend", "Higher Spend", "Highest Spend"),
)
# Which of the five words are used for that many clusters.
_PICKED: Final = {2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
# Equal spreads are told apart by money first.
_AXES_BY_WEIGHT: Final = (2, 1, 0)


@dataclass(frozen=True)
class PurchaseLevels:
    """Where the typical customer of a cluster is among all.

    Parameters
    ----------
    shares : tuple of float
        Of recency, frequency and money: share of all customers with a smaller value, those with an
        equal one counted half.
    once, recent, lapsed : float
        Shares of the members who bought once, whose last order is not as long ago as that of the
        typical customer, and is longer ago.
    point : tuple of float
        The medians of the three in feature space.
    """

    shares: tuple[float, ...]
    once: float
    recent: float
    lapsed: float
    point: tuple[float, ...]


def name_by_purchases(levels: Sequence[PurchaseLevels]) -> tuple[str, ...]:
    """Return a unique name for each cluster, in the order given.

    Parameters
    ----------
    levels : sequence of PurchaseLevels
        The clusters, best first.
    """
    plain = [_plain_name(one) for one in levels]
    names = list(plain)
    for name in dict.fromkeys(plain):
        sharing = [number for number, other in enumerate(plain) if other == name]
        if len(sharing) > 1:
            words = _telling_apart([levels[number] for number in sharing])
            for number, word in zip(sharing, words, strict=True):
                names[number] = f"{name}, {word}"
    return tuple(names)


def _plain_name(one: PurchaseLevels) -> str:
    words = _words_of(one)
    return next(
        name
        for *pattern, name in _NAMES
        if all(asked in (ANY, word) for asked, word in zip(pattern, words, strict=True))
    )


def _words_of(one: PurchaseLevels) -> tuple[str, str, str]:
    recency, often, monetary = one.shares
    is_recent = recency < _RECENT_BELOW and one.recent >= TRUE_OF
    has_lapsed = recency >= _LAPSED_ABOVE and one.lapsed >= TRUE_OF
    return (
        RECENT if is_recent else LAPSED if has_lapsed else WHILE_AGO,
        ONCE if one.once >= TRUE_OF else OFTEN if often >= _OFTEN_ABOVE else FEW,
        (SMALL, MIDDLE, LARGE)[np.searchsorted((_SMALL_BELOW, _LARGE_ABOVE), monetary)],
    )


def _telling_apart(sharing: Sequence[PurchaseLevels]) -> list[str]:
    points = np.array([one.point for one in sharing])
    spreads = np.ptp(points, axis=0)
    axis = max(_AXES_BY_WEIGHT, key=lambda number: spreads[number])
    ranks = np.empty(len(sharing), dtype=int)
    # Best first: of two equal values the better cluster counts as the higher.
    ranks[np.lexsort((-np.arange(len(sharing)), points[:, axis]))] = np.arange(len(sharing))
    picked = _PICKED.get(len(sharing))
    if picked is None:
        return [f"Group {rank + 1}" for rank in ranks]
    return [_WORDS[axis][picked[rank]] for rank in ranks]
