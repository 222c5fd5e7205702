"""Customers with attributes -> a study: compared, chosen, named, explained."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from rfm import schema
from rfm.analysis.clusters.settings import AUTO, StudySettings
from rfm.analysis.clusters.study import Study
from rfm.clusters.identity import KnownClusters, keep, renamed
from rfm.clusters.placing import Placer, membership_columns, renumbered
from rfm.clusters.purchases.model import NoClusters
from rfm.errors import ClustersError

if TYPE_CHECKING:
    from rfm.classifier.model import Supervised
    from rfm.clusters.algorithms.base import ClusterAlgorithm
    from rfm.clusters.comparison.results import Comparison
    from rfm.clusters.profiles.stories import Stories
    from rfm.features.pipeline import Pipeline
    from rfm.features.points import Codes, Features
    from rfm.table.attribute import Attribute

FEWEST_CUSTOMERS: Final = 20
STUDY_STEPS: Final = (
    "Making customers comparable",
    "Comparing algorithms",
    "Explaining clusters",
    "Training the model that places",
)
StudyProgress = Callable[[int, str], None]
"""Called with the index in `STUDY_STEPS` of the step that runs, and a detail in words."""


def ignore(step: int, detail: str) -> None:
    """Tell nobody how far a study is."""


def study(
    customers: pd.DataFrame,
    attributes: "tuple[Attribute, ...]",
    settings: StudySettings,
    *,
    value: str = "",
    target: pd.Series | None = None,
    known: KnownClusters | None = None,
    progress: StudyProgress = ignore,
) -> Study | NoClusters:
    """Find, compare, name and explain the clusters of customers.

    Parameters
    ----------
    customers : DataFrame
        One row per customer with `customer_id` and every attribute.
    attributes : tuple of Attribute
        What the columns hold.
    settings : StudySettings
        The choices.
    value : str
        The number by whose mean clusters are ordered, best first; by size when empty.
    target : Series, optional
        A given label of each customer, which the supervised model learns; by default it learns
        the clusters.
    known : KnownClusters, optional
        The clusters of the last analysis, whose names and colours go on.
    progress : callable
        Told which step runs, with a detail.

    Returns
    -------
    Study or NoClusters
        `NoClusters`, with the reason, when there is nothing to make clusters of.
    """
    reason = _too_little(customers, attributes)
    if reason:
        return NoClusters(reason)
    asked = _Asked(customers, attributes, settings, progress)
    try:
        clustering = _cluster(asked, value)
    except ClustersError as error:
        if settings.algorithm != AUTO:
            raise
        return NoClusters(str(error))
    progress(2, "")
    stories = _stories(asked, clustering)
    members = pd.Series(clustering.numbers, customers[schema.CUSTOMER_ID])
    kept = keep(known, [story.name for story in stories.clusters], members)
    kept = renamed(kept, settings.names)
    placer = Placer(clustering.pipeline, clustering.algorithm, clustering.order, kept.names)
    belonging = _members(customers, clustering, placer)
    supervised, why_not = _supervise(asked, belonging, target)
    return Study(
        attributes=attributes,
        comparison=clustering.comparison,
        stories=stories.renamed(kept.names),
        placer=placer,
        slots=kept.slots,
        members=belonging,
        supervised=supervised,
        no_supervised_reason=why_not,
    )


@dataclass(frozen=True)
class _Asked:
    """What a study is made of."""

    customers: pd.DataFrame
    attributes: "tuple[Attribute, ...]"
    settings: StudySettings
    progress: StudyProgress


@dataclass(frozen=True)
class _Clustering:
    """The clusters that were found; `labels` are places in `order`, noise comes last."""

    pipeline: "Pipeline"
    features: "Features"
    algorithm: "ClusterAlgorithm"
    comparison: "Comparison"
    is_outlier: np.ndarray
    order: tuple[int, ...]
    labels: "Codes"

    @property
    def numbers(self) -> "Codes":
        """The same places, where those in no cluster have none."""
        return np.where(self.labels == len(self.order), schema.NOISE, self.labels)


def _cluster(asked: _Asked, value: str) -> _Clustering:
    from rfm.clusters.comparison.comparing import compare
    from rfm.features.pipeline import fit_pipeline
    from rfm.threads import one_thread

    settings = asked.settings
    asked.progress(0, "")
    # Several would add up in another order, and so to other last digits.
    with one_thread():
        pipeline = fit_pipeline(asked.customers, asked.attributes, settings.pipeline)
    features = pipeline.features(asked.customers)
    asked.progress(1, "")
    compared = compare(
        features,
        algorithm=None if settings.algorithm == AUTO else settings.algorithm,
        k=settings.clusters,
        seed=settings.seed,
        progress=partial(asked.progress, 1),
    )
    order = _order(compared.labels, asked.customers[value].to_numpy(dtype=float) if value else None)
    return _Clustering(
        pipeline,
        features,
        compared.model,
        compared.comparison,
        compared.outliers,
        order,
        renumbered(compared.labels, order),
    )


def _order(own: "Codes", by: np.ndarray | None) -> tuple[int, ...]:
    """Return the algorithm's numbers of the clusters, the best or the largest first."""
    sizes = np.bincount(own[own >= 0])
    if by is None:
        return tuple(np.argsort(-sizes, kind="stable").tolist())
    totals = np.bincount(own[own >= 0], np.nan_to_num(by[own >= 0]))
    return tuple(np.argsort(-totals / np.maximum(sizes, 1), kind="stable").tolist())


def _stories(asked: _Asked, clustering: _Clustering) -> "Stories":
    from rfm.clusters.profiles.telling import tell_stories

    order = clustering.order
    # Both are told largest first, as the algorithm numbers its clusters.
    jaccards = clustering.comparison.candidate(clustering.comparison.in_use).jaccards
    return tell_stories(
        asked.customers,
        asked.attributes,
        clustering.numbers,
        clustering.features,
        jaccards=tuple(jaccards[number] for number in order) if jaccards else (),
        currency=asked.settings.currency,
    )


def _members(customers: pd.DataFrame, clustering: _Clustering, placer: Placer) -> pd.DataFrame:
    probabilities = placer.probabilities(customers)
    members = membership_columns(clustering.labels, probabilities, placer.names)
    places = clustering.pipeline.map_points(customers)
    more = {
        schema.MAP_X: places[:, 0],
        schema.MAP_Y: places[:, 1],
        schema.IS_OUTLIER: clustering.is_outlier,
    }
    return members.assign(**more).set_index(customers.index)


def _supervise(
    asked: _Asked, members: pd.DataFrame, target: pd.Series | None
) -> "tuple[Supervised | None, str]":
    from rfm.classifier.fitting import fit_supervised
    from rfm.classifier.question import NoModel

    asked.progress(3, "")
    found = fit_supervised(
        asked.customers,
        asked.attributes,
        members[schema.CLUSTER_NAME] if target is None else target,
        target_name=schema.CLUSTER if target is None else str(target.name),
        is_agreement=target is None,
        seed=asked.settings.seed,
        progress=partial(asked.progress, 3),
    )
    return (None, found.reason) if isinstance(found, NoModel) else (found, "")


def _too_little(customers: pd.DataFrame, attributes: "tuple[Attribute, ...]") -> str:
    features = [attribute for attribute in attributes if attribute.is_feature]
    if not features:
        return (
            "No column can make clusters: all are identifiers, text, dates, ignored, a given "
            "label, or the same for everybody. Give a table with numbers or categories of its "
            "customers."
        )
    if len(customers) < FEWEST_CUSTOMERS:
        return (
            f"Too few customers to find clusters: at least {FEWEST_CUSTOMERS} are needed, and "
            f"there are {len(customers)}."
        )
    return ""
