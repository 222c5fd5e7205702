"""The known customers most alike to one, whatever makes customers comparable."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm.features.points import Array

ALIKE: Final = 5
# Far more than what rounding to single precision moves a point by.
_ROUNDED: Final = 1e-5


@dataclass(frozen=True)
class Neighbours:
    """The known customers as points, made once for all questions: `find_neighbours` makes it.

    Parameters
    ----------
    customers : DataFrame
        One row per customer, by number.
    coordinates : callable
        How customers become points, between which distances are those of unlikeness.
    points : array of shape (customers, axes)
        The customers' points in single precision, in which a million take little room.
    """

    customers: pd.DataFrame
    coordinates: Callable[[pd.DataFrame], Array]
    points: NDArray[np.float32]

    def nearest(self, customer: pd.DataFrame) -> tuple[pd.DataFrame, Array]:
        """Return the five customers most alike to one, nearest first, and how far they are.

        Equally near ones come by number.
        """
        own = self.coordinates(customer)[0]
        roughly = np.zeros(len(self.points), dtype=np.float32)
        for axis, place in enumerate(own.astype(np.float32)):
            roughly += (self.points[:, axis] - place) ** 2
        last = min(ALIKE, len(roughly)) - 1
        reach = float(np.sqrt(np.partition(roughly, last)[last]))
        near = np.flatnonzero(roughly <= (reach * (1 + _ROUNDED) + _ROUNDED) ** 2)
        exact = self.coordinates(self.customers.iloc[near])
        distances = np.sqrt(((exact - own) ** 2).sum(axis=1))
        order = np.argsort(distances, kind="stable")[:ALIKE]
        return self.customers.iloc[near[order]].reset_index(drop=True), distances[order]


def find_neighbours(
    customers: pd.DataFrame, coordinates: Callable[[pd.DataFrame], Array]
) -> Neighbours:
    """Return the known customers as points.

    Parameters
    ----------
    customers : DataFrame
        One row per customer, by number, with what `coordinates` needs.
    coordinates : callable
        How customers become points.
    """
    # By column, since distances are taken axis by axis.
    points = np.asfortranarray(coordinates(customers), dtype=np.float32)
    return Neighbours(customers, coordinates, points)
