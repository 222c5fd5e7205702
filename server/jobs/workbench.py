"""What the jobs of the site run, and what comes of it when they are done."""

import json
import os
import shutil
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Row, select

from server.database import Database
from server.jobs.book import COMPARE, FETCH, Job
from server.jobs.children import Work
from server.refusals import UNKNOWN, RefusedError
from server.settings import ServerSettings
from server.storage.storing import Storage
from server.tables import UPLOAD_FILES
from server.versions.shown import published_at, show
from server.versions.version import one_row

GONE: Final = "This version is not there any more: it was removed meanwhile."


@dataclass(eq=False)
class Workbench:
    """Gives each job of the site what it runs.

    Parameters
    ----------
    settings : ServerSettings
        Says where things are.
    database, storage : Database, Storage
        Where versions are written down, and their files are.
    """

    settings: ServerSettings
    database: Database
    storage: Storage

    def work_of(self, job: Job) -> Work:
        """Return what a job runs.

        Raises
        ------
        RefusedError
            When what it is to work on is not there, or cannot be fetched.
        """
        if job.kind == FETCH:
            return self._of_source(job)
        if "version" in job.arguments:
            return self._of_version(job, int(job.arguments["version"]))
        address = published_at(self.settings.address(job.dataset))
        # A comparison adds to the snapshot that is there, as a new version of it.
        compares = job.kind == COMPARE
        source = self.settings.source_of(job.dataset)
        rest = (str(address), "--keep") if compares else (source, "--out", str(address))
        return Work(
            command=(sys.executable, "-m", "rfm", job.kind, *rest),
            files=self.settings.jobs / (f"{job.dataset}.{job.kind}" if compares else job.dataset),
            environment=self._environment,
            result=None if compares else address,
            hidden=(_folder_of(address),),
        )

    def _of_source(self, job: Job) -> Work:
        """Return what fetches a source into an upload, which the job's data set names."""
        command = (sys.executable, "-m", "server.sources.fetching", job.arguments["source"])
        return Work(
            command=(*command, job.dataset),
            files=self.settings.jobs / f"{job.dataset}.{job.kind}",
            environment=self.settings.environment,
        )

    def _of_version(self, job: Job, number: int) -> Work:
        """Return what analyses a version of what somebody brought."""
        files = self.settings.jobs / job.dataset
        fetched = files.with_name(f"{files.name}.files")
        shutil.rmtree(fetched, ignore_errors=True)
        version, stored = self._version(job.dataset, number)
        sources = [self.storage.local(key, fetched) for key in stored]
        address = self.settings.address_of_version(job.dataset, number)
        fetched.mkdir(parents=True, exist_ok=True)
        chosen = fetched / "choices.json"
        chosen.write_text(json.dumps(version.choices), encoding="utf-8")
        options = ("--choices", str(chosen), "--out", str(address))
        return Work(
            command=(sys.executable, "-m", "rfm", job.kind, *map(str, sources), *options),
            files=files,
            environment=self._environment,
            result=address,
            hidden=(_folder_of(address), *map(_folder_of, sources)),
            passing=fetched,
            finish=partial(show, self.settings, self.database, job.dataset, number),
        )

    def _version(self, dataset: str, number: int) -> tuple[Row[Any], list[str]]:
        """Return the row of a version, and the keys of its files."""
        with self.database.reading() as connection:
            row = one_row(connection, dataset, number)
            if row is None:
                raise RefusedError(GONE, UNKNOWN)
            files = select(UPLOAD_FILES.c.stored_as).where(UPLOAD_FILES.c.upload == row.upload)
            return row, list(connection.scalars(files.order_by(UPLOAD_FILES.c.position)))

    @property
    def _environment(self) -> dict[str, str]:
        return {"RFM_SAMPLES": str(self.settings.samples)}


def _folder_of(path: Path) -> str:
    return f"{path.parent}{os.sep}"
