"""Works on jobs: starts the process of one, follows it, keeps its lease, and closes it."""

import logging
import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from rfm.errors import RfmError
from server.jobs.book import ANALYSE, CANCELLED, COMPARE, DONE, FAILED, FETCH, STOPPED, Job
from server.jobs.children import Child, StepReached, Work
from server.jobs.claims import Claims

# A lease is renewed so often before it would run out.
HEARTBEATS: Final = 4
LOOK_SECONDS: Final = 0.5
NOT_SHOWN: Final = (
    "The analysis is done, but the site's folder cannot be written, so it is not shown. Whoever "
    "runs this site can make room there; then try again."
)
UNPUBLISHED: Final = "The analysis ended, but what it was to publish is not there. Try again."

log = logging.getLogger(__name__)


@dataclass(eq=False)
class Runner:
    """Does one job after the other; several threads may work with the same runner.

    Parameters
    ----------
    claims : Claims
        Its side of the book of jobs.
    work : callable
        Returns what a job runs.
    look : float
        How often it looks after a job: seconds.
    stopping : Event
        Tells it to leave.
    """

    claims: Claims
    work: Callable[[Job], Work]
    look: float = LOOK_SECONDS
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, job_id: int) -> None:
        """Do a job, unless it is somebody else's or over."""
        if self.stopping.is_set():
            return
        job = self.claims.claim(job_id)
        if job is None:
            return
        log.info("%s %s (attempt %d).", _doing(job), job.dataset, job.attempt)
        try:
            work = self.work(job)
        except RfmError as error:
            self.claims.end(job, FAILED, str(error))
            return
        try:
            self._do(job, work)
        finally:
            if work.passing is not None:
                shutil.rmtree(work.passing, ignore_errors=True)

    def _do(self, job: Job, work: Work) -> None:
        try:
            child = Child(work, job.attempt)
        except OSError as error:
            log.warning("%s could not be started: %s.", job.dataset, type(error).__name__)
            self.claims.give_back(job, counted=True)
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
        while (code := child.wait(self.look)) is None:
            if self.stopping.is_set():
                child.stop()
                self.claims.give_back(job, counted=False)
                return None
            try:
                if not self._is_wanted(job, child):
                    return None
                shown = self._write_progress(job, child, shown)
                if time.monotonic() - heartbeat >= self.claims.lease / HEARTBEATS:
                    self.claims.renew(job)
                    heartbeat = time.monotonic()
            except SQLAlchemyError as error:
                # The job goes on; if this lasts longer than the lease, somebody else takes over.
                log.warning("The database did not answer: %s.", type(error).__name__)
        with suppress(SQLAlchemyError):
            self._write_progress(job, child, shown)
        return code

    def _is_wanted(self, job: Job, child: Child) -> bool:
        now = self.claims.look(job)
        if now is None:
            child.stop()
            log.warning("%s was taken over by another runner.", job.dataset)
            return False
        if now.is_cancel_asked:
            child.stop()
            self.claims.end(job, CANCELLED, STOPPED)
            log.info("%s was stopped on request.", job.dataset)
            return False
        return True

    def _write_progress(
        self, job: Job, child: Child, shown: StepReached | None
    ) -> StepReached | None:
        progress = child.progress()
        if progress is not None and progress != shown:
            self.claims.progress(job, *progress)
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
            self._finish(job, work)
        elif code == 0 or sentence:
            self.claims.end(job, FAILED, sentence or UNPUBLISHED)
        else:
            self.claims.give_back(job, counted=True)

    def _finish(self, job: Job, work: Work) -> None:
        """Do what remains of a job that has ended well, and close it."""
        try:
            if work.finish is not None:
                work.finish()
        except (RfmError, OSError) as error:
            log.warning("%s was not shown: %s.", job.dataset, type(error).__name__)
            self.claims.end(job, FAILED, str(error) if isinstance(error, RfmError) else NOT_SHOWN)
        else:
            self.claims.end(job, DONE)


def _doing(job: Job) -> str:
    return {ANALYSE: "Analysing", COMPARE: "Comparing", FETCH: "Fetching"}.get(job.kind, job.kind)
