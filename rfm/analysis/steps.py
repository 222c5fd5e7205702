"""All steps from a table to clusters, from what was checked to how clusters got names."""

from collections.abc import Sequence
from typing import Final, get_args

from rfm.clusters.clustering import Clustering
from rfm.clusters.settings import AUTO, ClusteringSettings
from rfm.settings import Algorithm
from rfm.table.attribute import Finding, PipelineStep
from rfm.words import counted

_NAMING: Final = (
    "A name says what sets the cluster apart most, so that it can be told without looking it up; "
    "after the next analysis a cluster that goes on keeps it. Another name is given with "
    "--rename OLD=NEW."
)


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
