"""A cluster keeps its identity when clusters are made anew: it is who its customers are.

An old and a new cluster are the same when they share at least half of the customers that either
has, among those known at both times. Where clusters compete, the pairs are chosen whose Jaccard
indices have the largest sum. A cluster that is split goes on as its larger part.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from rfm.clusters.comparison.stability import shared_counts

if TYPE_CHECKING:
    import pandas as pd

SAME_FROM: Final = 0.5


def match_clusters(old: "pd.Series[int]", new: "pd.Series[int]") -> Mapping[int, int]:
    """Return for each new cluster the old one that it continues; those without one are absent.

    Parameters
    ----------
    old, new : Series of int
        Cluster by customer number (the index), -1 for noise. Customers known only once do not
        count; noise continues nothing.

    Examples
    --------
    >>> import pandas as pd
    >>> old = pd.Series([0, 0, 1, 1, 1], index=list("abcde"))
    >>> new = pd.Series([1, 1, 0, 0, 0], index=list("abcde"))
    >>> match_clusters(old, new)
    {0: 1, 1: 0}
    """
    from scipy.optimize import linear_sum_assignment

    known = old.index.intersection(new.index)
    before = np.asarray(old.loc[known], dtype=np.int64)
    after = np.asarray(new.loc[known], dtype=np.int64)
    both = shared_counts(after, before, int(after.max(initial=-1)) + 1)
    union = both.sum(axis=1, keepdims=True) + both.sum(axis=0, keepdims=True) - both
    jaccards = (both / np.maximum(union, 1))[1:, 1:]
    # Only pairs that may be the same compete, so that a weak pair cannot part a strong one.
    allowed = np.where(jaccards >= SAME_FROM, jaccards, 0.0)
    rows, columns = linear_sum_assignment(-allowed)
    return {
        int(row): int(column)
        for row, column in zip(rows, columns, strict=True)
        if allowed[row, column] > 0
    }
