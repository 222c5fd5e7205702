"""The clusters of a log or of a customer table, and how they were found, step by step.

Those of a log are by recency, frequency and money, or with a customer table joined to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, get_args

import pandas as pd

from rfm import schema
from rfm.clusters.clustering import Clustering
from rfm.clusters.identity import KnownClusters
from rfm.clusters.making import (
    Recipe,
    by_purchases,
    compare_all,
    find_clustering,
    too_little,
)
from rfm.clusters.settings import AUTO, ClusteringSettings
from rfm.errors import ClustersError
from rfm.features.purchases import attributes_of_log
from rfm.log.cleaned import Progress, ignore_progress
from rfm.settings import Algorithm, Settings
from rfm.table.attribute import Finding, PipelineStep, TableChoices
from rfm.table.joining import join_attributes
from rfm.table.reading import CustomerTable, read_customer_table
from rfm.words import counted

_NAMING: Final = (
    "A name says what sets the cluster apart most, so that it can be told without looking it up; "
    "after the next analysis a cluster that goes on keeps it as long as it is true."
)


@dataclass(frozen=True, kw_only=True)
class FoundClusters:
    """The clusters of a log or of a customer table.

    Parameters
    ----------
    table : CustomerTable
        The customers with every attribute, and the cluster of each where there are any. Attributes
        are recency, frequency and money of a log, and the columns of a table.
    clustering : Clustering, optional
        The clusters.
    steps : tuple of PipelineStep
        How attributes became clusters; empty where that is always the same.
    reason : str
        Why there are no clusters; empty when there are.
    """

    table: CustomerTable
    clustering: Clustering | None = None
    steps: tuple[PipelineStep, ...] = ()
    reason: str = ""


def find_clusters(
    table: CustomerTable,
    recipe: Recipe,
    known: KnownClusters | None = None,
    progress: Progress = ignore_progress,
) -> FoundClusters:
    """Return customers with their clusters, or with why there are none.

    Parameters
    ----------
    table : CustomerTable
        The customers with their attributes.
    recipe : Recipe
        How clusters are made.
    known : KnownClusters, optional
        The clusters of the last analysis, whose names and colours go on.
    progress : callable
        Told which step runs, with a detail.

    Raises
    ------
    RfmError
        When the algorithm that was chosen does not suit.
    """
    reason = too_little(table) if recipe.is_mapped else ""
    if reason:
        return FoundClusters(table=table, reason=reason)
    try:
        made = find_clustering(table, recipe, known, progress)
    except ClustersError as error:
        if recipe.settings.algorithm != AUTO:
            raise
        return FoundClusters(table=table, reason=str(error))
    return FoundClusters(
        table=replace(table, customers=table.customers.join(made.members)),
        clustering=made,
        steps=steps_of(made, table.findings, recipe.settings) if recipe.is_mapped else (),
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
    chosen = ClusteringSettings(
        algorithm=settings.algorithm or AUTO,
        clusters=settings.clusters,
        currency=settings.currency,
        seed=settings.seed,
    )
    is_plain = not (settings.join or settings.algorithm)
    if is_plain:
        recipe = by_purchases(settings.count, chosen)
    else:
        recipe = replace(compare_all(chosen), value=schema.MONETARY)
    return find_clusters(_as_table(customers, settings), recipe, known)


def _as_table(customers: pd.DataFrame, settings: Settings) -> CustomerTable:
    """Return the customers as a table, with the columns of the one that is joined to the log."""
    values = customers[list(schema.RFM)].to_numpy(dtype=float)
    own = attributes_of_log(values, settings.count, settings.currency)
    if not settings.join:
        return CustomerTable(customers, own)
    choices = TableChoices(id_column=settings.join_id, ignore=settings.join_ignore)
    table = read_customer_table(Path(settings.join).expanduser(), choices)
    joined = join_attributes(customers, table)
    return replace(joined, attributes=(*own, *joined.attributes))


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
        "column that is taken for something else is corrected where the file is read.",
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
