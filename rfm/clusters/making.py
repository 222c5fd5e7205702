"""Customers with attributes -> their clusters: found, named, explained.

One way for logs and tables; a recipe says how attributes become comparable, whether algorithms are
compared, by what clusters are ordered, and in which words they are told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.clusters.clustering import Clustering, Placer, membership_columns
from rfm.clusters.identity import KnownClusters, keep, renamed
from rfm.clusters.partitions import renumbered
from rfm.clusters.settings import AUTO, ClusteringSettings
from rfm.errors import SourceError
from rfm.log.cleaned import Progress, ignore_progress
from rfm.table.attribute import Attribute

if TYPE_CHECKING:
    from rfm.clusters.comparison.entries import Compared
    from rfm.clusters.profiles.making import ClusterWords
    from rfm.features.pipeline import Pipeline
    from rfm.features.points import Codes, Features
    from rfm.settings import Count
    from rfm.table.reading import CustomerTable

FEWEST_CUSTOMERS: Final = 20
CLUSTERING_STEPS: Final = (
    "Making customers comparable",
    "Comparing algorithms",
    "Explaining clusters",
)


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How clusters are made of attributes.

    Parameters
    ----------
    fit : callable
        Customers and attributes -> the pipeline.
    find : callable
        Points -> the clusters, with what was compared; `progress` is told how far it is.
    value : str
        The number by whose mean clusters are ordered, best first; by size when empty.
    words : callable, optional
        What gives names and paragraphs, made of the pipeline; by default by effects.
    is_mapped : bool
        Whether each customer's probability and place on the map are kept.
    settings : ClusteringSettings
        The choices about clusters.
    """

    fit: "Callable[[pd.DataFrame, tuple[Attribute, ...]], Pipeline]"
    find: "Callable[..., Compared]"
    value: str = ""
    words: "Callable[[Pipeline], ClusterWords] | None" = None
    is_mapped: bool = True
    settings: ClusteringSettings


def compare_all(settings: ClusteringSettings) -> Recipe:
    """Return the recipe of clusters of any shape: algorithms are compared, and one is taken."""
    from rfm.clusters.comparison.comparing import compare
    from rfm.features.pipeline import fit_pipeline

    return Recipe(
        fit=partial(fit_pipeline, settings=settings.pipeline),
        find=partial(
            compare,
            algorithm=None if settings.algorithm == AUTO else settings.algorithm,
            k=settings.clusters,
            seed=settings.seed,
        ),
        settings=settings,
    )


def by_purchases(count: "Count", settings: ClusteringSettings) -> Recipe:
    """Return the recipe of a log's own clusters: k-means on recency, frequency and money.

    Parameters
    ----------
    count : {"orders", "lines", "days"}
        What frequency counts.
    settings : ClusteringSettings
        Every choice that changes a number.

    Returns
    -------
    Recipe
        For customers with those three attributes.
    """
    from rfm.clusters.comparison.comparing import cluster_quickly
    from rfm.clusters.profiles.by_purchases import ByPurchases

    return Recipe(
        fit=_fit_purchases,
        find=partial(cluster_quickly, k=settings.clusters, seed=settings.seed),
        value=schema.MONETARY,
        words=partial(ByPurchases, count, settings.currency),
        is_mapped=False,
        settings=settings,
    )


def _fit_purchases(customers: pd.DataFrame, attributes: tuple[Attribute, ...]) -> "Pipeline":
    from rfm.clusters.comparison.choosing import ensure_enough
    from rfm.features.purchases import fit_purchases

    try:
        return fit_purchases(customers, attributes)
    except SourceError:
        # All are alike.
        ensure_enough(len(customers), 1)
        raise


def find_clustering(
    table: "CustomerTable",
    recipe: Recipe,
    known: KnownClusters | None = None,
    progress: Progress = ignore_progress,
) -> Clustering:
    """Find, name and explain the clusters of customers.

    Parameters
    ----------
    table : CustomerTable
        The customers with their attributes.
    recipe : Recipe
        How clusters are made of them.
    known : KnownClusters, optional
        The clusters of the last analysis, whose names and colours go on.
    progress : callable
        Told which step runs, with a detail.

    Returns
    -------
    Clustering
        The best cluster first, or the largest where the recipe names no value.

    Raises
    ------
    ClustersError
        When there is nothing to make clusters of.
    """
    from rfm.clusters.profiles.making import profile_clusters, still_true

    customers, settings = table.customers, recipe.settings
    pipeline, features, compared = _compared(table, recipe, progress)
    order = _order(compared.labels, customers, recipe.value)
    labels = renumbered(compared.labels, order)
    progress(2, "")
    numbers = np.where(labels == len(order), schema.NOISE, labels)
    words = recipe.words(pipeline) if recipe.words else None
    profiles = profile_clusters(
        customers,
        table.attributes,
        numbers,
        features,
        jaccards=compared.stabilities(order),
        currency=settings.currency,
        words=words,
    )
    members = pd.Series(numbers, customers[schema.CUSTOMER_ID])
    names = [profile.name for profile in profiles.clusters]
    is_true = still_true(customers, table.attributes, numbers, profiles, words)
    kept = keep(known, names, members, is_true)
    kept = renamed(kept, settings.names)
    placer = Placer(pipeline, compared.model, order, kept.names)
    return Clustering(
        comparison=compared.comparison,
        profiles=profiles.renamed(kept.names, kept.dropped),
        placer=placer,
        slots=kept.slots,
        members=_members(customers, labels, placer, compared if recipe.is_mapped else None),
    )


def _compared(
    table: "CustomerTable", recipe: Recipe, progress: Progress
) -> "tuple[Pipeline, Features, Compared]":
    from rfm.threads import one_thread

    progress(0, "")
    # Several would add up in another order, and so to other last digits.
    with one_thread():
        pipeline = recipe.fit(table.customers, table.attributes)
    features = pipeline.features(table.customers)
    progress(1, "")
    return pipeline, features, recipe.find(features, progress=partial(progress, 1))


def too_little(table: "CustomerTable") -> str:
    """Return why a table has nothing to make clusters of; empty when it has."""
    if not any(attribute.is_feature for attribute in table.attributes):
        return (
            "No column can make clusters: all are identifiers, text, dates, ignored, a given "
            "label, or the same for everybody. Give a table with numbers or categories of its "
            "customers."
        )
    customers = len(table.customers)
    if customers < FEWEST_CUSTOMERS:
        return (
            f"Too few customers to find clusters: at least {FEWEST_CUSTOMERS} are needed, and "
            f"there are {customers}."
        )
    return ""


def _order(own: "Codes", customers: pd.DataFrame, value: str) -> tuple[int, ...]:
    """Return the algorithm's numbers of the clusters, the best or the largest first."""
    sizes = np.bincount(own[own >= 0])
    if not value:
        return tuple(np.argsort(-sizes, kind="stable").tolist())
    by = np.nan_to_num(customers[value].to_numpy(dtype=float))
    # Whole numbers, whose sums are the same in any order of customers.
    by = np.round(by * schema.UNITS_PER_CURRENCY)
    totals = np.bincount(own[own >= 0], by[own >= 0])
    return tuple(np.argsort(-totals / np.maximum(sizes, 1), kind="stable").tolist())


def _members(
    customers: pd.DataFrame, labels: "Codes", placer: Placer, compared: "Compared | None"
) -> pd.DataFrame:
    if compared is None:
        return membership_columns(labels, placer.names).set_index(customers.index)
    places = placer.pipeline.map_points(customers)
    more = {
        schema.MAP_X: places[:, 0],
        schema.MAP_Y: places[:, 1],
        schema.IS_OUTLIER: compared.outliers,
    }
    members = membership_columns(labels, placer.names, placer.probabilities(customers))
    return members.assign(**more).set_index(customers.index)
