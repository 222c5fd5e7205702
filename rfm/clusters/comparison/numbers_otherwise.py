"""How many clusters other usual scalings of the same numbers would suggest."""

from typing import Final

from rfm.clusters.algorithms.catalogue import ALGORITHMS
from rfm.clusters.cells import count_distinct
from rfm.clusters.comparison.choosing import NUMBERS, scanned
from rfm.clusters.comparison.merits import knee_of, merits
from rfm.clusters.comparison.results import Candidate
from rfm.clusters.comparison.scalings import scaled_otherwise
from rfm.features.points import Features
from rfm.words import listed

# Customers on whom another scaling is looked at.
_LOOKED_AT: Final = 5_000
_BY: Final = ("by the width of their middle half", "by their whole range")


def numbers_otherwise(best: Candidate, features: Features, seed: int) -> str:
    """Return which other numbers of clusters other scalings suggest, in a sentence; mostly none.

    A number is suggested that has the most merit, before it is asked whether it is stable. One
    that had the most merit before, and was passed over, is no other suggestion.

    Parameters
    ----------
    best : Candidate
        The recommended algorithm.
    features : Features
        The customers that decided, in the fixed order.
    seed : int
        Of every fit.
    """
    kind = ALGORITHMS[best.algorithm]
    if not kind.takes_k or not features.numbers.shape[1]:
        return ""
    own = {best.k, merits(kind, best.scan, best.knee or best.k)[0][0]} if best.scan else {best.k}
    found = [
        (_suggested(best.algorithm, scaled, seed), by)
        for scaled, by in zip(scaled_otherwise(features.thinned(_LOOKED_AT)), _BY, strict=True)
    ]
    others = [f"{k} where numbers are divided {by}" for k, by in found if k not in own]
    if not others:
        return ""
    return f"Another usual scaling would suggest another number of clusters: {listed(others)}."


def _suggested(algorithm: str, features: Features, seed: int) -> int:
    """Return the number of clusters that has the most merit."""
    kind = ALGORITHMS[algorithm]
    most = max(2, count_distinct(features.points) // 2)
    bends = [1] if kind.fit_shape == "elbow" else []
    models = kind.scan(features, [*bends, *(k for k in NUMBERS if k <= most)], seed)
    alone = models.pop(1).fit_ if bends else None
    scan = scanned(models, features)
    return merits(kind, scan, knee_of(scan, alone))[0][0]
