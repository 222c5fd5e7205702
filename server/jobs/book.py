"""The book of jobs: one row a job in the database, and what may happen to it. It is their queue.

A job is queued, then worked on, then done, failed or cancelled. Whoever works on it holds a lease
and renews it; a lease that ran out means that nobody works any more, and the job is queued again,
three times at most. Each change names the attempt that makes it, so that one who was given up and
comes back changes nothing.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from sqlalchemy import Connection, Row, Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.database import Database
from server.tables import JOBS

ANALYSE: Final = "analyse"
COMPARE: Final = "compare"
FETCH: Final = "fetch"
MOST_ATTEMPTS: Final = 3

QUEUED, WORKING, DONE, FAILED, CANCELLED = "queued", "working", "done", "failed", "cancelled"

WAITING: Final = "Waiting for its turn"
STARTING: Final = "Starting"
STOPPING: Final = "Being stopped"
STOPPED: Final = "It was stopped before it was done. Nothing of it was published."
GIVEN_UP: Final = (
    f"The analysis stopped {MOST_ATTEMPTS} times before it was done. "
    "The machine may be short of memory or disk; the server's log folder has the rest."
)

Kind = Literal["ready", "working", "failed", "cancelled", "absent"]


@dataclass(frozen=True)
class JobState:
    """How far a job is, or what came of it: what pages show while there is no result.

    `step` of `steps` and `message` say what is being done or went wrong. `absent` means that
    nothing was started yet: start it. `cancelled` means that somebody stopped it: start it only
    when asked to.
    """

    kind: Kind
    step: int = 0
    steps: int = 0
    message: str = ""

    @property
    def share(self) -> float:
        """The share of the steps that are done, from 0 to 1."""
        if self.kind == "ready":
            return 1.0
        return (self.step - 1) / self.steps if self.step else 0.0


@dataclass(frozen=True)
class Job:
    """A job as it stood when it was looked at."""

    id: int
    kind: str
    dataset: str
    state: Literal["queued", "working", "done", "failed", "cancelled"]
    step: int = 0
    steps: int = 0
    message: str = ""
    attempt: int = 0
    arguments: Mapping[str, Any] = field(default_factory=dict)
    is_cancel_asked: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing happens to it any more."""
        return self.state not in (QUEUED, WORKING)

    @property
    def shown(self) -> JobState:
        """How it stands for whoever waits for its result."""
        return shown_as(self.state, self.step, self.steps, self.message)


@dataclass(eq=False)
class Jobs:
    """What the site asks of the book: a new job, how one stands, that one be stopped.

    Parameters
    ----------
    database : Database
        Where the book is.
    """

    database: Database

    def latest(self, kind: str, dataset: str) -> Job | None:
        """Return the newest job of a kind on a data set; None when there never was one."""
        if not self.database.exists:
            return None
        with self.database.reading() as connection:
            return as_job(connection.execute(_latest(kind, dataset)).one_or_none())

    def start(
        self,
        kind: str,
        dataset: str,
        *,
        done: Callable[[], bool],
        afresh: bool = False,
        arguments: Mapping[str, Any] | None = None,
    ) -> bool:
        """Queue a job unless one like it is not over, or nothing is left to do; tell whether it is.

        Parameters
        ----------
        kind, dataset : str
            What is to be done, and on which data set.
        done : callable
            Tells whether there is nothing left to do.
        afresh : bool
            Whether to try again what failed or was cancelled.
        arguments : mapping, optional
            What else the job is asked for.
        """
        if done():
            return False
        latest = self.latest(kind, dataset)
        given_up = latest is not None and latest.state in (FAILED, CANCELLED)
        # Looked at again: it may have been done between the two looks.
        if done() or (latest is not None and not latest.is_over) or (given_up and not afresh):
            return False
        try:
            with self.database.writing() as connection:
                newest = connection.execute(_latest(kind, dataset)).one_or_none()
                if (newest.id if newest else None) != (latest.id if latest else None):
                    return False
                queue(connection, kind, dataset, arguments)
        except IntegrityError:
            # Another process was faster.
            return False
        return True

    def cancel(self, kind: str, dataset: str) -> bool:
        """Ask that the job on a data set be stopped; tell whether there was one to stop."""
        job = self.latest(kind, dataset)
        if job is None or job.is_over:
            return False
        with self.database.writing() as connection:
            waiting = update(JOBS).where(JOBS.c.id == job.id, JOBS.c.state == QUEUED)
            if connection.execute(waiting.values(over(CANCELLED, STOPPED))).rowcount:
                return True
            working = update(JOBS).where(JOBS.c.id == job.id, JOBS.c.state == WORKING)
            asked = {"is_cancel_asked": True, "message": STOPPING}
            return bool(connection.execute(working.values(asked)).rowcount)


def queue(
    connection: Connection, kind: str, dataset: str, arguments: Mapping[str, Any] | None = None
) -> int:
    """Write a job into the book, in the transaction of a connection, and return its number.

    Raises
    ------
    IntegrityError
        When one of its kind on the data set is not over.
    """
    row = {
        "kind": kind,
        "dataset": dataset,
        "arguments": dict(arguments or {}),
        "state": QUEUED,
        "message": WAITING,
        "busy_with": f"{kind}:{dataset}",
        "created_at": time.time(),
    }
    (number,) = connection.execute(insert(JOBS).values(row)).inserted_primary_key or (0,)
    return int(number)


def _latest(kind: str, dataset: str) -> Select[Any]:
    of_both = select(JOBS).where(JOBS.c.kind == kind, JOBS.c.dataset == dataset)
    return of_both.order_by(JOBS.c.id.desc()).limit(1)


def as_job(row: Row[Any] | None) -> Job | None:
    """Return a row of the book as a job."""
    if row is None:
        return None
    names = Job.__dataclass_fields__
    return Job(**{name: value for name, value in row._mapping.items() if name in names})


def shown_as(state: str, step: int, steps: int, message: str) -> JobState:
    """Return how a job in a state of the book stands for whoever waits for its result."""
    kinds: Mapping[str, Kind] = {DONE: "ready", FAILED: "failed", CANCELLED: "cancelled"}
    return JobState(kinds.get(state, "working"), step, steps, message)


def over(state: str, message: str) -> dict[str, Any]:
    """Return what closes a job's row."""
    return {
        "state": state,
        "message": message,
        "ended_at": time.time(),
        "lease_until": None,
        "busy_with": None,
    }


def again(attempt: int) -> str:
    """Return what is said of a job that was lost on the way."""
    return f"Starting again, attempt {attempt} of {MOST_ATTEMPTS}"
