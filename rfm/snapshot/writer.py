"""Write an analysis as the folder that the site, the command line and other programs read."""

import hashlib
import os
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import version as version_of
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rfm import schema
from rfm.errors import SnapshotError
from rfm.snapshot import files
from rfm.snapshot.clusterings import ColumnFacts, write_classifier, write_clustering
from rfm.snapshot.code import code_version
from rfm.snapshot.files import read_manifest, write_json, write_table
from rfm.snapshot.publishing import published_name, publishing

if TYPE_CHECKING:
    from rfm.analysis.log import Analysis
    from rfm.analysis.table import TableAnalysis

# Numbers depend on their versions.
RECORDED_PACKAGES: Final = ("duckdb", "ibis-framework", "numpy", "pandas", "polars", "scikit-learn")


def publish(
    analysis: "Analysis | TableAnalysis",
    address: Path,
    created_at: datetime,
    *,
    title: str = "",
    version: Mapping[str, Any] | None = None,
) -> str:
    """Write a snapshot of a log or a customer table and show it at an address, in one step.

    Parameters
    ----------
    analysis : Analysis or TableAnalysis
        What to write.
    address : Path
        Where readers look: a snapshot of ours, an empty folder, or nothing yet.
    created_at : datetime
        The time of publication, with its zone.
    title : str
        What it is called; empty for the source's own title.
    version : mapping, optional
        Which version of which data set it is of.

    Returns
    -------
    str
        The id of the snapshot.

    Raises
    ------
    SnapshotError
        When the address is taken by something else.
    """
    from rfm.analysis.table import TableAnalysis

    snapshot_id = _version_name(analysis.source.sha256, created_at)
    with publishing(address, snapshot_id) as folder:
        (folder / "models").mkdir()
        if isinstance(analysis, TableAnalysis):
            facts = _write_customer_table(analysis, folder)
        else:
            facts = _write_log(analysis, folder)
        facts |= _facts_of(analysis, snapshot_id, created_at) | {"version": dict(version or {})}
        facts["source"]["title"] = title or analysis.source.title
        _write_manifest(folder, facts)
    return snapshot_id


def add_to(
    address: Path,
    version: str,
    created_at: datetime,
    write: Callable[[Path], None],
    *,
    facts: Mapping[str, Any] | None = None,
) -> str:
    """Show a new version of a snapshot that has more files; the tables it has are not copied.

    Parameters
    ----------
    address : Path
        A snapshot of ours.
    version : str
        The id of the version that what is added was made of.
    created_at : datetime
        The time of publication, with its zone.
    write : callable
        Writes files into the folder it is given; those of the same name are replaced.
    facts : mapping, optional
        What the manifest says beside, or instead of, what it said.

    Returns
    -------
    str
        The id of the new version.

    Raises
    ------
    SnapshotError
        When there is no snapshot at the address, another version of it, or it cannot be written.
    """
    current, manifest = read_manifest(address)
    if manifest["id"] != version:
        raise SnapshotError(
            f"The snapshot '{published_name(address)}' was made again meanwhile, so nothing was "
            "added to it. Start again."
        )
    snapshot_id = _version_name(str(manifest["source"]["sha256"]), created_at)
    with publishing(address, snapshot_id) as folder:
        for name in manifest["files"]:
            (folder / name).parent.mkdir(exist_ok=True)
            _link(current / name, folder / name)
        added = folder / ".added"
        (added / "models").mkdir(parents=True)
        write(added)
        # Replaced, never written into: the file may be one and the same with the old version's.
        for path in sorted(added.rglob("*")):
            if path.is_file():
                path.replace(folder / path.relative_to(added))
        shutil.rmtree(added)
        _write_manifest(folder, {**manifest, **(facts or {}), "id": snapshot_id})
    return snapshot_id


def _facts_of(
    analysis: "Analysis | TableAnalysis", snapshot_id: str, created_at: datetime
) -> dict[str, Any]:
    """Return what the manifest says of any kind of source."""
    source = analysis.source
    return {
        "format": files.FORMAT,
        "id": snapshot_id,
        "created_at": created_at.isoformat(),
        "source": {
            "name": source.name,
            "title": source.title,
            "sha256": source.sha256,
            "rows": analysis.rows,
        },
        "settings": analysis.settings,
        "versions": {name: version_of(name) for name in RECORDED_PACKAGES},
        "code": code_version(),
        "quality": {"rows": analysis.report, "notes": list(analysis.notes)},
        "key_figures": dict(analysis.key_figures),
        "no_clusters_reason": analysis.found_clusters.reason,
        "no_classifier_reason": analysis.classified.reason,
    }


def _write_log(analysis: "Analysis", folder: Path) -> dict[str, Any]:
    """Write the files of a log, and return what the manifest says of it alone."""
    write_table(analysis.customers, folder / files.CUSTOMERS)
    write_table(analysis.segments, folder / files.SEGMENTS)
    write_table(analysis.pareto, folder / files.PARETO)
    shutil.copyfile(analysis.prepared.orders, folder / files.ORDERS)
    if analysis.products is not None:
        write_table(analysis.products, folder / files.PRODUCTS)
    if analysis.prepared.lines is not None:
        shutil.copyfile(analysis.prepared.lines, folder / files.LINES)
    _write_clusters(analysis, folder)
    write_json(folder / files.SCHEME_MODELS, analysis.schemes)
    found = analysis.looked_ahead
    if found.ahead is not None:
        write_json(folder / files.LIFETIME_MODEL, found.ahead.lifetime)
        write_json(folder / files.SECOND_OPINION, found.second_opinion)
    if analysis.moved.movement is not None:
        write_json(folder / files.MOVEMENT, analysis.moved.movement)
    if found.back_test is not None:
        write_json(folder / files.BACK_TEST, found.back_test)
    return {
        "kind": schema.LOG,
        "as_of": analysis.as_of.isoformat(),
        "groupings": list(analysis.groupings),
        "scheme_reason": analysis.scheme_reason,
        "no_movement_reason": analysis.moved.reason,
        "no_lifetime_reason": found.no_lifetime_reason,
        "no_back_test_reason": found.no_back_test_reason,
    }


def _write_customer_table(analysis: "TableAnalysis", folder: Path) -> dict[str, Any]:
    """Write the files of a customer table, and return what the manifest says of it alone."""
    write_table(analysis.found_clusters.table.customers, folder / files.CUSTOMERS)
    _write_clusters(analysis, folder)
    groupings = [] if analysis.found_clusters.clustering is None else [schema.CLUSTERS]
    return {"kind": schema.CUSTOMER_TABLE, "groupings": groupings}


def _write_clusters(analysis: "Analysis | TableAnalysis", folder: Path) -> None:
    """Write the columns that clusters are made of, and the clusters where there are any."""
    found, table = analysis.found_clusters, analysis.found_clusters.table
    columns = ColumnFacts(
        table.attributes, table.findings, found.steps, table.label, table.id_column
    )
    write_json(folder / files.ATTRIBUTES, columns)
    if found.clustering is not None and analysis.clusters is not None:
        write_table(analysis.clusters, folder / files.CLUSTERS)
        write_clustering(folder, found.clustering)
        write_classifier(folder, analysis.classified.classifier)


def _version_name(sha256: str, created_at: datetime) -> str:
    """Return the name of a new version of what was made from a file."""
    return f"{created_at:%Y%m%dT%H%M%S%f}-{sha256[:8]}"


def _write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write what is known of a snapshot, with the size and the fingerprint of each of its files."""
    written = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": _sha256(path),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    write_json(folder / files.MANIFEST, {**manifest, "files": written})


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _link(file: Path, place: Path) -> None:
    try:
        os.link(file, place)
    except OSError:  # a file system without hard links
        shutil.copy2(file, place)
