"""What was brought and asked is removed when it is old enough, and that it is gone is looked at."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, ScalarSelect, Select, delete, func, select

from server.data.requests import REQUESTED, files_of
from server.data.uploads import UPLOADED
from server.database import Database
from server.jobs.book import DONE, QUEUED, WORKING
from server.settings import ServerSettings
from server.storage.storing import Storage
from server.tables import JOBS, REQUESTS, UPLOAD_FILES, UPLOADS, VERSIONS

DAY: Final = 86_400.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Removed:
    """How much was removed for its age, and how much of what should be gone is still there."""

    requests: int
    uploads: int
    left: int


class Retention:
    """Removes requests, and files that were brought, when they are older than they are kept.

    A file that a version is still made of stays: one that waits for its analysis, or of which
    nothing else is kept to make it again from.

    Parameters
    ----------
    settings : ServerSettings
        Says how many days both are kept.
    database, storage : Database, Storage
        Where they are.
    """

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        storage: Storage,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._database = database
        self._storage = storage
        self._clock = clock

    def enforce(self) -> Removed:
        """Remove what is too old, look whether it is gone, and say so in the log."""
        oldest = self._clock() - self._settings.requests_kept_days * DAY
        oldest_upload = self._clock() - self._settings.uploads_kept_days * DAY
        with self._database.writing() as connection:
            requests, files = _forget_requests(connection, oldest)
            uploads = _forget_uploads(connection, oldest_upload)
        folders = [*files, *(f"{UPLOADED}/{upload}" for upload in uploads)]
        for folder in folders:
            self._storage.delete(folder)
        self._remove_unknown()
        if requests or uploads:
            self._empty_the_log_of_changes()
        left = self._left(folders, oldest, oldest_upload)
        found = Removed(requests, len(uploads), left)
        _say(found, self._settings)
        return found

    def _remove_unknown(self) -> None:
        """Remove files of requests that no row names: their request was not written, or removed."""
        with self._database.reading() as connection:
            rows = connection.execute(select(REQUESTS.c.asked, REQUESTS.c.answer))
            known = {folder for row in rows for folder in files_of(row.asked, row.answer)}
        for listed in self._storage.list(REQUESTED):
            is_known = "/".join(listed.key.split("/")[:2]) in known
            # What is being written has no row yet.
            if not is_known and listed.changed_at < self._clock() - DAY:
                self._storage.delete(listed.key)

    def _empty_the_log_of_changes(self) -> None:
        """Have SQLite forget the bytes of removed rows, which its log of changes still holds."""
        engine = self._database.engine
        if engine.dialect.name != "sqlite":
            return
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()

    def _left(self, folders: Iterable[str], oldest: float, oldest_upload: float) -> int:
        """Count what should be gone and is still there."""
        files = sum(len(self._storage.list(folder)) for folder in folders)
        with self._database.reading() as connection:
            old = select(func.count()).where(REQUESTS.c.created_at < oldest)
            uploads = len(connection.execute(_old_uploads(oldest_upload)).all())
            return files + (connection.scalar(old) or 0) + uploads


def _forget_requests(connection: Connection, oldest: float) -> tuple[int, list[str]]:
    """Remove the rows of old requests; return how many, and the folders of their files."""
    old = REQUESTS.c.created_at < oldest
    rows = connection.execute(select(REQUESTS.c.asked, REQUESTS.c.answer).where(old)).all()
    connection.execute(delete(REQUESTS).where(old))
    folders = {folder for row in rows for folder in files_of(row.asked, row.answer)}
    return len(rows), sorted(folders)


def _forget_uploads(connection: Connection, oldest: float) -> list[str]:
    """Remove the rows of old uploads that no version needs, and return their ids."""
    old = sorted(connection.scalars(_old_uploads(oldest)))
    connection.execute(delete(UPLOAD_FILES).where(UPLOAD_FILES.c.upload.in_(old)))
    connection.execute(delete(UPLOADS).where(UPLOADS.c.id.in_(old)))
    return old


def _old_uploads(oldest: float) -> Select[Any]:
    return select(UPLOADS.c.id).where(UPLOADS.c.created_at < oldest, UPLOADS.c.id.not_in(_needed()))


def _needed() -> ScalarSelect[Any]:
    """Return the query of uploads that a version is, or would be, made of."""
    joined = VERSIONS.outerjoin(JOBS, JOBS.c.id == VERSIONS.c.job)
    is_waiting = JOBS.c.state.in_((QUEUED, WORKING))
    # A job that is long forgotten was done.
    is_done = func.coalesce(JOBS.c.state, DONE) == DONE
    has_nothing_else = VERSIONS.c.facts["kept"].as_string().is_(None)
    needed = select(VERSIONS.c.upload).select_from(joined)
    return needed.where(is_waiting | (is_done & has_nothing_else)).scalar_subquery()


def _say(found: Removed, settings: ServerSettings) -> None:
    if found.left:
        log.error("%d things that are too old to be kept could not be removed.", found.left)
    elif found.requests or found.uploads:
        log.info(
            "Removed for their age: %d requests (more than %d days), %d uploads (more than %d "
            "days). None that old is left.",
            *(found.requests, settings.requests_kept_days),
            *(found.uploads, settings.uploads_kept_days),
        )
