"""What a snapshot places new customers with, whichever kind it is."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rfm import schema
from rfm.errors import PredictionError, SourceError
from rfm.prediction.attribute_changes import attribute_changes, learn_grids
from rfm.prediction.neighbours import find_neighbours
from rfm.prediction.placement import KnownCustomers
from rfm.prediction.placing import Placing, by_importance
from rfm.prediction.purchase_changes import purchase_changes
from rfm.prediction.purchases import LIMITS, asked_purchases

if TYPE_CHECKING:
    from rfm.clusters.placing import Placer
    from rfm.features.points import Array
    from rfm.snapshot import Snapshot


def is_placed_by_purchases(snapshot: "Snapshot") -> bool:
    """Tell whether customers are placed by recency, frequency and money alone."""
    return snapshot.kind == schema.LOG and not snapshot.is_placed_by_attributes


def placing_of(snapshot: "Snapshot") -> Placing:
    """Return what places new customers of a snapshot; without clusters it says why."""
    reason = snapshot.no_clusters_reason
    no_clusters = f"{snapshot.title} has no clusters to place anybody in. {reason}".strip()
    return (
        _by_purchases(snapshot, no_clusters)
        if is_placed_by_purchases(snapshot)
        else _by_attributes(snapshot, no_clusters)
    )


def known_of(snapshot: "Snapshot", placing: Placing) -> KnownCustomers:
    """Return what else is known of a snapshot.

    Parameters
    ----------
    snapshot : Snapshot
        The snapshot.
    placing : Placing
        What places its customers.

    Raises
    ------
    PredictionError
        When a table has no clusters.
    """
    names = [one.name for one in placing.attributes]
    grouping = snapshot.groupings[0] if placing.limits else schema.CLUSTERS
    group = schema.group_column(grouping)
    customers = snapshot.customers(schema.CUSTOMER_ID, group, *names)
    if placing.limits:
        return _known_of_log(snapshot, customers)
    if snapshot.placer is None:
        raise PredictionError(placing.no_clusters)
    pipeline = snapshot.placer.pipeline
    used = [one for one in placing.attributes if one.name in pipeline.used]
    return KnownCustomers(
        neighbours=find_neighbours(customers, lambda those: pipeline.features(those).points),
        possible_changes=partial(
            attribute_changes, grids=learn_grids(customers, used), currency=placing.currency
        ),
        map_points=pipeline.map_points,
    )


def _by_attributes(snapshot: "Snapshot", no_clusters: str) -> Placing:
    placer, card, columns = snapshot.placer, snapshot.classifier_card, snapshot.columns
    given = [one for one in columns.attributes if one.name != columns.label]
    return Placing(
        attributes=by_importance(given, card, snapshot.profiles),
        probabilities=partial(in_clusters, placer) if placer else None,
        no_clusters=no_clusters,
        supervised=None if card is None or card.is_agreement else snapshot.supervised,
        id_column=columns.id_column,
        currency=snapshot.currency,
    )


def in_clusters(placer: "Placer", customers: pd.DataFrame) -> pd.DataFrame:
    """Return how probable each cluster is for each customer."""
    found = placer.probabilities(customers)
    return pd.DataFrame(found, columns=list(placer.names), index=customers.index)


def _by_purchases(snapshot: "Snapshot", no_clusters: str) -> Placing:
    placer = snapshot.placer
    return Placing(
        attributes=asked_purchases(snapshot.columns.attributes, snapshot.settings.count),
        probabilities=partial(in_clusters, placer) if placer else None,
        no_clusters=no_clusters,
        limits=LIMITS,
        currency=snapshot.currency,
    )


def _known_of_log(snapshot: "Snapshot", customers: pd.DataFrame) -> KnownCustomers:
    return KnownCustomers(
        neighbours=find_neighbours(customers, _coordinates(snapshot, customers)),
        possible_changes=partial(
            purchase_changes, count=snapshot.settings.count, currency=snapshot.currency
        ),
        schemes=snapshot.schemes,
    )


def _coordinates(
    snapshot: "Snapshot", customers: pd.DataFrame
) -> "Callable[[pd.DataFrame], Array]":
    """Return what makes a log's customers comparable, with clusters or without."""
    if snapshot.placer is not None:
        pipeline = snapshot.placer.pipeline
    else:
        from rfm.features.purchases import fit_purchases

        try:
            pipeline = fit_purchases(customers, snapshot.columns.attributes)
        except SourceError:  # all are alike
            return lambda those: np.zeros((len(those), 1))
    return lambda those: pipeline.features(those).points
