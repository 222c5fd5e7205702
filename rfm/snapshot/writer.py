"""Write an analysis as the folder that the site, the command line and other programs read."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from rfm.snapshot import files
from rfm.snapshot.publishing import publishing
from rfm.transactions.preparation import ROWS_PER_GROUP

if TYPE_CHECKING:
    from rfm.analysis import Analysis

RECORDED_PACKAGES: Final = ("duckdb", "ibis-framework", "numpy", "pandas", "polars", "scikit-learn")


def publish(analysis: "Analysis", address: Path, created_at: datetime) -> str:
    """Write a snapshot and show it at an address, in one step.

    Parameters
    ----------
    analysis : Analysis
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
    snapshot_id = f"{created_at:%Y%m%dT%H%M%S%f}-{analysis.source.sha256[:8]}"
    with publishing(address, snapshot_id) as folder:
        _write_tables(analysis, folder)
        _write_models(analysis, folder)
        manifest = {
            "format": files.FORMAT,
            "id": snapshot_id,
            "created_at": created_at.isoformat(),
            **_facts(analysis),
            "files": _file_facts(folder),
        }
        _write_json(folder / files.MANIFEST, manifest)
    return snapshot_id


def _write_tables(analysis: "Analysis", folder: Path) -> None:
    _write(analysis.customers, folder / files.CUSTOMERS)
    _write(analysis.segments, folder / files.SEGMENTS)
    _write(analysis.pareto, folder / files.PARETO)
    if analysis.clusters is not None:
        _write(analysis.clusters, folder / files.CLUSTERS)
    copyfile(analysis.prepared.orders, folder / files.ORDERS)
    if analysis.products is not None:
        _write(analysis.products, folder / files.PRODUCTS)
    if analysis.prepared.lines is not None:
        copyfile(analysis.prepared.lines, folder / files.LINES)


def _write_models(analysis: "Analysis", folder: Path) -> None:
    (folder / files.SCHEME_MODELS).parent.mkdir()
    _write_json(folder / files.SCHEME_MODELS, [scheme.as_json() for scheme in analysis.schemes])
    if analysis.cluster_model is not None:
        _write_json(folder / files.CLUSTER_MODEL, analysis.cluster_model.as_json())
    if analysis.ahead is not None:
        _write_json(folder / files.LIFETIME_MODEL, analysis.ahead.lifetime.as_json())
        opinions = [agreement.as_json() for agreement in analysis.second_opinion]
        _write_json(folder / files.SECOND_OPINION, opinions)
    if analysis.back_test is not None:
        _write_json(folder / files.BACK_TEST, analysis.back_test.as_json())


def _facts(analysis: "Analysis") -> dict[str, Any]:
    source = analysis.source
    return {
        "source": {
            "name": source.name,
            "title": source.title,
            "sha256": source.sha256,
            "rows": analysis.rows,
        },
        "settings": analysis.settings.as_json(),
        "as_of": analysis.as_of.isoformat(),
        "versions": {name: version(name) for name in RECORDED_PACKAGES},
        "quality": {
            "rows": [asdict(row) for row in analysis.transactions.report],
            "notes": list(analysis.notes),
        },
        "key_figures": dict(analysis.key_figures),
        "groupings": list(analysis.groupings),
        "no_clusters_reason": analysis.no_clusters_reason,
        "no_lifetime_reason": analysis.no_lifetime_reason,
        "no_back_test_reason": analysis.no_back_test_reason,
    }


def _file_facts(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    return {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": _sha256(path),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(table: pd.DataFrame, path: Path) -> None:
    table.to_parquet(path, index=False, compression="zstd", row_group_size=ROWS_PER_GROUP)


def _write_json(path: Path, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, default=_as_json)
    path.write_text(text + "\n", encoding="utf-8")


def _as_json(value: Any) -> Any:
    """Turn a time or a NumPy number into what JSON can hold."""
    return value.isoformat() if isinstance(value, datetime) else value.item()
