"""The side of the book of jobs (server/jobs/book.py) that those who work on them write.

Each change names the runner and the attempt that make it: one who was given up for dead and comes
back changes nothing.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, update

from server.database import Database
from server.jobs.book import (
    CANCELLED,
    FAILED,
    GIVEN_UP,
    MOST_ATTEMPTS,
    QUEUED,
    STARTING,
    STOPPED,
    WAITING,
    WORKING,
    Job,
    again,
    as_job,
    over,
)
from server.tables import JOBS


@dataclass(eq=False)
class Claims:
    """What one who works on jobs writes into the book.

    Parameters
    ----------
    database : Database
        Where the book is.
    runner : str
        Who works: a name that no other runner has at the same time.
    lease : float
        How many seconds a lease lasts.
    """

    database: Database
    runner: str
    lease: float

    def claim(self, job_id: int) -> Job | None:
        """Take a queued job; None when another was faster or it is over."""
        now = time.time()
        with self.database.writing() as connection:
            row = connection.execute(select(JOBS).where(JOBS.c.id == job_id)).one_or_none()
            if row is None or row.state != QUEUED:
                return None
            if row.is_cancel_asked:
                stopped = over(CANCELLED, STOPPED)
                connection.execute(update(JOBS).where(JOBS.c.id == job_id).values(stopped))
                return None
            attempt = row.attempt + 1
            claimed = connection.execute(
                update(JOBS)
                .where(JOBS.c.id == job_id, JOBS.c.state == QUEUED, JOBS.c.attempt == row.attempt)
                .values(
                    state=WORKING,
                    attempt=attempt,
                    runner=self.runner,
                    lease_until=now + self.lease,
                    started_at=row.started_at or now,
                    message=STARTING if attempt == 1 else again(attempt),
                )
            )
            if not claimed.rowcount:
                return None
            return as_job(connection.execute(select(JOBS).where(JOBS.c.id == job_id)).one())

    def look(self, job: Job) -> Job | None:
        """Return a job of ours as it stands now; None when it was given to somebody else."""
        with self.database.reading() as connection:
            row = connection.execute(select(JOBS).where(*self._ours(job))).one_or_none()
            return as_job(row)

    def renew(self, job: Job) -> bool:
        """Go on holding a job; tell whether it is still ours."""
        return self._change(job, {"lease_until": time.time() + self.lease})

    def progress(self, job: Job, step: int, steps: int, message: str) -> bool:
        """Say how far a job is; what would be a step back is left out."""
        ahead = (JOBS.c.step <= step, ~JOBS.c.is_cancel_asked)
        return self._change(job, {"step": step, "steps": steps, "message": message}, *ahead)

    def end(self, job: Job, state: str, message: str = "") -> bool:
        """Close a job: done, failed or cancelled."""
        return self._change(job, over(state, message))

    def give_back(self, job: Job, *, counted: bool) -> None:
        """Queue a job of ours again, unless it was tried often enough.

        Parameters
        ----------
        job : Job
            The job as it was claimed.
        counted : bool
            Whether the attempt counts: not when it is the runner who has to leave.
        """
        if counted and job.attempt >= MOST_ATTEMPTS:
            self.end(job, FAILED, GIVEN_UP)
            return
        attempt = job.attempt if counted else job.attempt - 1
        waiting = {"state": QUEUED, "attempt": attempt, "lease_until": None, "message": WAITING}
        self._change(job, waiting)

    def let_go(self) -> None:
        """End the leases of this runner: it begins, so whoever bore its name is dead."""
        with self.database.writing() as connection:
            connection.execute(
                update(JOBS)
                .where(JOBS.c.runner == self.runner, JOBS.c.state == WORKING)
                .values(lease_until=0.0)
            )

    def reclaim(self) -> None:
        """Queue the jobs whose lease ran out, and close the hopeless."""
        late = (JOBS.c.state == WORKING, JOBS.c.lease_until < time.time())
        with self.database.writing() as connection:
            for row in connection.execute(select(JOBS).where(*late)).all():
                same = (JOBS.c.id == row.id, JOBS.c.attempt == row.attempt, *late)
                lost = update(JOBS).where(*same).values(self._after_a_loss(row))
                connection.execute(lost)

    def waiting(self) -> list[int]:
        """Return the numbers of the queued jobs, the oldest first."""
        with self.database.reading() as connection:
            queued = select(JOBS.c.id).where(JOBS.c.state == QUEUED).order_by(JOBS.c.id)
            return list(connection.scalars(queued))

    def _after_a_loss(self, row: Row[Any]) -> dict[str, Any]:
        if row.is_cancel_asked:
            return over(CANCELLED, STOPPED)
        if row.attempt >= MOST_ATTEMPTS:
            return over(FAILED, GIVEN_UP)
        return {"state": QUEUED, "lease_until": None, "message": again(row.attempt + 1)}

    def _change(self, job: Job, values: Mapping[str, Any], *conditions: Any) -> bool:
        with self.database.writing() as connection:
            changed = update(JOBS).where(*self._ours(job), *conditions).values(**values)
            return bool(connection.execute(changed).rowcount)

    def _ours(self, job: Job) -> tuple[Any, ...]:
        return (
            JOBS.c.id == job.id,
            JOBS.c.state == WORKING,
            JOBS.c.attempt == job.attempt,
            JOBS.c.runner == self.runner,
        )
