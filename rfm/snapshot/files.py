"""The files of a snapshot, by name, how each is written, and the manifest that knows them all.

The manifest is read with every check that makes a snapshot safe to use.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from rfm import schema
from rfm.errors import SnapshotError
from rfm.log.transactions.tables import ROWS_PER_GROUP
from rfm.records import as_record
from rfm.snapshot.publishing import published_name

FORMAT: Final = 3

MANIFEST: Final = "manifest.json"
CUSTOMERS: Final = "customers.parquet"
ORDERS: Final = "orders.parquet"
LINES: Final = "lines.parquet"
SEGMENTS: Final = "segments.parquet"
CLUSTERS: Final = "clusters.parquet"
PRODUCTS: Final = "products.parquet"
PARETO: Final = "pareto.parquet"
SCHEME_MODELS: Final = "models/schemes.json"
LIFETIME_MODEL: Final = "models/lifetime.json"
BACK_TEST: Final = "models/backtest.json"
SECOND_OPINION: Final = "models/second_opinion.json"
MOVEMENT: Final = "movement.json"

ATTRIBUTES: Final = "models/attributes.json"
# The clusters: all of these or none.
PIPELINE: Final = "models/pipeline.json"
ALGORITHM: Final = "models/algorithm.json"
PLACING: Final = "models/placing.json"
COMPARISON: Final = "models/comparison.json"
PROFILES: Final = "models/profiles.json"
# Where a classifier could be trained.
CLASSIFIER_CARD: Final = "models/classifier.json"
CLASSIFIER_MODEL: Final = "models/classifier.skops"

# What every snapshot of a kind of source has; the other files depend on what is in it.
ALWAYS: Final = {
    schema.LOG: (CUSTOMERS, ORDERS, SEGMENTS, PARETO, SCHEME_MODELS, ATTRIBUTES),
    schema.CUSTOMER_TABLE: (CUSTOMERS, ATTRIBUTES),
}

NEEDED_FACTS: Final = {
    "id": str,
    "kind": str,
    "created_at": str,
    "source": dict,
    "settings": dict,
    "quality": dict,
    "key_figures": dict,
    "groupings": list,
    "files": dict,
}


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet, in groups of rows that can be read one by one."""
    # As pandas does, but without starting threads that take longer than the work.
    written = pa.Table.from_pandas(table, preserve_index=False, nthreads=1)
    pq.write_table(written, path, compression="zstd", row_group_size=ROWS_PER_GROUP)


def write_json(path: Path, value: Any) -> None:
    """Write a value, and the frozen values in it, as JSON that people can read."""
    text = json.dumps(
        as_record(value), ensure_ascii=False, indent=1, default=lambda number: number.item()
    )
    path.write_text(text + "\n", encoding="utf-8")


def read_manifest(path: Path) -> tuple[Path, Mapping[str, Any]]:
    """Return the folder that an address shows, and the manifest of the snapshot in it.

    Raises
    ------
    SnapshotError
        When there is none, it is damaged, or another version of this program wrote it.
    """
    try:
        folder = path.resolve()
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SnapshotError(
            f"There is no snapshot at '{path}': analyse a file first.",
            how=f"Make one with: python -m rfm analyse SOURCE --out {path}",
        ) from None
    except (OSError, ValueError, RecursionError):
        raise damaged(path, MANIFEST) from None
    if isinstance(manifest, dict) and manifest.get("format") != FORMAT:
        raise SnapshotError(
            f"The snapshot at '{path}' was written by another version of this program. "
            "Analyse its file again.",
            how=f"Make it again: python -m rfm analyse SOURCE --out {path}",
        )
    if not _is_complete(manifest):
        raise damaged(path, MANIFEST)
    for name in {*ALWAYS[manifest["kind"]], *manifest["files"]}:
        if not _is_whole(folder / name, manifest["files"].get(name)):
            raise damaged(path, name)
    return folder, manifest


def ensure_unchanged(path: Path) -> Mapping[str, Any]:
    """Return the manifest of a snapshot each of whose files has the fingerprint that it names.

    Raises
    ------
    SnapshotError
        When there is none, or a file is not what was written.
    """
    folder, manifest = read_manifest(path)
    for name, facts in manifest["files"].items():
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != facts["sha256"]:
                raise damaged(path, name)
    return manifest


def damaged(path: Path, name: str) -> SnapshotError:
    """Return what to say when a file of a snapshot cannot be used.

    Visitors may read it, so it names the snapshot and not where it lies.
    """
    return SnapshotError(
        f"The snapshot '{published_name(path)}' is damaged: {name} is missing or incomplete. "
        "Analyse its file again.",
        how="Make it again: python -m rfm analyse SOURCE --out DIR",
    )


def _is_complete(manifest: object) -> bool:
    if not isinstance(manifest, dict) or manifest.get("kind") not in ALWAYS:
        return False
    needed = NEEDED_FACTS | ({"as_of": str} if manifest["kind"] == schema.LOG else {})
    return all(isinstance(manifest.get(name), kind) for name, kind in needed.items())


def _is_whole(file: Path, facts: object) -> bool:
    return isinstance(facts, dict) and file.is_file() and file.stat().st_size == facts.get("bytes")
