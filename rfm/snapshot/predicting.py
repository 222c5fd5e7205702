"""What a snapshot places new customers with, whichever kind it is."""

from typing import TYPE_CHECKING

from rfm import schema
from rfm.errors import PredictionError
from rfm.prediction.by_attributes import AttributePlacing, by_importance, place_in, prepare
from rfm.prediction.files import FilePlacing
from rfm.prediction.placing import place_in_clusters, rfm_attributes
from rfm.table.attribute import Attribute

if TYPE_CHECKING:
    from rfm.snapshot import Snapshot


def asked_attributes(snapshot: "Snapshot") -> tuple[Attribute, ...]:
    """Return what may be given of a customer in this snapshot, the most important first."""
    columns = snapshot.columns
    features = [one for one in columns.attributes if one.name != columns.label]
    return by_importance(features, snapshot.supervised_card, snapshot.stories)


def placing_of(snapshot: "Snapshot") -> AttributePlacing:
    """Return what places one customer by attributes.

    Raises
    ------
    PredictionError
        When the snapshot has no clusters, or places by recency, frequency and money.
    """
    placer = snapshot.placer if snapshot.is_placed_by_attributes else None
    if placer is None:
        raise PredictionError(no_clusters(snapshot))
    attributes = asked_attributes(snapshot)
    names = [one.name for one in attributes]
    return prepare(
        placer,
        attributes,
        snapshot.customers(schema.CUSTOMER_ID, schema.CLUSTER_NAME, *names),
        supervised=snapshot.supervised,
        currency=snapshot.currency,
    )


def file_placing_of(snapshot: "Snapshot") -> FilePlacing:
    """Return what places the customers of a file.

    Raises
    ------
    PredictionError
        When the snapshot has no clusters.
    """
    # The algorithms take long to load, and a log's own clusters need none of them.
    placer = snapshot.placer if snapshot.is_placed_by_attributes else None
    if placer is not None:
        return FilePlacing(
            attributes=asked_attributes(snapshot),
            place=place_in(placer),
            id_column=snapshot.columns.id_column,
            supervised=snapshot.supervised,
        )
    model = snapshot.cluster_model if snapshot.kind == schema.LOG else None
    if model is None:
        raise PredictionError(no_clusters(snapshot))
    return FilePlacing(attributes=rfm_attributes(model), place=place_in_clusters(model))


def no_clusters(snapshot: "Snapshot") -> str:
    """Return why nobody can be placed in the clusters of a snapshot."""
    reason = snapshot.no_clusters_reason
    return f"{snapshot.title} has no clusters to place anybody in. {reason}".strip()
