"""Files that people bring: received piece by piece, discarded, and pruned when abandoned."""

import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from server.data.file_names import shown_name, stored_name
from server.data.requests import row_of
from server.database import Database
from server.refusals import NO_ANSWER, TOO_LARGE, UNKNOWN, UNUSABLE, RefusedError
from server.settings import ServerSettings
from server.storage.storing import Storage
from server.tables import REQUESTS, UPLOAD_FILES, UPLOADS, VERSIONS

UPLOADED: Final = "uploads"
MOST_FILES: Final = 50
SECONDS_UNTIL_ABANDONED: Final = 86_400
NO_UPLOAD: Final = "These files are not here any more. Choose them again."
TOO_MUCH: Final = (
    "This site takes at most {most:,} MB at once. Leave out columns that are not needed, zip the "
    "files, or bring them one after the other."
)
SILENT: Final = "The database does not answer, so nothing was kept. Try again shortly."


@dataclass(frozen=True)
class UploadedFile:
    """A file that arrived; `stored_as` is its key in the storage."""

    name: str
    bytes: int
    sha256: str
    stored_as: str


@dataclass(frozen=True)
class Upload:
    """Files that were brought together, in their order."""

    id: str
    files: tuple[UploadedFile, ...]
    created_at: float


class Uploads:
    """Receives files.

    Parameters
    ----------
    settings : ServerSettings
        Says how much is taken at once.
    database : Database
        Where it is written which files there are.
    storage : Storage
        Where their content is kept.
    """

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        storage: Storage,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._most = settings.most_upload_mb * 1_000_000
        self._too_large = TOO_MUCH.format(most=settings.most_upload_mb)
        self._database = database
        self._storage = storage
        self._clock = clock

    def receive(self, name: str, chunks: Iterable[bytes], *, upload: str = "") -> Upload:
        """Keep a file as it arrives; it joins an upload, or begins one.

        The same file, by its name and content, is in an upload once however often it is sent.

        Parameters
        ----------
        name : str
            What it is called where it comes from.
        chunks : iterable of bytes
            Its content, piece by piece. When that ends with an error, nothing of it is kept.
        upload : str
            The id of the upload that it joins.

        Raises
        ------
        RefusedError
            When it is empty or too large, the upload is not there, or it cannot be kept.
        """
        before = self.upload(upload) if upload else None
        files = before.files if before else ()
        if len(files) >= MOST_FILES:
            raise RefusedError(f"At most {MOST_FILES} files are taken at once.", TOO_LARGE)
        number = upload or secrets.token_hex(16)
        shown = shown_name(name)
        # A name of its own: two files of an upload may arrive at once.
        key = f"{UPLOADED}/{number}/{secrets.token_hex(4)}/{stored_name(shown)}"
        most = max(0, self._most - sum(file.bytes for file in files))
        stored = self._storage.put(key, _at_most(most, self._too_large, chunks), what=f"'{shown}'")
        try:
            if not stored.bytes:
                raise RefusedError(f"'{shown}' is empty (0 bytes): export it again.", UNUSABLE)
            if before and (shown, stored.sha256) in [(file.name, file.sha256) for file in files]:
                # Sent again, since its answer was lost.
                self._storage.delete(key)
                return before
            file = UploadedFile(shown, stored.bytes, stored.sha256, key)
            self._write(number, file, is_first=not upload)
        except BaseException:
            self._storage.delete(key)
            raise
        return self.upload(number)

    def begin(self) -> str:
        """Return the id of an upload that files are going to join."""
        number = secrets.token_hex(16)
        try:
            with self._database.writing() as connection:
                connection.execute(insert(UPLOADS).values(id=number, created_at=self._clock()))
        except SQLAlchemyError:
            raise RefusedError(SILENT, NO_ANSWER) from None
        return number

    def upload(self, upload: str) -> Upload:
        """Return what was received.

        Raises
        ------
        RefusedError
            When it is not there any more.
        """
        if not self._database.exists:
            raise RefusedError(NO_UPLOAD, UNKNOWN)
        try:
            with self._database.reading() as connection:
                row = connection.execute(select(UPLOADS).where(UPLOADS.c.id == upload)).first()
                files = select(UPLOAD_FILES).where(UPLOAD_FILES.c.upload == upload)
                found = connection.execute(files.order_by(UPLOAD_FILES.c.position)).all()
        except SQLAlchemyError:
            raise RefusedError(SILENT, NO_ANSWER) from None
        if row is None:
            raise RefusedError(NO_UPLOAD, UNKNOWN)
        names = UploadedFile.__dataclass_fields__
        kept = [UploadedFile(**{name: each._mapping[name] for name in names}) for each in found]
        return Upload(row.id, tuple(kept), row.created_at)

    def discard(self, upload: str) -> None:
        """Remove what was received, unless a version was made of it; what is not there is gone."""
        try:
            with self._database.writing() as connection:
                used = select(VERSIONS.c.id).where(VERSIONS.c.upload == upload).limit(1)
                if connection.scalar(used) is not None:
                    return
                connection.execute(delete(UPLOAD_FILES).where(UPLOAD_FILES.c.upload == upload))
                found = connection.execute(delete(UPLOADS).where(UPLOADS.c.id == upload)).rowcount
        except SQLAlchemyError:
            raise RefusedError(SILENT, NO_ANSWER) from None
        if found:
            self._storage.delete(f"{UPLOADED}/{upload}")

    def prune(self) -> None:
        """Remove what was brought and not used within a day, and files that nobody knows of."""
        until = self._clock() - SECONDS_UNTIL_ABANDONED
        with self._database.reading() as connection:
            used = select(VERSIONS.c.upload)
            old = (UPLOADS.c.created_at < until, UPLOADS.c.id.not_in(used))
            abandoned = list(connection.scalars(select(UPLOADS.c.id).where(*old)))
        for upload in abandoned:
            self.discard(upload)
        with self._database.reading() as connection:
            known = set(connection.scalars(select(UPLOAD_FILES.c.stored_as)))
        for listed in self._storage.list(UPLOADED):
            # What is being received has no row yet.
            if listed.key not in known and listed.changed_at < until:
                self._storage.delete(listed.key)

    def _write(self, upload: str, file: UploadedFile, *, is_first: bool) -> None:
        """Write down a file that is in the storage."""
        try:
            with self._database.writing() as connection:
                if is_first:
                    row = {"id": upload, "created_at": self._clock()}
                    connection.execute(insert(UPLOADS).values(row))
                known = select(UPLOADS.c.id).where(UPLOADS.c.id == upload).with_for_update()
                if connection.scalar(known) is None:
                    raise RefusedError(NO_UPLOAD, UNKNOWN)
                last = select(func.max(UPLOAD_FILES.c.position))
                position = connection.scalar(last.where(UPLOAD_FILES.c.upload == upload)) or 0
                row = asdict(file) | {"upload": upload, "position": position + 1}
                connection.execute(insert(UPLOAD_FILES).values(row))
                asked = {"name": file.name, "bytes": file.bytes, "sha256": file.sha256}
                kept = row_of("upload", "", asked, {"upload": upload}, now=self._clock())
                connection.execute(insert(REQUESTS).values(kept))
        except SQLAlchemyError:
            raise RefusedError(SILENT, NO_ANSWER) from None


def _at_most(most: int, too_large: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Pass on what arrives until it is too much."""
    left = most
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise RefusedError(too_large, TOO_LARGE)
        yield chunk
