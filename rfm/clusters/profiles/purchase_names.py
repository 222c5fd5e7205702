"""Names of clusters by recency, frequency and money, from a table of three levels each.

A cluster's median recency, frequency and money are placed among all customers as low, middle or
high, and the table gives the three levels a name. What a name states as a fact (bought once,
lately, or long ago) is true of nine in ten members, and of no larger share of a cluster whose name
does not state it; how often and how much compares medians. Names are unique: clusters that share
one get the words of the axis on which they lie farthest apart ("Lapsed One-Timers, Higher Spend").
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
_TYPICAL: Final = 0.5

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

    def share_of(self, fact: str) -> float:
        """Return the share of the members of whom a fact is true."""
        return {ONCE: self.once, RECENT: self.recent, LAPSED: self.lapsed}[fact]

    def is_typical(self, fact: str) -> bool:
        """Return whether the typical member is clearly what a fact says."""
        recency = self.shares[0]
        clearly = {RECENT: recency < _RECENT_BELOW, LAPSED: recency >= _LAPSED_ABOVE}
        return clearly.get(fact, True)

    def bears_out(self, asked: str) -> bool:
        """Return whether what a name says of the cluster is still true.

        Facts are true of nine in ten members, comparisons of the medians.
        """
        if asked in (RECENT, LAPSED, ONCE):
            return self.share_of(asked) >= TRUE_OF
        _, often, monetary = self.shares
        compared = {
            OFTEN: often >= _TYPICAL,
            FEW: self.once < TRUE_OF and often < _OFTEN_ABOVE,
            SMALL: monetary <= _TYPICAL,
            LARGE: monetary >= _TYPICAL,
        }
        return compared.get(asked, True)


def name_by_purchases(levels: Sequence[PurchaseLevels]) -> tuple[str, ...]:
    """Return a unique name for each cluster, in the order given.

    Parameters
    ----------
    levels : sequence of PurchaseLevels
        The clusters, best first.
    """
    plain = [_plain_name(one, facts) for one, facts in zip(levels, _facts(levels), strict=True)]
    names = list(plain)
    for name in dict.fromkeys(plain):
        sharing = [number for number, other in enumerate(plain) if other == name]
        if len(sharing) > 1:
            words = _telling_apart([levels[number] for number in sharing])
            for number, word in zip(sharing, words, strict=True):
                names[number] = f"{name}, {word}"
    return tuple(names)


def _facts(levels: Sequence[PurchaseLevels]) -> list[set[str]]:
    """Return the facts that each cluster's name may state."""
    found: list[set[str]] = [set() for _ in levels]
    for fact in (RECENT, LAPSED, ONCE):
        shares = [one.share_of(fact) for one in levels]
        states = [
            share >= TRUE_OF and one.is_typical(fact)
            for one, share in zip(levels, shares, strict=True)
        ]
        others = (share for share, stated in zip(shares, states, strict=True) if not stated)
        most_of_others = max(others, default=0.0)
        for number, share in enumerate(shares):
            if states[number] and share >= most_of_others:
                found[number].add(fact)
    return found


def _plain_name(one: PurchaseLevels, facts: set[str]) -> str:
    words = _words_of(one, facts)
    return next(
        name
        for *pattern, name in _NAMES
        if all(asked in (ANY, word) for asked, word in zip(pattern, words, strict=True))
    )


def _words_of(one: PurchaseLevels, facts: set[str]) -> tuple[str, str, str]:
    _, often, monetary = one.shares
    return (
        next((fact for fact in (RECENT, LAPSED) if fact in facts), WHILE_AGO),
        ONCE if ONCE in facts else OFTEN if often >= _OFTEN_ABOVE else FEW,
        (SMALL, MIDDLE, LARGE)[np.searchsorted((_SMALL_BELOW, _LARGE_ABOVE), monetary)],
    )


def is_still_true(name: str, one: PurchaseLevels) -> bool:
    """Return whether a name that a cluster had is true of it now; one of the user's always is."""
    for *pattern, known in _NAMES:
        if name == known or name.startswith((f"{known}, ", f"{known} (")):
            return all(map(one.bears_out, pattern))
    return True


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
