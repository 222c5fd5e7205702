"""Works on jobs: starts the process of one, follows it, keeps its lease, and closes it."""

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from server.jobs.book import ANALYSE, CANCELLED, COMPARE, DONE, FAILED, STOPPED, Job
from server.jobs.children import Child, StepReached, Workplace
from server.jobs.claims import Claims
from server.settings import PROJECT, ServerSettings

HEARTBEAT_SECONDS: Final = 15.0
LOOK_SECONDS: Final = 0.5
UNPUBLISHED: Final = "The analysis ended, but what it was to publish is not there. Try again."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Work:
    """What a job runs.

    Parameters
    ----------
    command : sequence of str
        The command line.
    name : str
        The beginning of its files' names in the folder of jobs.
    result : Path, optional
        What is there when it is done.
    folder : str
        A place of this machine in the command line, which visitors need not read in messages.
    """

    command: tuple[str, ...]
    name: str
    result: Path | None = None
    folder: str = ""

    def for_visitors(self, sentence: str) -> str:
        """Return what it said was wrong as visitors may read it."""
        return sentence.replace(self.folder, "") if self.folder else sentence


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How often a runner looks after a job, and renews its lease: seconds."""

    look: float = LOOK_SECONDS
    heartbeat: float = HEARTBEAT_SECONDS


class Runner:
    """Does one job after the other; several threads may work with the same runner.

    Parameters
    ----------
    claims : Claims
        Its side of the book of jobs.
    work : callable
        Returns what a job runs.
    folder : Path
        The folder of the jobs' files.
    """

    def __init__(
        self,
        claims: Claims,
        work: Callable[[Job], Work],
        folder: Path,
        *,
        environment: Mapping[str, str] | None = None,
        directory: Path | None = PROJECT,
        pace: Pace | None = None,
    ) -> None:
        self._claims = claims
        self._work = work
        self._folder = folder
        self._environment = dict(environment or {})
        self._directory = directory
        self._pace = pace or Pace()
        self.stopping = threading.Event()

    def run(self, job_id: int) -> None:
        """Do a job, unless it is somebody else's or over."""
        if self.stopping.is_set():
            return
        job = self._claims.claim(job_id)
        if job is None:
            return
        log.info("%s %s (attempt %d).", _doing(job), job.dataset, job.attempt)
        work = self._work(job)
        place = Workplace(
            folder=self._folder,
            name=work.name,
            environment=self._environment,
            directory=self._directory,
        )
        try:
            child = Child(place, work.command, job.attempt)
        except OSError as error:
            log.warning("%s could not be started: %s.", job.dataset, type(error).__name__)
            self._claims.give_back(job, counted=True)
            return
        try:
            code = self._attend(job, child)
        except BaseException:
            child.stop()
            raise
        if code is not None:
            self._close(job, work, child, code)

    def _attend(self, job: Job, child: Child) -> int | None:
        """Follow a process to its end; None when it was stopped before."""
        shown: StepReached | None = None
        heartbeat = time.monotonic()
        while (code := child.wait(self._pace.look)) is None:
            if self.stopping.is_set():
                child.stop()
                self._claims.give_back(job, counted=False)
                return None
            try:
                if not self._is_wanted(job, child):
                    return None
                shown = self._write_progress(job, child, shown)
                if time.monotonic() - heartbeat >= self._pace.heartbeat:
                    self._claims.renew(job)
                    heartbeat = time.monotonic()
            except SQLAlchemyError as error:
                # The job goes on; if this lasts longer than the lease, somebody else takes over.
                log.warning("The database did not answer: %s.", type(error).__name__)
        with suppress(SQLAlchemyError):
            self._write_progress(job, child, shown)
        return code

    def _is_wanted(self, job: Job, child: Child) -> bool:
        now = self._claims.look(job)
        if now is None:
            child.stop()
            log.warning("%s was taken over by another runner.", job.dataset)
            return False
        if now.is_cancel_asked:
            child.stop()
            self._claims.end(job, CANCELLED, STOPPED)
            log.info("%s was stopped on request.", job.dataset)
            return False
        return True

    def _write_progress(
        self, job: Job, child: Child, shown: StepReached | None
    ) -> StepReached | None:
        progress = child.progress()
        if progress is not None and progress != shown:
            self._claims.progress(job, *progress)
        return progress

    def _close(self, job: Job, work: Work, child: Child, code: int) -> None:
        sentence = work.for_visitors(child.sentence())
        log.log(
            logging.WARNING if code else logging.INFO,
            "%s %s ended with code %d.",
            _doing(job),
            job.dataset,
            code,
        )
        if code == 0 and (work.result is None or work.result.exists()):
            self._claims.end(job, DONE)
        elif code == 0 or sentence:
            self._claims.end(job, FAILED, sentence or UNPUBLISHED)
        else:
            self._claims.give_back(job, counted=True)


def work_of(settings: ServerSettings) -> Callable[[Job], Work]:
    """Return what tells the site's jobs their command lines."""

    def work(job: Job) -> Work:
        address = settings.address(job.dataset)
        folder = f"{address.parent}{os.sep}"
        rfm = (sys.executable, "-m", "rfm", job.kind)
        if job.kind == COMPARE:
            # It adds to the snapshot that is there, as a new version of it.
            command = (*rfm, str(address), "--keep")
            return Work(command, f"{job.dataset}.{job.kind}", folder=folder)
        return Work((*rfm, job.dataset, "--out", str(address)), job.dataset, address, folder)

    return work


def _doing(job: Job) -> str:
    return {ANALYSE: "Analysing", COMPARE: "Comparing"}.get(job.kind, job.kind)
