"""The nearest change that would move a customer to another named cluster.

Of the changes that end in the same cluster the smallest is chosen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rfm.clusters.profiles.naming import NOISE_NAME

MOST_CHANGES: Final = 3


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change that moves the customer.

    Parameters
    ----------
    sentence : str
        What would have to happen, and where it leads.
    to_cluster : str
        Where it leads.
    new_values : mapping of str to float or str
        The attributes that change, with their new values.
    distance : float
        How large the change is, in its own unit.
    """

    sentence: str
    to_cluster: str
    new_values: Mapping[str, float | str]
    distance: float


@dataclass(frozen=True)
class PossibleChange:
    """A change that is considered.

    Parameters
    ----------
    rows : tuple of mappings
        What the customer would be like: the attributes that change. Several when it is not known
        exactly; the change leads to a cluster only if all of them do.
    distance : float
        How large it is.
    sentence : str
        With "{}" for the name of the cluster.
    """

    rows: tuple[Mapping[str, Any], ...]
    distance: float
    sentence: str


def nearest_changes(
    possible: Sequence[PossibleChange],
    here: int,
    ends: NDArray[np.int64],
    names: Sequence[str],
) -> tuple[Change, ...]:
    """Return the smallest change to each of the nearest three other clusters, the nearest first.

    Parameters
    ----------
    possible : sequence of PossibleChange
        What is considered.
    here : int
        The place in `names` of the cluster that the customer is in.
    ends : array of int
        The same after each row of each change.
    names : sequence of str
        The clusters.
    """
    if not possible:
        return ()
    nearest: dict[int, PossibleChange] = {}
    owner = np.repeat(np.arange(len(possible)), [len(change.rows) for change in possible])
    agreed = _agreed(ends, owner, len(possible))
    for place in np.argsort([change.distance for change in possible], kind="stable"):
        end = int(agreed[place])
        if end not in (-1, here) and names[end] != NOISE_NAME:
            nearest.setdefault(end, possible[place])
    return tuple(
        Change(
            sentence=change.sentence.format(names[end]),
            to_cluster=names[end],
            new_values=dict(change.rows[0]),
            distance=change.distance,
        )
        for end, change in list(nearest.items())[:MOST_CHANGES]
    )


def _agreed(ends: NDArray[np.int64], owner: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """Return where all rows of a change lead, -1 where they do not agree."""
    lowest, highest = np.full(size, np.iinfo(np.int64).max), np.full(size, -1)
    np.minimum.at(lowest, owner, ends)
    np.maximum.at(highest, owner, ends)
    return np.where(lowest == highest, lowest, -1)
