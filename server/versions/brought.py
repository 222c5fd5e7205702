"""What a version is analysed from: the files that were brought, or what is kept of them."""

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.exc import IntegrityError

from server.database import Database
from server.jobs.book import COMPARE, DONE, queue
from server.refusals import UNKNOWN, RefusedError
from server.settings import ServerSettings
from server.storage.storing import Storage
from server.tables import DATASETS, JOBS, UPLOAD_FILES
from server.versions.removing import prune, remove_snapshot
from server.versions.shown import GONE, show
from server.versions.version import kept_under, one_row

CHUNK: Final = 2**20
# What `analyse --keep` writes, the rows first.
KEPT: Final = ("log.parquet", "table.parquet", "clusters.parquet", "schemes.json", "seconds.json")
TOO_OLD: Final = (
    "The files of this version are not kept any more: it failed, and they grew too old. Bring them "
    "again."
)


@dataclass(eq=False)
class Brought:
    """Gives the analysis of a version its files and options, and takes what it keeps.

    Parameters
    ----------
    settings, database, storage : ServerSettings, Database, Storage
        Where things are.
    folder : Path
        A passing folder for this analysis.
    places : list of str
        The folders of this machine in the options.
    """

    settings: ServerSettings
    database: Database
    storage: Storage
    folder: Path
    places: list[str] = field(default_factory=list)

    def options(self, dataset: str, number: int) -> list[str]:
        """Return the sources and options of the analysis of a version.

        Raises
        ------
        RefusedError
            When the version or its files are not there any more.
        """
        row, title, files = self._rows(dataset, number)
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = row.facts.get("kept", [])
        about = {
            "title": title,
            "version": {"dataset": dataset, "number": number, "content_hash": row.content_hash},
            "published_at": row.facts.get("published_at", ""),
        }
        options = ["--about", self._written("about.json", about)]
        options += ["--choices", self._written("choices.json", row.choices)]
        if kept:
            # What is there is damaged, and has the name that it gets again.
            remove_snapshot(self.settings, dataset, number)
            # The clusters and schemes that it goes on from lie beside its rows.
            paths = [self._local(f"{kept_under(dataset, number)}/{name}") for name in kept]
            return [paths[0], *options, "--kind", row.facts["kind"]]
        if not files:
            raise RefusedError(TOO_OLD, UNKNOWN)
        sources = [self._local(key) for key in files]
        options += ["--keep", str(self.folder / "kept")]
        options += ["--after", str(self.settings.address(dataset))]
        if row.base is not None:
            options += ["--add-to", self._base(dataset, row.base)]
        return [*sources, *options]

    def finish(self, dataset: str, number: int) -> None:
        """Keep what the version is made again from, and show it; what was compared is again."""
        found = {}
        kept = [name for name in KEPT if (self.folder / "kept" / name).exists()]
        for name in kept:
            with (self.folder / "kept" / name).open("rb") as file:
                chunks = iter(lambda: file.read(CHUNK), b"")
                key = f"{kept_under(dataset, number)}/{name}"
                self.storage.put(key, chunks, what="What was read")
        if kept:
            found = {"kept": kept, "merged": _merged(self.folder / "kept" / kept[0])}
        show(self.settings, self.database, dataset, number, found)
        if not kept:
            self._compare_again(dataset, number)
        prune(self.settings, self.database, self.storage, dataset)

    def _compare_again(self, dataset: str, number: int) -> None:
        """Have algorithms compared again on a version made again, where they were compared on it.

        Both times it has the same snapshot, to which the comparison was added.
        """
        was_done = (JOBS.c.dataset == dataset, JOBS.c.kind == COMPARE, JOBS.c.state == DONE)
        with suppress(IntegrityError), self.database.writing() as connection:
            row = one_row(connection, dataset, number)
            on = [
                each["snapshot"]
                for each in connection.scalars(select(JOBS.c.arguments).where(*was_done))
            ]
            if row is not None and row.snapshot in on:
                queue(connection, COMPARE, dataset, {"snapshot": row.snapshot})

    def _rows(self, dataset: str, number: int) -> tuple[Row[Any], str, list[str]]:
        with self.database.reading() as connection:
            row = one_row(connection, dataset, number)
            if row is None:
                raise RefusedError(GONE, UNKNOWN)
            title = select(DATASETS.c.title).where(DATASETS.c.name == dataset)
            files = select(UPLOAD_FILES.c.stored_as).where(UPLOAD_FILES.c.upload == row.upload)
            keys = connection.scalars(files.order_by(UPLOAD_FILES.c.position))
            return row, connection.scalar(title) or dataset, list(keys)

    def _base(self, dataset: str, number: int) -> str:
        row, _, _ = self._rows(dataset, number)
        if not row.facts.get("kept"):
            raise RefusedError(GONE, UNKNOWN)
        return self._local(f"{kept_under(dataset, number)}/{row.facts['kept'][0]}")

    def _local(self, key: str) -> str:
        path = self.storage.local(key, self.folder / "brought")
        self.places.append(f"{path.parent}{os.sep}")
        return str(path)

    def _written(self, name: str, value: Any) -> str:
        path = self.folder / name
        path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
        return str(path)


def _merged(path: Path) -> Any:
    """Return what became of the rows of a log that was added to another."""
    from rfm.log.keeping import kept_facts

    return (kept_facts(path) or {}).get("merged")
