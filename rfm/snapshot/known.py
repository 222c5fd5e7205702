"""The clusters that are published at an address, whose names and colours go on."""

from pathlib import Path

import pandas as pd

from rfm import schema
from rfm.clusters.identity import KnownClusters
from rfm.errors import RfmError
from rfm.snapshot.reader import Snapshot


def known_clusters(address: Path | None) -> KnownClusters | None:
    """Return the clusters published at an address; None when there are none that can be read."""
    if address is None or not address.exists():
        return None
    try:
        snapshot = Snapshot.open(address)
        if schema.CLUSTERS not in snapshot.groupings:
            return None
        clusters = snapshot.groups(schema.CLUSTERS)
        customers = snapshot.customers(schema.CUSTOMER_ID, schema.CLUSTER)
    except RfmError:
        # Damaged, or of another version: then nothing is known of it.
        return None
    return KnownClusters(
        tuple(clusters[schema.GROUP].astype("str")),
        tuple(map(int, clusters[schema.SLOT])),
        _numbers(customers.set_index(schema.CUSTOMER_ID)[schema.CLUSTER] - 1, clusters),
    )


def _numbers(members: pd.Series, clusters: pd.DataFrame) -> pd.Series:
    """Return the numbers of customers' clusters, where the group of those in none is -1."""
    if schema.IS_NOISE not in clusters:
        return members
    is_noise = clusters[schema.IS_NOISE].to_numpy(dtype=bool)
    return members.where(~is_noise[members.to_numpy()], schema.NOISE)
