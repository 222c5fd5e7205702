"""A folder that readers see whole or not at all.

The new version is written beside the old one and flushed to disk; then the address readers use,
a symbolic link, is replaced in one step. A crash at any moment leaves the old version in place.
"""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from rfm.errors import SnapshotError

UNFINISHED: Final = ".part"
SECONDS_UNTIL_ABANDONED: Final = 86_400


@contextmanager
def publishing(address: Path, version: str) -> Iterator[Path]:
    """Yield an empty folder to write into; on a clean exit it becomes what `address` shows.

    Parameters
    ----------
    address : Path
        Where readers look. A link of ours, an empty folder, or nothing yet.
    version : str
        A name for the new version, unique beside the address.

    Raises
    ------
    SnapshotError
        When the address is taken by something that is not a published folder, or cannot be
        written: no right to, no room left, no such place.
    """
    address = address.absolute()
    try:
        with _replacing(address, version) as folder:
            yield folder
    except OSError as error:
        raise _cannot_be_written(address, error.strerror or str(error)) from error


@contextmanager
def _replacing(address: Path, version: str) -> Iterator[Path]:
    ensure_free(address)
    folder = address.with_name(f".{address.name}~{version}")
    unfinished = folder.with_name(folder.name + UNFINISHED)
    try:
        unfinished.mkdir(parents=True)
        yield unfinished
        for path in sorted(unfinished.rglob("*"), reverse=True):
            _flush(path)
        _flush(unfinished)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    previous = address.resolve() if address.is_symlink() else None
    point(address, folder)
    _remove_leftovers(address, {folder, previous})


def published_name(folder: Path) -> str:
    """Return the name that readers know of an address, or of one of its versions."""
    address, _, _ = folder.name.rpartition("~")
    is_version = address.startswith(".")
    return address.removeprefix(".") if is_version else folder.name


def ensure_free(address: Path) -> None:
    """Refuse an address that holds something else than a published folder.

    Raises
    ------
    SnapshotError
        When it does.
    """
    if address.is_symlink() or not address.exists():
        return
    if not address.is_dir() or any(address.iterdir()):
        raise SnapshotError(
            f"'{address}' is in use and was not made by this program. "
            "Name a folder that does not exist yet, or empty it first."
        )


def ensure_writable(address: Path) -> None:
    """Refuse an address beside which nothing can be written, before the work is done.

    Raises
    ------
    SnapshotError
        When its folder, or the nearest one above it that exists, is none or may not be changed.
    """
    above = next(folder for folder in address.absolute().parents if folder.exists())
    if not above.is_dir():
        raise _cannot_be_written(address, f"'{above}' is a file")
    if not os.access(above, os.W_OK | os.X_OK):
        raise _cannot_be_written(address, f"'{above}' may not be changed")


def _cannot_be_written(address: Path, why: str) -> SnapshotError:
    return SnapshotError(
        f"'{address}' cannot be written ({why}). "
        "Make room or get the right to write there, or name another folder."
    )


def point(address: Path, folder: Path) -> None:
    """Have an address show a folder, or what another address shows, in one step.

    Parameters
    ----------
    address : Path
        Where readers look. A link of ours, an empty folder, or nothing yet.
    folder : Path
        What they see from now on; near the address, so that both can be moved together.
    """
    link = address.with_name(f".{address.name}~{secrets.token_hex(8)}.link")
    try:
        link.symlink_to(os.path.relpath(folder, address.parent), target_is_directory=True)
        if address.is_dir() and not address.is_symlink():
            address.rmdir()
        link.replace(address)
    except BaseException:
        link.unlink(missing_ok=True)
        raise
    _flush(address.parent)


def _remove_leftovers(address: Path, kept: set[Path | None]) -> None:
    """Remove all but the current version and the one before, which a reader may have open."""
    for folder in address.parent.glob(f".{address.name}~*"):
        version = folder.name.removeprefix(f".{address.name}~")
        if "~" in version or folder in kept or folder.is_symlink():
            continue
        if not version.endswith(UNFINISHED) or _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    """Tell whether a half-written version is from a run that was killed long ago."""
    return folder.stat().st_mtime < time.time() - SECONDS_UNTIL_ABANDONED


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
