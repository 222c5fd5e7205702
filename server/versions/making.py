"""The versions of data sets that people brought: made, listed, chosen and removed.

A version is a row, written together with the job that analyses it. What is shown is the version
that the data set's address points to; without one, the data set's row says which is to be made.
"""

import json
import time
from collections.abc import Callable, Collection
from typing import Any, Final

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from rfm.errors import SnapshotError
from server.data.requests import row_of
from server.database import Database
from server.jobs.book import ANALYSE, queue
from server.refusals import CONFLICT, UNKNOWN, RefusedError
from server.settings import ServerSettings
from server.storage.storing import Storage
from server.tables import DATASETS, REQUESTS, UPLOADS, VERSIONS
from server.versions.comparing import VersionComparison, compare
from server.versions.listing import VersionList
from server.versions.naming import free_name
from server.versions.removing import remove
from server.versions.shown import show, shown_version
from server.versions.version import (
    APPEND,
    LAYOUT,
    NEW,
    NewVersion,
    Version,
    made_before,
    one_row,
    state_of,
)

# Of requests that make a data set of the same name at once.
TRIES: Final = 3
BUSY: Final = (
    "This data set is being imported. Wait until that is done, or stop it, and then try again."
)
TAKEN: Final = "There is a data set of this name already. Choose another name, or add to that one."
NOTHING_YET: Final = (
    "There is nothing to add to yet: the first import has not ended well. Replace it instead."
)


class Versions(VersionList):
    """Makes versions of data sets, and changes which one is shown.

    Parameters
    ----------
    settings : ServerSettings
        Says where snapshots lie.
    database : Database
        Where the rows are.
    storage : Storage
        Where the logs of versions are.
    """

    def __init__(
        self,
        settings: ServerSettings,
        database: Database,
        storage: Storage,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(settings, database)
        self._storage = storage
        self._clock = clock

    def add(self, asked: NewVersion, *, taken: Collection[str] = ()) -> Version:
        """Keep a version and the job that analyses it, both or none; a repeated request once.

        Parameters
        ----------
        asked : NewVersion
            What is asked for. A new data set without a name gets one that is free.
        taken : collection of str
            The names that a new data set cannot have.

        Raises
        ------
        RefusedError
            When the data set is unknown or its name is taken, it is being imported, or the key
            came before with another content.
        """
        for _ in range(TRIES):
            try:
                with self._database.writing() as connection:
                    made = made_before(connection, asked) or self._insert(connection, asked, taken)
                return self.version(*made)
            except IntegrityError:
                # Another request was faster: with this key, with this name, or on this data set.
                if asked.mode != NEW:
                    break
        with self._database.reading() as connection:
            before = made_before(connection, asked)
        if before is None:
            raise RefusedError(TAKEN if asked.mode == NEW else BUSY, CONFLICT)
        return self.version(*before)

    def start(self, dataset: str, *, afresh: bool = False) -> None:
        """Analyse the version that is to be shown, unless that runs, or failed and is not asked."""
        with self._database.writing() as connection:
            number = self._wanted(connection, dataset)
            row = one_row(connection, dataset, number)
            if row is None or number is None:
                return
            state = state_of(row)
            if state.kind == "working" or (state.kind != "ready" and not afresh):
                return
            self._queue(connection, dataset, number)

    def roll_back(self, dataset: str, number: int) -> Version:
        """Show a version: at once where its snapshot is there, else when it is made again.

        Parameters
        ----------
        dataset : str
            The data set.
        number : int
            The version. One that has failed is tried again.

        Returns
        -------
        Version
            As it stands now.

        Raises
        ------
        RefusedError
            When there is no such version, or the data set is being imported.
        """
        version = self.version(dataset, number)
        if version.is_current:
            return version
        try:
            show(self._settings, self._database, dataset, number)
        except SnapshotError:
            try:
                with self._database.writing() as connection:
                    self._queue(connection, dataset, number)
            except IntegrityError:
                raise RefusedError(BUSY, CONFLICT) from None
        return self.version(dataset, number)

    def compare(self, dataset: str, first: int, second: int) -> VersionComparison:
        """Return what differs between two versions of a data set.

        Parameters
        ----------
        dataset : str
            The data set.
        first, second : int
            The versions.

        Raises
        ------
        RfmError
            When one of them is not there, or was never analysed.
        """
        both = self.version(dataset, first), self.version(dataset, second)
        return compare(self._storage, *both)

    def delete(self, dataset: str) -> None:
        """Remove a data set with all its versions, and what is kept of them.

        Raises
        ------
        RefusedError
            When nobody brought such a data set.
        """
        with self._database.reading() as connection:
            _ensure_known(connection, dataset)
        remove(self._settings, self._database, self._storage, dataset)

    def _insert(
        self, connection: Connection, asked: NewVersion, taken: Collection[str]
    ) -> tuple[str, int]:
        name, now = asked.dataset, self._clock()
        if asked.mode == NEW:
            name = name or free_name(connection, asked.title, taken)
            if name in taken:
                raise RefusedError(TAKEN, CONFLICT)
            row = {"name": name, "title": asked.title[:120], "created_at": now}
            connection.execute(insert(DATASETS).values(row))
        else:
            _ensure_known(connection, name)
        base = self._base(connection, name) if asked.mode == APPEND else None
        newest = select(func.max(VERSIONS.c.number)).where(VERSIONS.c.dataset == name)
        number = (connection.scalar(newest) or 0) + 1
        # Kept here: the upload is not for as long.
        layout = connection.scalar(select(UPLOADS.c.layout).where(UPLOADS.c.id == asked.upload))
        connection.execute(
            insert(VERSIONS).values(
                dataset=name,
                number=number,
                job=queue(connection, ANALYSE, name, {"version": number}),
                upload=asked.upload,
                base=base.number if base else None,
                mode=asked.mode,
                source=json.dumps([file for file, _ in asked.files], ensure_ascii=False),
                content_hash=asked.content_hash(base.content_hash if base else ""),
                choices=dict(asked.choices),
                facts={LAYOUT: layout} if layout else {},
                key_hash=asked.key_hash,
                body_hash=asked.body_hash,
                created_at=now,
                created_by=asked.created_by[:120],
            )
        )
        files = [{"name": file, "sha256": sha256} for file, sha256 in asked.files]
        said = {"files": files, "choices": dict(asked.choices), "mode": asked.mode}
        kept = row_of("import", name, said, {"dataset": name, "version": number}, now=now)
        connection.execute(insert(REQUESTS).values(kept))
        return name, number

    def _base(self, connection: Connection, dataset: str) -> Row[Any]:
        """Return the version that is added to: the one that is shown."""
        row = one_row(connection, dataset, shown_version(self._settings, connection, dataset))
        if row is None:
            raise RefusedError(NOTHING_YET, CONFLICT)
        return row

    def _queue(self, connection: Connection, dataset: str, number: int) -> None:
        job = queue(connection, ANALYSE, dataset, {"version": number})
        one = (VERSIONS.c.dataset == dataset, VERSIONS.c.number == number)
        connection.execute(update(VERSIONS).where(*one).values(job=job))

    def _wanted(self, connection: Connection, dataset: str) -> int | None:
        """Return the version that is shown, or else the newest."""
        newest = select(func.max(VERSIONS.c.number)).where(VERSIONS.c.dataset == dataset)
        return shown_version(self._settings, connection, dataset) or connection.scalar(newest)


def _ensure_known(connection: Connection, dataset: str) -> None:
    if connection.scalar(select(DATASETS.c.name).where(DATASETS.c.name == dataset)) is None:
        raise RefusedError(
            "There is no data set of this name that files could be added to.", UNKNOWN
        )
