"""Which clusters go on when the same source is analysed again, and under which name.

Readers have a cluster's name in their heads and in their mailings, and keep its colour too, as long
as the name is true: where it no longer is, the cluster gets another one, and that is said. An old
and a new cluster are the same when they share at least half of the customers that either has, among
those known at both times. Where clusters compete, the pairs are chosen whose Jaccard indices have
the largest sum. A cluster that is split goes on as its larger part.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from rfm.clusters.partitions import jaccards_of
from rfm.clusters.profiles.phrases import LONGEST
from rfm.errors import SettingsError
from rfm.words import quoted

SAME_FROM: Final = 0.5


@dataclass(frozen=True)
class Kept:
    """Names and colours (their slots) of clusters, by number.

    Parameters
    ----------
    names, slots : tuple
        Names and colours.
    dropped : tuple of str
        The names of those whose name is no longer true, empty for others; empty when all are.
    """

    names: tuple[str, ...]
    slots: tuple[int, ...]
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownClusters:
    """The clusters of the last analysis.

    Parameters
    ----------
    names, slots : tuple
        Names and colours, by number.
    members : Series
        The number of each customer's cluster, 0 the first and -1 none, by customer number.
    """

    names: tuple[str, ...]
    slots: tuple[int, ...]
    members: pd.Series


def always_true(number: int, name: str) -> bool:  # noqa: ARG001
    """Return that a name is true of any cluster."""
    return True


def keep(
    known: KnownClusters | None,
    names: Sequence[str],
    members: pd.Series,
    is_true: Callable[[int, str], bool] = always_true,
) -> Kept:
    """Return the names and colours of new clusters: those of the known ones they go on from.

    Parameters
    ----------
    known : KnownClusters, optional
        The clusters of the last analysis.
    names : sequence of str
        What the new clusters would be called on their own.
    members : Series
        The number of each customer's new cluster, by customer number; -1 is none. The group of
        those in no cluster goes on from nothing and keeps its own name.
    is_true : callable
        Whether a name is true of the new cluster of a number: else it does not go on.
    """
    if known is None:
        return Kept(tuple(names), tuple(range(len(names))))
    came_from = match_clusters(known.members, members)
    old = [known.names[came_from[new]] if new in came_from else "" for new in range(len(names))]
    kept = [name if name and is_true(new, name) else "" for new, name in enumerate(old)]
    taken = {known.slots[old] for old in came_from.values()}
    free = iter(slot for slot in range(len(names) + len(taken)) if slot not in taken)
    slots = [
        known.slots[came_from[new]] if new in came_from else next(free) for new in range(len(names))
    ]
    given = _unique(kept, names)
    dropped = tuple("" if new == name else name for new, name in zip(given, old, strict=True))
    return Kept(given, tuple(slots), dropped if any(dropped) else ())


def _unique(kept: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """Return kept names, and for new clusters their own, told apart from those that are kept."""
    taken = set(filter(None, kept))
    names = []
    for old, new in zip(kept, own, strict=True):
        name = old or next(
            candidate
            for candidate in (new, *(f"{new} ({number})" for number in range(2, len(own) + 2)))
            if candidate not in taken
        )
        taken.add(name)
        names.append(name)
    return tuple(names)


def renamed(kept: Kept, wanted: Sequence[tuple[str, str]]) -> Kept:
    """Return the names with those that a reader wants instead.

    Parameters
    ----------
    kept : Kept
        The names that the clusters would have.
    wanted : sequence of (str, str)
        A name, and the one to be used instead of it.

    Raises
    ------
    SettingsError
        When no cluster has a name, or a new one is too long or taken.
    """
    names = list(kept.names)
    for old, new in wanted:
        if old not in names:
            known = quoted(names)
            raise SettingsError(f"No cluster is called '{old}'. The clusters are: {known}.")
        if not new.strip() or len(new) > LONGEST:
            raise SettingsError(
                f"'{new[:LONGEST]}' cannot be the name of a cluster: give 1 to {LONGEST} letters."
            )
        if new in names and new != old:
            raise SettingsError(f"Another cluster is called '{new}' already. Give another name.")
        names[names.index(old)] = new.strip()
    return replace(kept, names=tuple(names))


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
    jaccards = jaccards_of(after, before, int(after.max(initial=-1)) + 1)
    # Only pairs that may be the same compete, so that a weak pair cannot part a strong one.
    allowed = np.where(jaccards >= SAME_FROM, jaccards, 0.0)
    rows, columns = linear_sum_assignment(-allowed)
    return {
        int(row): int(column)
        for row, column in zip(rows, columns, strict=True)
        if allowed[row, column] > 0
    }
