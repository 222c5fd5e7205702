"""Whatever places customers: what may be given of one, and a function of a table of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from rfm.prediction.values import Limits
from rfm.table.attribute import Attribute

if TYPE_CHECKING:
    from rfm.classifier.card import ClassifierCard
    from rfm.classifier.model import Classifier
    from rfm.clusters.profiles.results import ClusterProfiles

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
    """

    attributes: tuple[Attribute, ...]
    probabilities: Probabilities | None = None
    no_clusters: str = ""
    limits: Mapping[str, Limits] = field(default_factory=dict)
    classifier: "Classifier | None" = None
    id_column: str = ""
    currency: str = ""


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
