"""What a study found: clusters of any shape, named, explained, judged, and placeable."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from rfm.clusters.placing import Placer

if TYPE_CHECKING:
    from rfm.classifier.model import Supervised
    from rfm.clusters.comparison.results import Comparison
    from rfm.clusters.profiles.stories import Stories
    from rfm.table.attribute import Attribute


@dataclass(frozen=True, kw_only=True)
class Study:
    """What was found: the clusters with all that there is to judge them by.

    `members` has one row per customer: number, name and probability of the cluster, the place on
    the map, and whether the customer is far from everybody. `slots` are the places of the clusters'
    colours, which they keep.
    """

    attributes: "tuple[Attribute, ...]"
    comparison: "Comparison"
    stories: "Stories"
    placer: Placer
    slots: tuple[int, ...]
    members: pd.DataFrame
    supervised: "Supervised | None"
    no_supervised_reason: str

    @property
    def names(self) -> tuple[str, ...]:
        """The clusters' names in order, noise last."""
        return self.placer.names
