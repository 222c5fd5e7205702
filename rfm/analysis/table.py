"""From a table with one row per customer to everything that is shown of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from rfm import schema
from rfm.analysis.clusters import FoundClusters, find_clusters
from rfm.analysis.comparing import classify
from rfm.clusters.clustering import Clustering
from rfm.clusters.identity import KnownClusters
from rfm.clusters.making import CLUSTERING_STEPS, compare_all
from rfm.clusters.settings import ClusteringSettings
from rfm.limits import reading_is_over
from rfm.log.cleaned import Progress

if TYPE_CHECKING:
    from rfm.classifier.model import Classified
    from rfm.log.keeping import Keeping
    from rfm.log.transactions.tables import RowCount
    from rfm.samples.sources import Source

TABLE_STEPS: Final = (
    "Opening the table",
    "Reading its rows",
    *CLUSTERING_STEPS,
    "Training the model that places",
    "Publishing",
)
_FIRST_OF_CLUSTERING: Final = 2
_CLASSIFYING: Final = 5


@dataclass(frozen=True, kw_only=True)
class TableAnalysis:
    """One customer table, analysed.

    Parameters
    ----------
    source : Source
        Where the table came from.
    settings : ClusteringSettings
        Every choice that changes a number.
    rows, report : int, tuple of RowCount
        Rows of the file, and what became of them.
    notes : tuple of str
        How the file was read, in sentences.
    found_clusters : FoundClusters
        The customers with their clusters, or why there are none.
    classified : Classified
        The model that tells the clusters from all attributes.
    clusters : DataFrame, optional
        One row per cluster.
    """

    source: "Source"
    settings: ClusteringSettings
    rows: int
    report: "tuple[RowCount, ...]"
    notes: tuple[str, ...]
    found_clusters: FoundClusters
    classified: "Classified"
    clusters: pd.DataFrame | None

    @property
    def key_figures(self) -> Mapping[str, Any]:
        """How many customers and attributes there are, and how complete they are."""
        table, clustering = self.found_clusters.table, self.found_clusters.clustering
        features = [one for one in table.attributes if one.is_feature]
        cells = len(table.customers) * len(features)
        return {
            schema.CUSTOMERS: len(table.customers),
            "attributes": len(features),
            "filled_share": 1 - sum(one.missing for one in features) / cells if cells else 0.0,
            "clusters": 0 if clustering is None else len(clustering.placer.order),
        }


def analyse_table(
    source: str,
    settings: ClusteringSettings,
    *,
    folders: Sequence[Path] = (),
    more: Sequence[str] = (),
    known: KnownClusters | None = None,
    progress: Progress,
    keeping: "Keeping | None" = None,
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
    more : sequence of str
        Paths of further files of the same layout.
    known : KnownClusters, optional
        The clusters of the last analysis, whose names and colours go on.
    progress : callable
        Told the index in `TABLE_STEPS` of the step that runs, and a detail in words.
    keeping : Keeping, optional
        Where what is read is kept, and what it is added to.

    Returns
    -------
    TableAnalysis
        All that a snapshot of the table shows.

    Raises
    ------
    RfmError
        When the table cannot be found, read or analysed with these settings.
    """
    from rfm.samples.sources import fingerprinting, open_source
    from rfm.table.keeping import with_kept
    from rfm.table.reading import read_customer_table

    with TemporaryDirectory(prefix="rfm-") as folder:
        workspace = Path(folder)
        progress(0, "")
        opened = open_source(source, workspace, folders, more)
        progress(1, "")
        with fingerprinting(opened) as fingerprint:
            kept = with_kept(opened, settings.table, keeping, fingerprint, workspace)
            table = read_customer_table(kept.paths, kept.choices)
            opened = replace(kept.source, sha256=kept.sha256)
    reading_is_over()
    found = find_clusters(
        table,
        compare_all(settings),
        known,
        lambda step, detail: progress(step + _FIRST_OF_CLUSTERING, detail),
    )
    return TableAnalysis(
        source=opened,
        settings=settings,
        rows=sum(row.rows for row in table.rows),
        report=table.rows,
        notes=(*kept.notes, *table.notes),
        found_clusters=found,
        classified=classify(found, settings.seed, partial(progress, _CLASSIFYING)),
        clusters=cluster_profiles(found.clustering) if found.clustering else None,
    )


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
