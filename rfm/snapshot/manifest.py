"""The manifest of a published analysis, read with every check that makes it safe to use."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from rfm import schema
from rfm.errors import SnapshotError
from rfm.snapshot import files
from rfm.snapshot.publishing import published_name

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


def read_manifest(path: Path) -> tuple[Path, Mapping[str, Any]]:
    """Return the folder that an address shows, and the manifest of the snapshot in it.

    Raises
    ------
    SnapshotError
        When there is none, it is damaged, or another version of this program wrote it.
    """
    try:
        folder = path.resolve()
        manifest = json.loads((folder / files.MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SnapshotError(
            f"There is no snapshot at '{path}'. Make one with: "
            f"python -m rfm analyse SOURCE --out {path}"
        ) from None
    except (OSError, ValueError, RecursionError):
        raise damaged(path, files.MANIFEST) from None
    if isinstance(manifest, dict) and manifest.get("format") != files.FORMAT:
        raise SnapshotError(
            f"The snapshot at '{path}' was written by another version of this program. "
            f"Make it again: python -m rfm analyse SOURCE --out {path}"
        )
    if not _is_complete(manifest):
        raise damaged(path, files.MANIFEST)
    for name in {*files.ALWAYS[manifest["kind"]], *manifest["files"]}:
        if not _is_whole(folder / name, manifest["files"].get(name)):
            raise damaged(path, name)
    return folder, manifest


def damaged(path: Path, name: str) -> SnapshotError:
    """Return what to say when a file of a snapshot cannot be used.

    Visitors may read it, so it names the snapshot and not where it lies.
    """
    return SnapshotError(
        f"The snapshot '{published_name(path)}' is damaged: {name} is missing or incomplete. "
        "Make it again: python -m rfm analyse SOURCE --out DIR"
    )


def _is_complete(manifest: object) -> bool:
    if not isinstance(manifest, dict) or manifest.get("kind") not in files.ALWAYS:
        return False
    needed = NEEDED_FACTS | ({"as_of": str} if manifest["kind"] == schema.LOG else {})
    return all(isinstance(manifest.get(name), kind) for name, kind in needed.items())


def _is_whole(file: Path, facts: object) -> bool:
    return isinstance(facts, dict) and file.is_file() and file.stat().st_size == facts.get("bytes")
