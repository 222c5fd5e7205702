"""What the jobs of the site run, and what comes of it when they are done."""

import os
import shutil
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from server.database import Database
from server.jobs.book import COMPARE, FETCH, Job
from server.jobs.children import Work
from server.settings import ServerSettings
from server.storage.storing import Storage
from server.versions.brought import Brought
from server.versions.shown import published_at


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
        """Return what analyses a version of what somebody brought, or makes it again."""
        files = self.settings.jobs / job.dataset
        fetched = files.with_name(f"{files.name}.files")
        shutil.rmtree(fetched, ignore_errors=True)
        address = self.settings.address_of_version(job.dataset, number)
        brought = Brought(self.settings, self.database, self.storage, fetched)
        options = brought.options(job.dataset, number)
        return Work(
            command=(sys.executable, "-m", "rfm", job.kind, *options, "--out", str(address)),
            files=files,
            environment=self._environment,
            result=address,
            hidden=(_folder_of(address), *brought.places),
            passing=fetched,
            finish=partial(brought.finish, job.dataset, number),
        )

    @property
    def _environment(self) -> dict[str, str]:
        return {"RFM_SAMPLES": str(self.settings.samples)}


def _folder_of(path: Path) -> str:
    return f"{path.parent}{os.sep}"
