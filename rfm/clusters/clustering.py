"""The clusters of a log or of a customer table: named, explained, judged, and placeable."""

from dataclasses import dataclass

import pandas as pd

from rfm.clusters.comparison.results import Comparison
from rfm.clusters.placing import Placer
from rfm.clusters.profiles.results import ClusterProfiles
from rfm.table.attribute import Attribute


@dataclass(frozen=True)
class NoClusters:
    """There is too little to make clusters of; `reason` says so in a sentence."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Clustering:
    """Clusters with all that there is to judge them by.

    `members` has one row per customer: number and name of the cluster and, where algorithms were
    compared, its probability, the place on the map, and whether the customer is far from everybody.
    `slots` are the places of the clusters' colours, which they keep.
    """

    attributes: tuple[Attribute, ...]
    comparison: Comparison
    profiles: ClusterProfiles
    placer: Placer
    slots: tuple[int, ...]
    members: pd.DataFrame

    @property
    def names(self) -> tuple[str, ...]:
        """The clusters' names in order, noise last."""
        return self.placer.names
