"""What a snapshot places new customers with, whichever kind it is."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rfm import schema
from rfm.errors import PredictionError, SourceError
from rfm.prediction.attribute_changes import attribute_changes, learn_grids
from rfm.prediction.changes import purchase_changes
from rfm.prediction.placing import KnownCustomers, Neighbours, Placing, by_importance
from rfm.prediction.purchases import LIMITS, asked_purchases
from rfm.prediction.values import NO_LIMITS
from rfm.table.attribute import Attribute

if TYPE_CHECKING:
    from rfm.clusters.clustering import Placer
    from rfm.features.points import Array
    from rfm.snapshot import Snapshot


def is_placed_by_purchases(snapshot: "Snapshot") -> bool:
    """Tell whether customers are placed by recency, frequency and money alone."""
    return snapshot.kind == schema.LOG and not snapshot.is_placed_by_attributes


def placing_of(snapshot: "Snapshot") -> Placing:
    """Return what places new customers of a snapshot; without clusters it says why."""
    placer, card = snapshot.placer, snapshot.classifier_card
    reason = snapshot.no_clusters_reason
    return Placing(
        attributes=_asked(snapshot),
        probabilities=partial(in_clusters, placer) if placer else None,
        no_clusters=f"{snapshot.title} has no clusters to place anybody in. {reason}".strip(),
        limits=LIMITS if is_placed_by_purchases(snapshot) else NO_LIMITS,
        classifier=None if card is None or card.is_agreement else snapshot.classifier,
        id_column=snapshot.columns.id_column,
        currency=snapshot.currency,
        distances=partial(_distances, snapshot) if is_placed_by_purchases(snapshot) else None,
    )


def _distances(snapshot: "Snapshot", customers: pd.DataFrame) -> "Array":
    """Return how far customers are from the nearest known one."""
    known = snapshot.customers(*schema.RFM)
    return Neighbours(known, _coordinates(snapshot, known)).distances(customers)


def in_clusters(placer: "Placer", customers: pd.DataFrame) -> pd.DataFrame:
    """Return how probable each cluster is for each customer."""
    found = placer.probabilities(customers)
    return pd.DataFrame(found, columns=list(placer.names), index=customers.index)


def known_of(snapshot: "Snapshot", placing: Placing) -> KnownCustomers:
    """Return what else is known of a snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        The snapshot.
    placing : Placing
        What places its customers.

    Returns
    -------
    KnownCustomers
        The customers with what could be different about one.

    Raises
    ------
    PredictionError
        When a table has no clusters.
    """
    names = [one.name for one in placing.attributes]
    if placing.limits:
        group = schema.group_column(snapshot.groupings[0])
        customers = snapshot.customers(schema.CUSTOMER_ID, group, *names)
        count = snapshot.settings.count
        return KnownCustomers(
            neighbours=Neighbours(customers, _coordinates(snapshot, customers)),
            possible_changes=partial(purchase_changes, count=count, currency=placing.currency),
            schemes=snapshot.schemes,
        )
    if snapshot.placer is None:
        raise PredictionError(placing.no_clusters)
    pipeline = snapshot.placer.pipeline
    customers = snapshot.customers(schema.CUSTOMER_ID, schema.CLUSTER_NAME, *names)
    grids = learn_grids(customers, [one for one in placing.attributes if one.name in pipeline.used])
    return KnownCustomers(
        neighbours=Neighbours(customers, _coordinates(snapshot, customers)),
        possible_changes=partial(attribute_changes, grids=grids, currency=placing.currency),
        map_points=pipeline.map_points,
    )


def _asked(snapshot: "Snapshot") -> tuple[Attribute, ...]:
    columns = snapshot.columns
    if is_placed_by_purchases(snapshot):
        return asked_purchases(_purchases(snapshot), snapshot.settings.count)
    given = [one for one in columns.attributes if one.name != columns.label]
    return by_importance(given, snapshot.classifier_card, snapshot.profiles)


def _purchases(snapshot: "Snapshot") -> tuple[Attribute, ...]:
    """Return recency, frequency and money; a table that was joined has columns of its own."""
    return tuple(one for one in snapshot.columns.attributes if one.name in schema.RFM)


def _coordinates(
    snapshot: "Snapshot", customers: pd.DataFrame
) -> "Callable[[pd.DataFrame], Array]":
    """Return what makes customers comparable, with clusters or without."""
    if snapshot.placer is not None:
        pipeline = snapshot.placer.pipeline
    else:
        from rfm.features.purchases import fit_purchases

        try:
            pipeline = fit_purchases(customers, _purchases(snapshot))
        except SourceError:  # all are alike
            return lambda those: np.zeros((len(those), 1))
    return lambda those: pipeline.features(those).points
