"""Where a customer with given attributes belongs, in clusters of any shape, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rfm import schema
from rfm.prediction.attribute_steps import Ladder, attribute_steps, learn_ladders
from rfm.prediction.attribute_values import warn_of_extrapolation
from rfm.prediction.changes import Change, nearest_changes
from rfm.prediction.drivers import Driver, find_drivers, typical_of
from rfm.prediction.placing import Place
from rfm.table.attribute import Attribute

if TYPE_CHECKING:
    from rfm.classifier.card import SupervisedCard
    from rfm.classifier.model import Supervised
    from rfm.clusters.placing import Placer
    from rfm.clusters.profiles.stories import Stories

ALIKE: Final = 5
# Changes are sought among so many of the most important attributes.
CHANGEABLE: Final = 8
# What a shop cannot change about a customer, as parts of a column's name.
_FIXED: Final = (
    *("age", "gender", "sex", "birth", "tenure", "ethnic"),
    *("married", "marital"),
)


@dataclass(frozen=True, kw_only=True)
class AttributePlacement:
    """The answer about one customer.

    Parameters
    ----------
    cluster : str
        Name of the cluster.
    probabilities : mapping of str to float
        Of each cluster by name, in their order; they sum to 1.
    filled : tuple of Attribute
        Attributes that were not given: their typical values stand in.
    drivers : tuple of Driver
        What drove it, the strongest first.
    changes : tuple of Change
        The nearest changes that lead to other clusters.
    alike : DataFrame
        `customer_id` and `cluster_name` of the nearest known customers, nearest first.
    point : tuple of float
        The place on the map.
    label : mapping of str to float
        Probability of each value of a given label; empty where there is none.
    warnings : tuple of str
        What the reader should know before trusting the answer.
    """

    cluster: str
    probabilities: Mapping[str, float]
    filled: tuple[Attribute, ...]
    drivers: tuple[Driver, ...]
    changes: tuple[Change, ...]
    alike: pd.DataFrame
    point: tuple[float, float]
    label: Mapping[str, float]
    warnings: tuple[str, ...] = ()

    @property
    def certainty(self) -> float:
        """Return the probability of the cluster."""
        return self.probabilities[self.cluster]


@dataclass(frozen=True, kw_only=True)
class AttributePlacing:
    """Places customers by attributes; `prepare` makes it, once for all customers.

    Parameters
    ----------
    attributes : tuple of Attribute
        What may be given, the most important first.
    place : callable
        What places customers.
    """

    attributes: tuple[Attribute, ...]
    place: Place
    placer: "Placer"
    ladders: tuple[Ladder, ...]
    members: pd.DataFrame
    points: NDArray[np.float32]
    norms: NDArray[np.float32]
    supervised: "Supervised | None" = None
    currency: str = ""

    def answer(self, values: Mapping[str, float | str]) -> AttributePlacement:
        """Return where a customer with these values belongs.

        Parameters
        ----------
        values : mapping of str to float or str
            As `read_attribute_values` returns them; the rest is filled with typical values.
        """
        customer = {one.name: values.get(one.name, _typical(one)) for one in self.attributes}
        whole = pd.DataFrame([customer])
        chances = self.place(whole).iloc[0]
        steps = attribute_steps(customer, self.ladders, currency=self.currency)
        x, y = self.placer.pipeline.map_points(whole)[0]
        return AttributePlacement(
            cluster=str(chances.index[int(chances.to_numpy().argmax())]),
            probabilities={str(name): float(chance) for name, chance in chances.items()},
            filled=tuple(one for one in self.attributes if one.name not in values),
            drivers=find_drivers(customer, self.attributes, self.place, currency=self.currency),
            changes=nearest_changes(customer, steps, self.place),
            alike=self._alike(whole),
            point=(float(x), float(y)),
            label=self._label(whole),
            warnings=warn_of_extrapolation(values, self.attributes, self.currency),
        )

    def _alike(self, whole: pd.DataFrame) -> pd.DataFrame:
        own = self.placer.pipeline.features(whole).points[0].astype(np.float32)
        distances = self.norms - 2 * (self.points @ own)
        count = min(ALIKE, len(distances))
        nearest = np.argpartition(distances, count - 1)[:count]
        ordered = nearest[np.argsort(distances[nearest], kind="stable")]
        return self.members.iloc[ordered].reset_index(drop=True)

    def _label(self, whole: pd.DataFrame) -> dict[str, float]:
        if self.supervised is None or self.supervised.card.is_agreement:
            return {}
        said = self.supervised.probabilities(whole).iloc[0]
        return {str(name): float(chance) for name, chance in said.items()}


def prepare(
    placer: "Placer",
    attributes: Sequence[Attribute],
    customers: pd.DataFrame,
    *,
    supervised: "Supervised | None" = None,
    currency: str = "",
) -> AttributePlacing:
    """Return what places customers by their attributes.

    Parameters
    ----------
    placer : Placer
        The clusters.
    attributes : sequence of Attribute
        Those that clusters, or the supervised model, are made of, the most important first.
    customers : DataFrame
        The known customers with `customer_id`, `cluster_name` and the attributes.
    supervised : Supervised, optional
        The model that predicts a given label.
    currency : str
        What money is shown with.
    """
    used = set(placer.pipeline.used)
    changing = [one for one in attributes if one.name in used]
    fixed = [one.name for one in changing if is_fixed(one)]
    free = [one for one in changing if one.name not in fixed][:CHANGEABLE]
    points = placer.pipeline.features(customers).points.astype(np.float32)
    return AttributePlacing(
        attributes=tuple(attributes),
        place=place_in(placer),
        placer=placer,
        ladders=learn_ladders(customers, free),
        members=customers[[schema.CUSTOMER_ID, schema.CLUSTER_NAME]],
        points=points,
        norms=np.einsum("ij,ij->i", points, points),
        supervised=supervised,
        currency=currency,
    )


def _typical(attribute: Attribute) -> float | str:
    typical = typical_of(attribute)
    if typical is None:
        return float("nan") if attribute.kind == "number" else ""
    return typical


def place_in(placer: "Placer") -> Place:
    """Return what places customers in clusters of any shape."""

    def place(customers: pd.DataFrame) -> pd.DataFrame:
        found = placer.probabilities(customers)
        return pd.DataFrame(found, columns=list(placer.names), index=customers.index)

    return place


def is_fixed(attribute: Attribute) -> bool:
    """Tell whether a shop cannot change this about a customer, going by the column's name."""
    words = attribute.name.casefold().replace("-", "_").replace(" ", "_").split("_")
    return any(word == one or (len(one) > 3 and one in word) for word in words for one in _FIXED)  # noqa: PLR2004


def by_importance(
    attributes: Sequence[Attribute], card: "SupervisedCard | None", stories: "Stories | None"
) -> tuple[Attribute, ...]:
    """Return the attributes that clusters are made of, the most important first.

    By the importances of the supervised model where it learned them, else by how far the
    attribute sets any cluster apart; equally important ones stay in their order.
    """
    features = [one for one in attributes if one.is_feature]
    weights = dict.fromkeys((one.name for one in features), 0.0)
    if card is not None and card.importances:
        weights |= {one.attribute: one.mean for one in card.importances}
    elif stories is not None:
        for effect in (effect for story in stories.clusters for effect in story.effects):
            size = abs(effect.size)
            weights[effect.attribute] = max(size, weights.get(effect.attribute, 0.0))
    return tuple(sorted(features, key=lambda one: -weights[one.name]))
