"""Publish a snapshot again with something added to it; the tables it has are not copied."""

import os
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from rfm.errors import SnapshotError
from rfm.snapshot import files
from rfm.snapshot.filing import file_facts, version_name, write_json
from rfm.snapshot.manifest import read_manifest
from rfm.snapshot.publishing import published_name, publishing


def add_to(
    address: Path,
    version: str,
    created_at: datetime,
    write: Callable[[Path], None],
    *,
    facts: Mapping[str, Any] | None = None,
) -> str:
    """Show a new version of a snapshot that has more files, in one step.

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
    snapshot_id = version_name(str(manifest["source"]["sha256"]), created_at)
    with publishing(address, snapshot_id) as folder:
        for name in manifest["files"]:
            (folder / name).parent.mkdir(exist_ok=True)
            _link(current / name, folder / name)
        added = folder / ".added"
        added.mkdir()
        (added / "models").mkdir()
        write(added)
        # Replaced, never written into: the file may be one and the same with the old version's.
        for path in sorted(added.rglob("*")):
            if path.is_file():
                path.replace(folder / path.relative_to(added))
        shutil.rmtree(added)
        told = {**manifest, **(facts or {}), "id": snapshot_id}
        told["files"] = file_facts(folder)
        write_json(folder / files.MANIFEST, told)
    return snapshot_id


def _link(file: Path, place: Path) -> None:
    try:
        os.link(file, place)
    except OSError:  # a file system without hard links
        shutil.copy2(file, place)
