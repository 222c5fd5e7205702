"""From a table with one row per customer to everything that is shown of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from rfm import schema
from rfm.analysis.clusters import STUDY_STEPS, Study, StudySettings, study
from rfm.analysis.clusters.steps import steps_of
from rfm.clusters.identity import KnownClusters
from rfm.clusters.purchases.model import NoClusters

if TYPE_CHECKING:
    from rfm.log.transactions.tables import RowCount
    from rfm.samples.sources import Source
    from rfm.table.attribute import Finding, PipelineStep
    from rfm.table.reading import CustomerTable

TABLE_STEPS: Final = ("Opening the table", "Reading its rows", *STUDY_STEPS, "Publishing")
TableProgress = Callable[[int, str], None]


@dataclass(frozen=True, kw_only=True)
class TableAnalysis:
    """One customer table, analysed.

    `customers` has one row per customer, by customer number, with every attribute; `clusters` one
    row per cluster. Without clusters `study` is None and `no_clusters_reason` says why.
    """

    source: "Source"
    settings: StudySettings
    rows: int
    report: "tuple[RowCount, ...]"
    notes: tuple[str, ...]
    findings: "tuple[Finding, ...]"
    label: str
    customers: pd.DataFrame
    study: Study | None
    no_clusters_reason: str
    clusters: pd.DataFrame | None
    table: "CustomerTable"

    @property
    def steps(self) -> "tuple[PipelineStep, ...]":
        """Every step from the table to named clusters; none without clusters."""
        if self.study is None:
            return ()
        return steps_of(self.study, self.findings, self.settings)

    @property
    def key_figures(self) -> Mapping[str, Any]:
        """How many customers and attributes there are, and how complete they are."""
        features = [one for one in self.table.attributes if one.is_feature]
        cells = len(self.customers) * len(features)
        return {
            schema.CUSTOMERS: len(self.customers),
            "attributes": len(features),
            "filled_share": 1 - sum(one.missing for one in features) / cells if cells else 0.0,
            "clusters": 0 if self.study is None else len(self.study.placer.order),
        }


def analyse_table(
    source: str,
    settings: StudySettings,
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
    settings : StudySettings
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
        table = read_customer_table(
            opened.path,
            workspace,
            **asdict(settings.table),
        )
        opened = replace(opened, sha256=file_sha256(opened.original))
    found = study(
        table.customers,
        table.attributes,
        settings,
        target=table.customers[table.label] if table.label else None,
        known=known,
        progress=lambda step, detail: progress(step + 2, detail),
    )
    return _analysed(opened, table, settings, found)


def _analysed(
    source: "Source", table: "CustomerTable", settings: StudySettings, found: Study | NoClusters
) -> TableAnalysis:
    made = found if isinstance(found, Study) else None
    return TableAnalysis(
        source=source,
        settings=settings,
        rows=sum(row.rows for row in table.rows),
        report=table.rows,
        notes=table.notes,
        findings=table.findings,
        label=table.label,
        customers=table.customers.join(made.members) if made else table.customers,
        study=made,
        no_clusters_reason="" if isinstance(found, Study) else found.reason,
        clusters=cluster_profiles(made) if made else None,
        table=table,
    )


def cluster_profiles(found: Study) -> pd.DataFrame:
    """Return one row per cluster: name, size, share, stability, colour, and its paragraph."""
    stories = found.stories.clusters
    return pd.DataFrame(
        {
            schema.GROUP: [story.name for story in stories],
            schema.RANK: range(1, len(stories) + 1),
            schema.CUSTOMERS: [story.customers for story in stories],
            schema.SHARE: [story.share for story in stories],
            schema.JACCARD: [story.jaccard for story in stories],
            schema.SLOT: found.slots,
            schema.IS_NOISE: [story.is_noise for story in stories],
            schema.DESCRIPTION: [story.paragraph for story in stories],
        }
    )
