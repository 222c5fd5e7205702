"""Clusters of customers -> what is told of each: effects, rules, typical members, a name."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Protocol

import numpy as np
import pandas as pd

from rfm import schema
from rfm.clusters.profiles.by_effects import describe_by_effects
from rfm.clusters.profiles.columns import level_columns, number_columns
from rfm.clusters.profiles.effects import measure_effects
from rfm.clusters.profiles.phrases import is_still_true
from rfm.clusters.profiles.results import ClusterProfile, ClusterProfiles
from rfm.clusters.profiles.rules import find_rules
from rfm.features.points import Codes, Features
from rfm.schema import NOISE
from rfm.table.attribute import Attribute

# Members that show best what a cluster is like.
_TYPICAL: Final = 5


class ClusterWords(Protocol):
    """What gives clusters their names."""

    def __call__(
        self, customers: pd.DataFrame, labels: Codes, profiles: Sequence[ClusterProfile]
    ) -> list[ClusterProfile]:
        """Return the profiles with a unique name and a paragraph for each."""

    def is_still_true(
        self, customers: pd.DataFrame, labels: Codes, cluster: int, name: str
    ) -> bool:
        """Return whether a name that a cluster had is true of it now."""


def profile_clusters(
    customers: pd.DataFrame,
    attributes: Sequence[Attribute],
    labels: Codes,
    features: Features,
    *,
    jaccards: Sequence[float] = (),
    currency: str = "",
    words: ClusterWords | None = None,
) -> ClusterProfiles:
    """Return what is told of each cluster, noise last.

    Parameters
    ----------
    customers : DataFrame
        One row per customer: `customer_id` and a column per attribute.
    attributes : sequence of Attribute
        The columns; numbers, categories and yes-no are compared, whether or not the clusters were
        made of them.
    labels : array of int, shape (customers,)
        Cluster of each customer, 0 to k-1; -1 is noise.
    features : Features
        The space in which the clusters were found.
    jaccards : sequence of float
        Bootstrap stability of each cluster; empty when not measured.
    currency : str
        Symbol or code that money is shown with.
    words : ClusterWords, optional
        What gives names and paragraphs; by default they speak of what sets clusters apart.
    """
    count = int(labels.max()) + 1
    groups = np.where(labels == NOISE, count, labels)
    numbers, levels = number_columns(customers, attributes), level_columns(customers, attributes)
    effects = measure_effects(numbers, levels, groups, currency=currency)
    rules = find_rules(numbers, levels, labels, currency=currency)
    members = [np.flatnonzero(groups == group) for group in range(len(effects))]
    profiles = [
        ClusterProfile(
            cluster=group,
            name="",
            summary="",
            customers=len(rows),
            share=len(rows) / len(labels),
            jaccard=float(jaccards[group]) if group < min(count, len(jaccards)) else None,
            is_noise=group == count,
            effects=effects[group],
            rules=rules.by_cluster[group] if group < count else (),
            typical=_typical(customers, features, rows),
        )
        for group, rows in enumerate(members)
    ]
    described = (
        words(customers, labels, profiles) if words else describe_by_effects(profiles, attributes)
    )
    return ClusterProfiles(
        clusters=tuple(described),
        tree_accuracy=rules.accuracy,
        tree_depth=rules.depth,
        tree_sentence=rules.sentence,
    )


def still_true(
    customers: pd.DataFrame,
    attributes: Sequence[Attribute],
    labels: Codes,
    profiles: ClusterProfiles,
    words: ClusterWords | None = None,
) -> Callable[[int, str], bool]:
    """Return what tells whether a name is true of the cluster of a number.

    Parameters
    ----------
    customers, attributes, labels, words
        As `profile_clusters` took them.
    profiles : ClusterProfiles
        As it gave them.
    """
    if words is not None:
        return partial(words.is_still_true, customers, labels)
    return lambda number, name: is_still_true(name, profiles.clusters[number].effects, attributes)


def _typical(customers: pd.DataFrame, features: Features, rows: Codes) -> tuple[str, ...]:
    """Return the members nearest to the middle of a cluster, nearest first.

    The middle is the median of every coordinate, so that stragglers do not move it.
    """
    members = features.points[rows]
    gaps = ((members - np.median(members, axis=0)) ** 2).sum(axis=1)
    # Rounded, so that equally near ones come in the order of their rows on any machine.
    nearest = rows[np.lexsort((rows, np.round(gaps, 9)))[:_TYPICAL]]
    return tuple(map(str, customers[schema.CUSTOMER_ID].iloc[nearest]))
