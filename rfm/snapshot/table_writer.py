"""Write the analysis of a customer table as the folder that readers share."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rfm import schema
from rfm.snapshot import files
from rfm.snapshot.filing import file_facts, package_versions, version_name, write_json, write_table
from rfm.snapshot.publishing import publishing
from rfm.snapshot.studies import Columns, write_columns, write_study

if TYPE_CHECKING:
    from rfm.table_analysis import TableAnalysis


def publish_table(analysis: "TableAnalysis", address: Path, created_at: datetime) -> str:
    """Write a snapshot of a customer table and show it at an address, in one step.

    Parameters
    ----------
    analysis : TableAnalysis
        What to write.
    address : Path
        Where readers look: a snapshot of ours, an empty folder, or nothing yet.
    created_at : datetime
        The time of publication, with its zone.

    Returns
    -------
    str
        The id of the snapshot.

    Raises
    ------
    SnapshotError
        When the address is taken by something else.
    """
    snapshot_id = version_name(analysis.source.sha256, created_at)
    with publishing(address, snapshot_id) as folder:
        write_table(analysis.customers, folder / files.CUSTOMERS)
        table = analysis.table
        columns = Columns(
            table.attributes, analysis.findings, analysis.steps, analysis.label, table.id_column
        )
        write_columns(folder, columns)
        if analysis.study is not None and analysis.clusters is not None:
            write_table(analysis.clusters, folder / files.CLUSTERS)
            write_study(folder, analysis.study)
        manifest = {
            "format": files.FORMAT,
            "kind": schema.CUSTOMER_TABLE,
            "id": snapshot_id,
            "created_at": created_at.isoformat(),
            **_facts(analysis),
            "files": file_facts(folder),
        }
        write_json(folder / files.MANIFEST, manifest)
    return snapshot_id


def _facts(analysis: "TableAnalysis") -> dict[str, Any]:
    source, found = analysis.source, analysis.study
    return {
        "source": {
            "name": source.name,
            "title": source.title,
            "sha256": source.sha256,
            "rows": analysis.rows,
        },
        "settings": analysis.settings.as_json(),
        "versions": package_versions(),
        "quality": {
            "rows": [asdict(row) for row in analysis.report],
            "notes": list(analysis.notes),
        },
        "key_figures": dict(analysis.key_figures),
        "groupings": [] if found is None else [schema.CLUSTERS],
        "no_clusters_reason": analysis.no_clusters_reason,
        "no_supervised_reason": "" if found is None else found.no_supervised_reason,
    }
