"""The versions of data sets as they are listed."""

from typing import Final

from sqlalchemy import select

from server.database import Database
from server.refusals import UNKNOWN, RefusedError, answering
from server.settings import ServerSettings
from server.tables import DATASETS, UPLOADS, VERSIONS
from server.versions.shown import shown_version
from server.versions.version import LAYOUT, Version, as_version, rows_of

NOT_KNOWN: Final = (
    "The database does not answer, so it is not known what was brought. Try again shortly."
)


class VersionList:
    """Lists data sets that people brought, and their versions.

    Parameters
    ----------
    settings : ServerSettings
        Says where snapshots lie.
    database : Database
        Where the rows are.
    """

    def __init__(self, settings: ServerSettings, database: Database) -> None:
        self._settings = settings
        self._database = database

    def titles(self) -> dict[str, str]:
        """Return the titles of all brought data sets by their names, the oldest first."""
        if not self._database.exists:
            return {}
        with answering(self._database.reading, NOT_KNOWN) as connection:
            found = select(DATASETS.c.name, DATASETS.c.title).order_by(DATASETS.c.created_at)
            return {row.name: row.title for row in connection.execute(found)}

    def titles_for(self, upload: str) -> dict[str, str]:
        """Return the titles of brought data sets, the likeliest that an upload belongs to first.

        These have a version of the same layout; of those, and of the others, the newest first.
        """
        titles = dict(reversed(self.titles().items()))
        if not titles:
            return {}
        with answering(self._database.reading, NOT_KNOWN) as connection:
            layout = connection.scalar(select(UPLOADS.c.layout).where(UPLOADS.c.id == upload))
            of_layout = select(VERSIONS.c.dataset).distinct()
            of_layout = of_layout.where(VERSIONS.c.facts[LAYOUT].as_string() == layout)
            same = set(connection.scalars(of_layout)) if layout else set()
        return dict(sorted(titles.items(), key=lambda each: each[0] not in same))

    def list(self, dataset: str) -> list[Version]:
        """Return the versions of a data set, the newest first; none of one that nobody brought."""
        if not self._database.exists:
            return []
        with answering(self._database.reading, NOT_KNOWN) as connection:
            found = rows_of(VERSIONS.c.dataset == dataset).order_by(VERSIONS.c.number.desc())
            rows = connection.execute(found).all()
            # Afterwards: what is done is shown before its row says so.
            shown = shown_version(self._settings, connection, dataset)
            return [as_version(row, shown) for row in rows]

    def version(self, dataset: str, number: int) -> Version:
        """Return one version.

        Raises
        ------
        RefusedError
            When there is none.
        """
        for version in self.list(dataset):
            if version.number == number:
                return version
        raise RefusedError(
            f"This data set has no version {number}: it may have been removed.", UNKNOWN
        )
