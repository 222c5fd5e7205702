"""Publish the analysis of a log or a customer table: its files, and the manifest about them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rfm.snapshot import files
from rfm.snapshot.filing import file_facts, package_versions, version_name, write_json
from rfm.snapshot.publishing import publishing

if TYPE_CHECKING:
    from rfm.analysis.log import Analysis
    from rfm.analysis.table import TableAnalysis


def publish_whole(
    analysis: "Analysis | TableAnalysis",
    address: Path,
    created_at: datetime,
    *,
    kind: str,
    write: Callable[[Path], None],
    facts: Mapping[str, Any],
) -> str:
    """Write a snapshot and show it at an address, in one step.

    Parameters
    ----------
    analysis : Analysis or TableAnalysis
        What to write.
    address : Path
        Where readers look: a snapshot of ours, an empty folder, or nothing yet.
    created_at : datetime
        The time of publication, with its zone.
    kind : {"log", "customers"}
        What the source is.
    write : callable
        Writes the files into the folder it is given.
    facts : mapping
        What the manifest says of this kind of source, beside what it says of any.

    Returns
    -------
    str
        The id of the snapshot.

    Raises
    ------
    SnapshotError
        When the address is taken by something else.
    """
    source = analysis.source
    snapshot_id = version_name(source.sha256, created_at)
    with publishing(address, snapshot_id) as folder:
        write(folder)
        manifest = {
            "format": files.FORMAT,
            "kind": kind,
            "id": snapshot_id,
            "created_at": created_at.isoformat(),
            "source": {
                "name": source.name,
                "title": source.title,
                "sha256": source.sha256,
                "rows": analysis.rows,
            },
            "settings": analysis.settings,
            "versions": package_versions(),
            "quality": {
                "rows": analysis.report,
                "notes": list(analysis.notes),
            },
            "key_figures": dict(analysis.key_figures),
            "no_clusters_reason": analysis.no_clusters_reason,
            **facts,
            "files": file_facts(folder),
        }
        write_json(folder / files.MANIFEST, manifest)
    return snapshot_id
