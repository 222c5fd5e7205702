"""From a table with one row per customer to everything that is shown of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from rfm import schema
from rfm.analysis.classifying import Classified, classify
from rfm.analysis.steps import steps_of
from rfm.clusters.clustering import Clustering
from rfm.clusters.identity import KnownClusters
from rfm.clusters.making import CLUSTERING_STEPS, compare_all, find_clustering, too_little
from rfm.clusters.settings import AUTO, ClusteringSettings
from rfm.errors import ClustersError

if TYPE_CHECKING:
    from rfm.log.transactions.tables import RowCount
    from rfm.samples.sources import Source
    from rfm.table.attribute import Finding, PipelineStep
    from rfm.table.reading import CustomerTable

TABLE_STEPS: Final = (
    "Opening the table",
    "Reading its rows",
    *CLUSTERING_STEPS,
    "Training the model that places",
    "Publishing",
)
_FIRST_OF_CLUSTERING: Final = 2
_CLASSIFYING: Final = 5
TableProgress = Callable[[int, str], None]


@dataclass(frozen=True, kw_only=True)
class TableAnalysis:
    """One customer table, analysed.

    `customers` has one row per customer, by customer number, with every attribute; `clusters` one
    row per cluster. Without clusters `clustering` is None and `no_clusters_reason` says why.
    """

    source: "Source"
    settings: ClusteringSettings
    rows: int
    report: "tuple[RowCount, ...]"
    notes: tuple[str, ...]
    findings: "tuple[Finding, ...]"
    label: str
    customers: pd.DataFrame
    clustering: Clustering | None
    classified: Classified
    no_clusters_reason: str
    clusters: pd.DataFrame | None
    table: "CustomerTable"

    @property
    def steps(self) -> "tuple[PipelineStep, ...]":
        """Every step from the table to named clusters; none without clusters."""
        if self.clustering is None:
            return ()
        return steps_of(self.clustering, self.findings, self.settings)

    @property
    def key_figures(self) -> Mapping[str, Any]:
        """How many customers and attributes there are, and how complete they are."""
        features = [one for one in self.table.attributes if one.is_feature]
        cells = len(self.customers) * len(features)
        return {
            schema.CUSTOMERS: len(self.customers),
            "attributes": len(features),
            "filled_share": 1 - sum(one.missing for one in features) / cells if cells else 0.0,
            "clusters": 0 if self.clustering is None else len(self.clustering.placer.order),
        }


def analyse_table(
    source: str,
    settings: ClusteringSettings,
    *,
    folders: Sequence[Path] = (),
    known: KnownClusters | None = None,
    progress: TableProgress,
) -> TableAnalysis:
    """Analyse a customer table.

    Parameters
    ----------
    source : str
        A file's path or a sample's name.
    settings : ClusteringSettings
        Every choice that changes a number.
    folders : sequence of Path
        Where the files of samples are looked for.
    known : KnownClusters, optional
        The clusters of the last analysis, whose names and colours go on.
    progress : callable
        Told the index in `TABLE_STEPS` of the step that runs, and a detail in words.

    Raises
    ------
    RfmError
        When the table cannot be found, read or analysed with these settings.
    """
    from rfm.samples.sources import file_sha256, open_source
    from rfm.table.reading import read_customer_table

    with TemporaryDirectory(prefix="rfm-") as folder:
        workspace = Path(folder)
        progress(0, "")
        opened = open_source(source, workspace, folders)
        progress(1, "")
        table = read_customer_table(opened.path, workspace, settings.table)
        opened = replace(opened, sha256=file_sha256(opened.original))
    made, reason = _clustering(table, settings, known, progress)
    classified = Classified(None)
    if made is not None:
        progress(_CLASSIFYING, "")
        classified = classify(
            table.customers,
            table.attributes,
            made.members[schema.CLUSTER_NAME],
            target=table.customers[table.label] if table.label else None,
            seed=settings.seed,
            progress=partial(progress, _CLASSIFYING),
        )
    return TableAnalysis(
        source=opened,
        settings=settings,
        rows=sum(row.rows for row in table.rows),
        report=table.rows,
        notes=table.notes,
        findings=table.findings,
        label=table.label,
        customers=table.customers.join(made.members) if made else table.customers,
        clustering=made,
        classified=classified,
        no_clusters_reason=reason,
        clusters=cluster_profiles(made) if made else None,
        table=table,
    )


def _clustering(
    table: "CustomerTable",
    settings: ClusteringSettings,
    known: KnownClusters | None,
    progress: TableProgress,
) -> tuple[Clustering | None, str]:
    """Return the clusters of a table, or why there are none."""
    reason = too_little(table.customers, table.attributes)
    if reason:
        return None, reason
    try:
        found = find_clustering(
            table.customers,
            table.attributes,
            compare_all(settings),
            known=known,
            names=settings.names,
            progress=lambda step, detail: progress(step + _FIRST_OF_CLUSTERING, detail),
        )
    except ClustersError as error:
        if settings.algorithm != AUTO:
            raise
        return None, str(error)
    return found, ""


def cluster_profiles(found: Clustering) -> pd.DataFrame:
    """Return one row per cluster: name, size, share, stability, colour, and its paragraph."""
    profiles = found.profiles.clusters
    return pd.DataFrame(
        {
            schema.GROUP: [profile.name for profile in profiles],
            schema.RANK: range(1, len(profiles) + 1),
            schema.CUSTOMERS: [profile.customers for profile in profiles],
            schema.SHARE: [profile.share for profile in profiles],
            schema.JACCARD: [profile.jaccard for profile in profiles],
            schema.SLOT: found.slots,
            schema.IS_NOISE: [profile.is_noise for profile in profiles],
            schema.DESCRIPTION: [profile.paragraph for profile in profiles],
        }
    )
