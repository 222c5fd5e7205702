"""Sources that somebody named: kept with their address sealed, and fetched by a job."""

import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from server.data.editing import Editing
from server.data.imports import Imports
from server.database import Database
from server.jobs.book import FETCH, Jobs, JobState
from server.settings import ServerSettings
from server.sources.databases import host_of
from server.sources.places import (
    BUCKET,
    DATABASE,
    FOLDER,
    BucketAddress,
    Kind,
    SourceFile,
    SourceRefusedError,
    Told,
    ensure_place_allowed,
    fetching,
    files_in_bucket,
    files_in_folder,
)
from server.sources.sealing import Seal
from server.tables import SOURCES

SILENT: Final = "The database of this site does not answer. Try again shortly."
NO_SOURCE: Final = "This source is not kept any more. Give its address again."
LONGEST_TITLE: Final = 200
NOT_HERE: Final = (
    "This site has no accounts yet and others can reach it, so nothing can be fetched here. "
    "Whoever runs it can allow it for everybody with ALLOW_EDITING=yes."
)
_MISSING: Final[Mapping[str, str]] = {
    FOLDER: "Choose a file.",
    BUCKET: "Choose a file of the bucket.",
    DATABASE: "Name a table, or write a query that begins with SELECT.",
}


@dataclass(frozen=True)
class KeptSource:
    """A source as it is listed: its address is not shown again."""

    id: str
    kind: Kind
    title: str
    asked: str
    created_at: float


class Sources:
    """Keeps sources and has them fetched.

    Parameters
    ----------
    settings : ServerSettings
        Says what may be reached.
    database, jobs, imports : Database, Jobs, Imports
        Where they are kept, what fetches them, and what receives their files.
    editing : Editing
        Says who may.
    """

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        jobs: Jobs,
        imports: Imports,
        *,
        editing: Editing,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._settings = settings
        self._database = database
        self._jobs = jobs
        self._imports = imports
        self._editing = editing
        self._seal = Seal(settings)
        self._clock = clock

    @property
    def has_folder(self) -> bool:
        """Whether the server has a folder to choose from."""
        return bool(self._settings.data_folder)

    def files_in_folder(self) -> list[SourceFile]:
        """Return the files of the server's folder."""
        self._ensure_allowed(FOLDER, "")
        return files_in_folder(self._settings)

    def files_in_bucket(self, texts: Mapping[str, str]) -> list[SourceFile]:
        """Return the files of a bucket that a form names.

        Raises
        ------
        SourceRefusedError
            When it may not be reached, or does not answer.
        """
        address = BucketAddress.of(texts)
        self._ensure_allowed(BUCKET, json.dumps(asdict(address)))
        return files_in_bucket(address)

    def keep(self, kind: Kind, place: str | Mapping[str, str], asked: str) -> KeptSource:
        """Keep where data can be fetched from.

        Parameters
        ----------
        kind : {"folder", "bucket", "database"}
            What it is.
        place : str or mapping
            The address of a database, or the texts of a bucket's form; empty for the folder.
        asked : str
            The file, the table or the query.

        Raises
        ------
        SourceRefusedError
            When something is missing or not allowed here, or it cannot be kept.
        """
        if not asked.strip():
            raise SourceRefusedError(_MISSING[kind])
        address, where = _address(kind, place)
        self._ensure_allowed(kind, address)
        title = f"{asked.strip()} · {where}" if where else asked.strip()
        source = KeptSource(
            secrets.token_hex(16), kind, title[:LONGEST_TITLE], asked.strip(), self._clock()
        )
        self._write(insert(SOURCES).values(asdict(source) | {"address": self._seal.seal(address)}))
        return source

    def kept(self) -> list[KeptSource]:
        """Return the sources that are kept, the newest first."""
        if not self._database.exists:
            return []
        names = tuple(KeptSource.__dataclass_fields__)
        rows = self._read(
            select(*[SOURCES.c[name] for name in names]).order_by(SOURCES.c.created_at.desc())
        )
        return [KeptSource(**row._mapping) for row in rows]

    def forget(self, source: str) -> None:
        """Remove a source; what was fetched of it stays."""
        self._ensure_may_edit()
        self._write(delete(SOURCES).where(SOURCES.c.id == source))

    def fetch(self, source: str) -> str:
        """Have a source fetched; return the id of the upload that its file arrives in."""
        kind, address, _ = self._opened(source)
        self._ensure_allowed(kind, address)
        upload = self._imports.begin()
        try:
            self._jobs.start(FETCH, upload, done=lambda: False, arguments={"source": source})
        except SQLAlchemyError:
            raise SourceRefusedError(SILENT) from None
        return upload

    def state(self, upload: str) -> JobState:
        """Return how far the fetching of an upload is."""
        job = self._jobs.latest(FETCH, upload)
        return job.shown if job else JobState("absent")

    def cancel(self, upload: str) -> None:
        """Stop fetching."""
        self._jobs.cancel(FETCH, upload)

    def receive(self, source: str, upload: str, told: Told) -> None:
        """Fetch a source now, into an upload; whoever is asked twice does it once.

        Raises
        ------
        RfmError
            When it is not kept, cannot be read, or its file not be kept.
        """
        if self._imports.upload(upload).files:
            return
        kind, address, asked = self._opened(source)
        with fetching(kind, address, asked, self._settings, told) as (name, chunks):
            self._imports.receive(name, chunks, upload=upload)

    def _opened(self, source: str) -> tuple[Kind, str, str]:
        rows = self._read(select(SOURCES).where(SOURCES.c.id == source))
        if not rows:
            raise SourceRefusedError(NO_SOURCE)
        return rows[0].kind, self._seal.open(rows[0].address), rows[0].asked

    def _ensure_may_edit(self) -> None:
        if not self._editing.is_allowed:
            raise SourceRefusedError(NOT_HERE)

    def _ensure_allowed(self, kind: Kind, address: str) -> None:
        self._ensure_may_edit()
        if not self._editing.is_local:
            ensure_place_allowed(kind, address, self._settings)

    def _read(self, statement: Any) -> list[Any]:
        try:
            with self._database.reading() as connection:
                return list(connection.execute(statement).all())
        except SQLAlchemyError:
            raise SourceRefusedError(SILENT) from None

    def _write(self, statement: Any) -> None:
        try:
            with self._database.writing() as connection:
                connection.execute(statement)
        except SQLAlchemyError:
            raise SourceRefusedError(SILENT) from None


def _address(kind: Kind, place: str | Mapping[str, str]) -> tuple[str, str]:
    """Return a place as it is sealed, and what of it may be shown."""
    if kind == DATABASE:
        address = str(place).strip()
        return address, host_of(address)
    if kind == BUCKET:
        bucket = BucketAddress.of(place if isinstance(place, Mapping) else {})
        return json.dumps(asdict(bucket)), bucket.bucket
    return "", ""
