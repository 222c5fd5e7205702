"""Whatever places customers: what may be given of one, a function of a table, and who is known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import pandas as pd

from rfm.features.points import Array
from rfm.prediction.changes import Change
from rfm.prediction.values import Limits
from rfm.table.attribute import Attribute

if TYPE_CHECKING:
    from rfm.classifier.model import Classifier, ClassifierCard
    from rfm.clusters.profiles.results import ClusterProfiles
    from rfm.segments import FittedScheme

ALIKE: Final = 5
# Far more than what rounding to single precision moves a point by.
_ROUNDED: Final = 1e-5

# Customers with the attributes that are needed -> a column of probabilities for each group. The
# group a customer is placed in is the one with the largest.
Probabilities: TypeAlias = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True, kw_only=True)
class Placing:
    """What places new customers.

    Parameters
    ----------
    attributes : tuple of Attribute
        What may be given of a customer, the most important first.
    probabilities : callable, optional
        What places customers in clusters; None where there are none.
    no_clusters : str
        Why there are none, in a sentence.
    limits : mapping of str to Limits
        By attribute: what always has to be given, and what it can be.
    classifier : Classifier, optional
        The model that predicts a given label.
    id_column : str
        How the known customers' file calls the column that tells them apart; may be empty.
    currency : str
        What money is shown with.
    distances : callable, optional
        Customers -> how far each is from the nearest known one, in standard deviations; None
        where columns are too many for it to say who is alike.
    """

    attributes: tuple[Attribute, ...]
    probabilities: Probabilities | None = None
    no_clusters: str = ""
    limits: Mapping[str, Limits] = field(default_factory=dict)
    classifier: "Classifier | None" = None
    id_column: str = ""
    currency: str = ""
    distances: Callable[[pd.DataFrame], Array] | None = None


def by_importance(
    attributes: Sequence[Attribute],
    card: "ClassifierCard | None",
    profiles: "ClusterProfiles | None",
) -> tuple[Attribute, ...]:
    """Return the attributes that clusters are made of, the most important first.

    By the importances of the classifier where it learned them, else by how far the
    attribute sets any cluster apart; equally important ones stay in their order.

    Parameters
    ----------
    attributes : sequence of Attribute
        All that may be features.
    card : ClassifierCard, optional
        What the classifier learned.
    profiles : ClusterProfiles, optional
        What sets the clusters apart.

    Returns
    -------
    tuple of Attribute
        Features only.
    """
    features = [one for one in attributes if one.is_feature]
    weights = dict.fromkeys((one.name for one in features), 0.0)
    if card is not None and card.importances:
        weights |= {one.attribute: one.mean for one in card.importances}
    elif profiles is not None:
        for effect in (effect for profile in profiles.clusters for effect in profile.effects):
            size = abs(effect.size)
            weights[effect.attribute] = max(size, weights.get(effect.attribute, 0.0))
    return tuple(sorted(features, key=lambda one: -weights[one.name]))


class Neighbours:
    """The known customers as points, made once for all questions.

    Parameters
    ----------
    customers : DataFrame
        One row per customer, by number, with what `coordinates` needs.
    coordinates : callable
        How customers become points, between which distances are those of unlikeness.
    """

    def __init__(
        self, customers: pd.DataFrame, coordinates: Callable[[pd.DataFrame], Array]
    ) -> None:
        self.customers = customers
        self._coordinates = coordinates
        # In single precision, in which a million take little room; by column, since distances are
        # taken axis by axis.
        self._points = np.asfortranarray(coordinates(customers), dtype=np.float32)

    def nearest(self, customer: pd.DataFrame) -> tuple[pd.DataFrame, Array]:
        """Return the five customers most alike to one, nearest first, and how far they are.

        Equally near ones come by number.
        """
        own = self._coordinates(customer)[0]
        roughly = np.zeros(len(self._points), dtype=np.float32)
        for axis, place in enumerate(own.astype(np.float32)):
            roughly += (self._points[:, axis] - place) ** 2
        last = min(ALIKE, len(roughly)) - 1
        reach = float(np.sqrt(np.partition(roughly, last)[last]))
        near = np.flatnonzero(roughly <= (reach * (1 + _ROUNDED) + _ROUNDED) ** 2)
        exact = self._coordinates(self.customers.iloc[near])
        distances = np.sqrt(((exact - own) ** 2).sum(axis=1))
        order = np.argsort(distances, kind="stable")[:ALIKE]
        return self.customers.iloc[near[order]].reset_index(drop=True), distances[order]

    def distances(self, customers: pd.DataFrame) -> Array:
        """Return how far each of many customers is from the nearest known one."""
        from scipy.spatial import KDTree

        found, _ = KDTree(self._points).query(self._coordinates(customers))
        return np.asarray(found)


@dataclass(frozen=True, kw_only=True)
class KnownCustomers:
    """What is known of a data set beyond what places customers in it.

    Parameters
    ----------
    neighbours : Neighbours
        The known customers.
    possible_changes : callable
        A customer -> the changes that are considered.
    map_points : callable, optional
        Customers -> their places on the map; None where there is no map.
    schemes : sequence of FittedScheme, optional
        The schemes of a log to name segments under; None for a table.
    """

    neighbours: Neighbours
    possible_changes: Callable[[Mapping[str, Any]], Sequence[Change]]
    map_points: Callable[[pd.DataFrame], Array] | None = None
    schemes: "Sequence[FittedScheme] | None" = None
