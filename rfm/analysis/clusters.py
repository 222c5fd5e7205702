"""The clusters of a log or of a customer table, and how they were found, step by step.

Those of a log are by recency, frequency and money, or with a customer table joined to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, get_args

import pandas as pd

from rfm import schema
from rfm.clusters.clustering import Clustering
from rfm.clusters.identity import KnownClusters
from rfm.clusters.making import (
    ClusteringProgress,
    Recipe,
    by_purchases,
    compare_all,
    find_clustering,
    ignore,
    too_little,
)
from rfm.clusters.settings import AUTO, ClusteringSettings
from rfm.errors import ClustersError
from rfm.features.purchases import attributes_of_log
from rfm.settings import Algorithm, Settings
from rfm.table.attribute import Attribute, Finding, PipelineStep
from rfm.words import counted

_NAMING: Final = (
    "A name says what sets the cluster apart most, so that it can be told without looking it up; "
    "after the next analysis a cluster that goes on keeps it. Another name is given with "
    "--rename OLD=NEW."
)


@dataclass(frozen=True, kw_only=True)
class FoundClusters:
    """The clusters of a log or of a customer table.

    Parameters
    ----------
    customers : DataFrame
        With every attribute, and the cluster of each customer where there are any.
    attributes : tuple of Attribute
        Recency, frequency and money of a log, and the columns of a table.
    clustering : Clustering, optional
        The clusters.
    findings : tuple of Finding
        What was found in the table.
    steps : tuple of PipelineStep
        How attributes became clusters; empty where that is always the same.
    reason : str
        Why there are no clusters; empty when there are.
    """

    customers: pd.DataFrame
    attributes: tuple[Attribute, ...]
    clustering: Clustering | None = None
    findings: tuple[Finding, ...] = ()
    steps: tuple[PipelineStep, ...] = ()
    reason: str = ""


def find_clusters(
    given: FoundClusters,
    recipe: Recipe,
    settings: ClusteringSettings,
    known: KnownClusters | None = None,
    progress: ClusteringProgress = ignore,
) -> FoundClusters:
    """Return customers with their clusters, or with why there are none.

    Parameters
    ----------
    given : FoundClusters
        The customers, their attributes and what was found of them, without clusters yet.
    recipe : Recipe
        How clusters are made.
    settings : ClusteringSettings
        The choices that the recipe was made with.
    known : KnownClusters, optional
        The clusters of the last analysis, whose names and colours go on.
    progress : callable
        Told which step runs, with a detail.

    Raises
    ------
    RfmError
        When the algorithm that was chosen does not suit.
    """
    reason = too_little(given.customers, given.attributes) if recipe.is_mapped else ""
    if reason:
        return replace(given, reason=reason)
    try:
        made = find_clustering(
            given.customers,
            given.attributes,
            recipe,
            known=known,
            names=settings.names,
            progress=progress,
        )
    except ClustersError as error:
        if settings.algorithm != AUTO:
            raise
        return replace(given, reason=str(error))
    return replace(
        given,
        customers=given.customers.join(made.members),
        clustering=made,
        steps=steps_of(made, given.findings, settings) if recipe.is_mapped else (),
    )


def find_log_clusters(
    customers: pd.DataFrame, settings: Settings, known: KnownClusters | None
) -> FoundClusters:
    """Return the clusters of a log's customers.

    Parameters
    ----------
    customers : DataFrame
        One row per customer with `customer_id`, `recency_days`, `frequency`, `monetary`.
    settings : Settings
        Of it: `clusters`, `algorithm`, `join`, `seed`, `count`, `currency`.
    known : KnownClusters, optional
        The clusters of the last analysis, whose names and colours go on.

    Raises
    ------
    RfmError
        When the table to be joined cannot be read, or the algorithm that was chosen does not suit.
    """
    values = customers[list(schema.RFM)].to_numpy(dtype=float)
    own = attributes_of_log(values, settings.count, settings.currency)
    customers, joined, findings = _joined(customers, settings)
    chosen = ClusteringSettings(
        algorithm=settings.algorithm or AUTO,
        clusters=settings.clusters,
        currency=settings.currency,
        seed=settings.seed,
    )
    is_plain = not (settings.join or settings.algorithm)
    recipe = (
        by_purchases(settings.count, chosen) if is_plain else compare_all(chosen, schema.MONETARY)
    )
    given = FoundClusters(customers=customers, attributes=(*own, *joined), findings=findings)
    return find_clusters(given, recipe, chosen, known)


def _joined(
    customers: pd.DataFrame, settings: Settings
) -> tuple[pd.DataFrame, tuple[Attribute, ...], tuple[Finding, ...]]:
    """Return the customers with the columns of the table that is joined to the log."""
    if not settings.join:
        return customers, (), ()
    from rfm.table.attribute import TableChoices
    from rfm.table.joining import join_attributes
    from rfm.table.reading import read_customer_table

    with TemporaryDirectory(prefix="rfm-") as folder:
        table = read_customer_table(
            Path(settings.join).expanduser(),
            Path(folder),
            TableChoices(id_column=settings.join_id, ignore=settings.join_ignore),
        )
    joined = join_attributes(customers, table)
    return joined.customers, joined.attributes, joined.findings


def steps_of(
    found: Clustering, findings: Sequence[Finding], settings: ClusteringSettings
) -> tuple[PipelineStep, ...]:
    """Return every step that led from a table to named clusters.

    Parameters
    ----------
    found : Clustering
        The clusters.
    findings : sequence of Finding
        What validation found.
    settings : ClusteringSettings
        The choices.
    """
    return (
        _validation(findings),
        *found.placer.pipeline.steps,
        _clustering(found, settings),
        PipelineStep(
            name="naming",
            title="Clusters named",
            choice="by effect",
            options=(),
            setting="",
            reason=_NAMING,
            details=tuple(
                f"{profile.name}: {counted(profile.customers, 'customer')}."
                for profile in found.profiles.clusters
            ),
        ),
    )


def _validation(findings: Sequence[Finding]) -> PipelineStep:
    return PipelineStep(
        name="validation",
        title="Columns checked",
        choice="all",
        options=(),
        setting="",
        reason="What is wrong with a column is better known before clusters are made of it. A "
        "column that is taken for something else is corrected with --type COLUMN=KIND.",
        details=tuple(finding.sentence for finding in findings) or ("Nothing was found.",),
    )


def _clustering(found: Clustering, settings: ClusteringSettings) -> PipelineStep:
    candidate = found.comparison.candidate(found.comparison.in_use)
    by_user = settings.algorithm != AUTO
    return PipelineStep(
        name="clustering",
        title="Clusters found",
        choice=candidate.title,
        options=get_args(Algorithm),
        setting="algorithm",
        reason="It was chosen by you." if by_user else found.comparison.reason,
        details=(candidate.why_k, found.comparison.outliers_sentence),
    )
