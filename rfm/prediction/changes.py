"""The nearest change that would move a customer to another named cluster.

Every change that is considered is one row of one table, which is placed in one go; of those that
end in the same cluster the smallest is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm.clusters.profiles.naming import NOISE_NAME
from rfm.prediction.placing import Place

TOLD: Final = 3


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
        How large the change is, in the steps' own unit.
    """

    sentence: str
    to_cluster: str
    new_values: Mapping[str, float | str]
    distance: float


@dataclass(frozen=True)
class Step:
    """A change that is considered.

    Parameters
    ----------
    rows : tuple of mappings
        What the customer would be like: the attributes that change. Several when it is not known
        exactly; the step leads to a cluster only if all of them do.
    distance : float
        How large it is.
    sentence : str
        With "{}" for the name of the cluster.
    """

    rows: tuple[Mapping[str, Any], ...]
    distance: float
    sentence: str


def nearest_changes(
    customer: Mapping[str, Any], steps: Sequence[Step], place: Place, *, most: int = TOLD
) -> tuple[Change, ...]:
    """Return the smallest change to each of the nearest other clusters, the nearest first.

    Parameters
    ----------
    customer : mapping
        The attributes of the customer that `place` needs.
    steps : sequence of Step
        From `purchase_steps` or `attribute_steps`.
    place : callable
        What places customers.
    most : int
        How many clusters to tell of.
    """
    if not steps:
        return ()
    owner = np.repeat(np.arange(len(steps)), [len(step.rows) for step in steps])
    said = place(_changed(customer, steps))
    names, places = list(said.columns), said.to_numpy().argmax(axis=1)
    ends = _ends(places[1:], owner, len(steps))
    nearest: dict[int, int] = {}
    for step in np.argsort([step.distance for step in steps], kind="stable"):
        end = int(ends[step])
        if end >= 0 and end != places[0] and names[end] != NOISE_NAME:
            nearest.setdefault(end, int(step))
    return tuple(_told(steps[step], str(names[end])) for end, step in list(nearest.items())[:most])


def _changed(customer: Mapping[str, Any], steps: Sequence[Step]) -> pd.DataFrame:
    """Return the customer as is, and below the same customer after each row of each step."""
    rows = [row for step in steps for row in step.rows]
    columns = {}
    for name, value in customer.items():
        values = [value, *(row.get(name, value) for row in rows)]
        columns[name] = pd.Series(values, dtype="str" if isinstance(value, str) else None)
    return pd.DataFrame(columns)


def _ends(places: NDArray[np.int64], owner: NDArray[np.int64], steps: int) -> NDArray[np.int64]:
    """Return the place where all rows of a step agree to lead, -1 where they do not agree."""
    lowest, highest = np.full(steps, np.iinfo(np.int64).max), np.full(steps, -1)
    np.minimum.at(lowest, owner, places)
    np.maximum.at(highest, owner, places)
    return np.where(lowest == highest, lowest, -1)


def _told(step: Step, cluster: str) -> Change:
    return Change(
        sentence=step.sentence.format(cluster),
        to_cluster=cluster,
        new_values=dict(step.rows[0]),
        distance=step.distance,
    )
