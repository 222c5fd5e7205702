"""Versions are removed: with their data set, or when they are more than are kept."""

import logging
import shutil
from collections.abc import Collection
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, delete, select

from server.data.requests import files_of
from server.database import Database
from server.jobs.book import ANALYSE, COMPARE
from server.settings import ServerSettings
from server.storage.storing import Storage
from server.tables import DATASETS, JOBS, PLAYS, REQUESTS, UPLOAD_FILES, UPLOADS, VERSIONS
from server.versions.shown import shown_version
from server.versions.version import kept_under, rows_of, state_of

# Others are made again from what is kept of them.
KEPT_SNAPSHOTS: Final = 3

log = logging.getLogger(__name__)


def remove(settings: ServerSettings, database: Database, storage: Storage, dataset: str) -> None:
    """Remove a data set: first from the eyes of readers, then its rows, then its files."""
    settings.address(dataset).unlink(missing_ok=True)
    with database.writing() as connection:
        of_dataset = select(VERSIONS.c.upload).where(VERSIONS.c.dataset == dataset)
        uploads = set(connection.scalars(of_dataset))
        asked = select(REQUESTS.c.asked, REQUESTS.c.answer).where(REQUESTS.c.dataset == dataset)
        requests = [files_of(*row) for row in connection.execute(asked)]
        for table in (VERSIONS, PLAYS, REQUESTS):
            connection.execute(delete(table).where(table.c.dataset == dataset))
        # Whoever works on one of them finds it given to somebody else, and stops.
        kinds = JOBS.c.kind.in_((ANALYSE, COMPARE))
        connection.execute(delete(JOBS).where(JOBS.c.dataset == dataset, kinds))
        connection.execute(delete(DATASETS).where(DATASETS.c.name == dataset))
        unused = _forget_unused(connection, uploads)
    for folder in {folder for files in requests for folder in files}:
        storage.delete(folder)
    for upload in unused:
        storage.delete(f"uploads/{upload}")
    storage.delete(f"versions/{dataset}")
    _remove_folder(settings.var / "versions" / dataset)


def prune(settings: ServerSettings, database: Database, storage: Storage, dataset: str) -> None:
    """Remove the oldest versions of a data set, beside those that are kept and the shown one."""
    with database.writing() as connection:
        rows = connection.execute(
            rows_of(VERSIONS.c.dataset == dataset).order_by(VERSIONS.c.number.desc())
        ).all()
        shown = shown_version(settings, connection, dataset)
        others = [row for row in rows if row.number != shown]
        old = [row for row in others[settings.keep_versions :] if state_of(row).kind != "working"]
        numbers = [row.number for row in old]
        gone = (VERSIONS.c.dataset == dataset, VERSIONS.c.number.in_(numbers))
        connection.execute(delete(VERSIONS).where(*gone))
        unused = _forget_unused(connection, {row.upload for row in old})
    for upload in unused:
        storage.delete(f"uploads/{upload}")
    for number in numbers:
        storage.delete(kept_under(dataset, number))
    left = [row.number for row in others if row.number not in numbers][: KEPT_SNAPSHOTS - 1]
    _remove_snapshots(settings.var / "versions" / dataset, {*left, shown})


def _forget_unused(connection: Connection, uploads: set[str]) -> list[str]:
    """Remove the rows of uploads that no version is made of any more, and return their ids."""
    in_use = set(
        connection.scalars(select(VERSIONS.c.upload).where(VERSIONS.c.upload.in_(uploads)))
    )
    unused = sorted(uploads - in_use)
    connection.execute(delete(UPLOAD_FILES).where(UPLOAD_FILES.c.upload.in_(unused)))
    connection.execute(delete(UPLOADS).where(UPLOADS.c.id.in_(unused)))
    return unused


def remove_snapshot(settings: ServerSettings, dataset: str, number: int) -> None:
    """Remove the snapshot of a version, so that it can be made again under its name."""
    folder = settings.address_of_version(dataset, number).parent
    numbers = {int(name) for path in folder.glob("*") if (name := path.name).isdigit()}
    _remove_snapshots(folder, numbers - {number})


def _remove_snapshots(folder: Path, kept: Collection[int | None]) -> None:
    """Remove the snapshots of a data set's versions but some, the links that lead there first."""
    names = {str(number) for number in kept}
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir(), key=lambda path: not path.is_symlink()):
        number = path.name.lstrip(".").partition("~")[0]
        if number in names:
            continue
        if path.is_symlink():
            path.unlink(missing_ok=True)
        else:
            _remove_folder(path)


def _remove_folder(folder: Path) -> None:
    shutil.rmtree(folder, onerror=lambda _, path, __: log.warning("%s stays.", Path(path).name))
