"""Whatever places customers, seen as one function: a table of customers in, probabilities out."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from rfm import schema
from rfm.table.attribute import MONEY, Attribute
from rfm.words import FREQUENCY_UNITS

if TYPE_CHECKING:
    from rfm.clusters.purchases import ClusterModel

# Customers with the attributes that are needed -> a column of probabilities for each group. The
# group a customer is placed in is the one with the largest.
Place: TypeAlias = Callable[[pd.DataFrame], pd.DataFrame]


def place_in_clusters(model: "ClusterModel") -> Place:
    """Return what places customers by recency, frequency and money in a log's clusters."""

    def place(customers: pd.DataFrame) -> pd.DataFrame:
        axes = (customers[name].to_numpy(dtype=float) for name in schema.RFM)
        return pd.DataFrame(
            model.certainties(*axes), columns=list(model.names), index=customers.index
        )

    return place


def rfm_attributes(model: "ClusterModel") -> tuple[Attribute, ...]:
    """Return recency, frequency and money as attributes; typical is the middle of the clusters."""
    middle = model.features.values((0.0, 0.0, 0.0))
    units = ("days", FREQUENCY_UNITS[model.count][1], MONEY)
    labels = ("Recency", "Frequency", "Monetary value")
    return tuple(
        Attribute(
            name=name,
            kind="number",
            is_feature=True,
            reason="Clusters of a log are made of recency, frequency and money.",
            typical=float(np.round(value)) if is_whole else value,
            lowest=low,
            highest=high,
            is_whole=is_whole,
            label=label,
            unit=unit,
        )
        for name, value, low, high, label, unit, is_whole in zip(
            schema.RFM, middle, model.lowest, model.highest, labels, units, (1, 1, 0), strict=True
        )
    )
