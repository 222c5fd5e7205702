"""How the files of a snapshot are written and told apart."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pandas as pd

from rfm.log.transactions.writing import ROWS_PER_GROUP
from rfm.records import as_record

RECORDED_PACKAGES: Final = ("duckdb", "ibis-framework", "numpy", "pandas", "polars", "scikit-learn")


def version_name(sha256: str, created_at: datetime) -> str:
    """Return the name of a new version of what was made from a file."""
    return f"{created_at:%Y%m%dT%H%M%S%f}-{sha256[:8]}"


@cache
def package_versions() -> Mapping[str, str]:
    """Return the versions of the packages that numbers depend on."""
    return {name: version(name) for name in RECORDED_PACKAGES}


def file_facts(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """Return the size and the fingerprint of every file in a folder, by its place there."""
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


def write_table(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet, in groups of rows that can be read one by one."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    # As pandas does, but without starting threads that take longer than the work.
    written = pa.Table.from_pandas(table, preserve_index=False, nthreads=1)
    pq.write_table(written, path, compression="zstd", row_group_size=ROWS_PER_GROUP)


def write_json(path: Path, value: Any) -> None:
    """Write a value, and the frozen values in it, as JSON that people can read."""
    text = json.dumps(as_record(value), ensure_ascii=False, indent=1, default=_of_numpy)
    path.write_text(text + "\n", encoding="utf-8")


def _of_numpy(number: Any) -> Any:
    return number.item()
