"""Clusters of customers -> what is told of each: effects, rules, typical members, a name."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from rfm import schema
from rfm.clusters.profiles.effects import measure_effects
from rfm.clusters.profiles.naming import NOISE_NAME, name_clusters
from rfm.clusters.profiles.paragraphs import write_paragraph
from rfm.clusters.profiles.rules import find_rules
from rfm.clusters.profiles.stories import ClusterStory, Stories
from rfm.clusters.profiles.typical import typical_members
from rfm.errors import SettingsError
from rfm.features.arrays import level_columns, number_columns
from rfm.features.points import Codes, Features
from rfm.schema import NOISE
from rfm.table.attribute import Attribute


def tell_stories(
    customers: pd.DataFrame,
    attributes: Sequence[Attribute],
    labels: Codes,
    features: Features,
    *,
    jaccards: Sequence[float] = (),
    currency: str = "",
) -> Stories:
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

    Raises
    ------
    SettingsError
        When there is not one label for each customer.
    """
    labels = np.asarray(labels, dtype=np.int64)
    if len(labels) != len(customers) or not len(labels):
        raise SettingsError(
            f"There are {len(labels):,} cluster labels for {len(customers):,} customers: give one "
            f"for each, and at least one."
        )
    count = int(labels.max()) + 1
    groups = np.where(labels == NOISE, count, labels)
    numbers, levels = number_columns(customers, attributes), level_columns(customers, attributes)
    effects = measure_effects(numbers, levels, groups, currency=currency)
    rules = find_rules(numbers, levels, labels, currency=currency)
    names = [*name_clusters(effects[:count], attributes), NOISE_NAME]
    clusters = []
    for group, own in enumerate(effects):
        rows = np.flatnonzero(groups == group)
        story = ClusterStory(
            cluster=group,
            name=names[group],
            paragraph="",
            customers=len(rows),
            share=len(rows) / len(labels),
            jaccard=float(jaccards[group]) if group < min(count, len(jaccards)) else None,
            is_noise=group == count,
            effects=own,
            rules=rules.by_cluster[group] if group < count else (),
            typical=_typical(customers, features, rows),
        )
        clusters.append(replace(story, paragraph=write_paragraph(story)))
    return Stories(
        clusters=tuple(clusters),
        tree_accuracy=rules.accuracy,
        tree_depth=rules.depth,
        tree_sentence=rules.sentence,
    )


def _typical(customers: pd.DataFrame, features: Features, rows: Codes) -> tuple[str, ...]:
    nearest = typical_members(features.points, rows)
    return tuple(map(str, customers[schema.CUSTOMER_ID].iloc[nearest]))
