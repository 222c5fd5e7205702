"""What runs the jobs: `python -m server.jobs.consumer`, one process for the site of a folder.

The site starts it by itself (server/jobs/keeper.py). It looks into the book of jobs for those that
wait, and every few seconds for those that lost whoever worked on them. Started by the site it
leaves when no process of the site lives any more; started by hand it stays until told to end.
"""

import argparse
import fcntl
import logging
import math
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

from sqlalchemy.exc import SQLAlchemyError

from rfm.errors import RfmError
from server.data.retention import Retention
from server.data.uploads import Uploads
from server.database import Database
from server.jobs.claims import Claims
from server.jobs.runner import Runner
from server.jobs.workbench import Workbench
from server.logs import configure_logs, trace
from server.settings import ServerSettings
from server.storage.storing import Storage

# One query of an index; a job begins within this time.
LOOK_SECONDS: Final = 0.5
SWEEP_SECONDS: Final = 2.0
SECONDS_BETWEEN_TIDYING: Final = 3_600.0
# A worker of the site that is replaced leaves it without any for a moment.
SECONDS_ALONE: Final = 10.0
LOCK_TRIES: Final = 20
SECONDS_BETWEEN_TRIES: Final = 0.02
# In the lock of a runner that the site started, and may end.
OF_SITE: Final = "site"

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run jobs until told to end, or until the site is gone."""
    chosen = argparse.ArgumentParser(prog="python -m server.jobs.consumer", description=__doc__)
    chosen.add_argument("--for-site", action="store_true", help="leave when the site is gone")
    for_site = chosen.parse_args(arguments).for_site
    try:
        settings = ServerSettings.from_environment(os.environ)
        configure_logs(settings.log_level)
        lock = take_place(settings, OF_SITE if for_site else "")
        if lock is None:
            # Between two that the site started at once, one leaves without a word.
            return 0 if for_site else _say("Another process runs the jobs of this folder already.")
        with lock:
            consume(settings, for_site=for_site)
    except RfmError as error:
        return _say(str(error))
    return 0


def consume(settings: ServerSettings, *, for_site: bool) -> None:
    """Do the jobs of the book, until told to end or, for a site, until it is gone."""
    database = Database(settings)
    claims = Claims(database, runner_name(settings), settings.job_lease_seconds)
    storage = Storage(settings)
    runner = Runner(claims, Workbench(settings, database, storage).work_of)
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: runner.stopping.set())
    site = site_lock(settings) if for_site else None
    leftovers = Uploads(settings, database, storage).prune
    too_old = Retention(settings, database, storage).enforce
    Consumer(claims, runner, settings.job_workers, site, tidy=(leftovers, too_old)).run()
    database.close()


@dataclass(eq=False)
class Consumer:
    """Takes waiting jobs from the book, so many at once, and gives back to it what was lost.

    Parameters
    ----------
    claims, runner : Claims, Runner
        Its side of the book of jobs, and what does one of them.
    workers : int
        How many jobs run at once.
    site : Path, optional
        The lock of the site's processes: it leaves when none has held it for some seconds.
    look : float
        How often it looks for waiting jobs: seconds.
    tidy : sequence of callables
        What removes what was left behind, and what is too old to be kept; once an hour.
    """

    claims: Claims
    runner: Runner
    workers: int
    site: Path | None = None
    look: float = LOOK_SECONDS
    tidy: Sequence[Callable[[], object]] = ()
    _tidied: float = field(default=-math.inf, init=False)
    _site_seen: float = field(default_factory=time.monotonic, init=False)
    _swept: float = field(default=-math.inf, init=False)
    _at_work: dict[int, Future[None]] = field(default_factory=dict, init=False)

    def run(self) -> None:
        """Have jobs done until the runner is told to stop, or until the site is gone."""
        stopping = self.runner.stopping
        self.claims.let_go()
        with ThreadPoolExecutor(self.workers, "job") as threads:
            while not stopping.is_set():
                pause = self.look
                try:
                    self._sweep()
                    self._begin_waiting(threads)
                except SQLAlchemyError as error:
                    log.warning("Looking for jobs failed: %s.", type(error).__name__)
                    pause = SWEEP_SECONDS
                stopping.wait(pause)

    def _sweep(self) -> None:
        """Every few seconds, look for the site and for jobs that nobody works on any more."""
        now = time.monotonic()
        if now - self._swept < SWEEP_SECONDS:
            return
        self._swept = now
        if self.site is None or is_held(self.site, by_several=True):
            self._site_seen = now
        elif now - self._site_seen > SECONDS_ALONE:
            self.runner.stopping.set()
        self.claims.reclaim()
        if now - self._tidied > SECONDS_BETWEEN_TIDYING:
            self._tidied = now
            for tidy in self.tidy:
                try:
                    tidy()
                except RfmError as error:
                    log.warning("What was left behind was not removed: %s", error)

    def _begin_waiting(self, threads: ThreadPoolExecutor) -> None:
        running = {job_id: work for job_id, work in self._at_work.items() if not work.done()}
        waiting = [job_id for job_id in self.claims.waiting() if job_id not in running]
        for job_id in waiting[: self.workers - len(running)]:
            running[job_id] = threads.submit(self._work, job_id)
        self._at_work = running

    def _work(self, job_id: int) -> None:
        try:
            self.runner.run(job_id)
        except Exception as error:  # noqa: BLE001  the job is found again when its lease is over
            log.error("A job was left alone.\n%s", trace(error))


def runner_name(settings: ServerSettings) -> str:
    """Return the name of the one runner that this folder has at a time."""
    return f"{socket.gethostname()}:{settings.var.absolute()}"[-255:]


def site_lock(settings: ServerSettings) -> Path:
    """Return the file that every process of the site holds together with the others."""
    return settings.var / "site.lock"


def consumer_lock(settings: ServerSettings) -> Path:
    """Return the file that the runner of the site's jobs holds alone, and has its number in."""
    return settings.var / "consumer.lock"


def is_held(path: Path, *, by_several: bool = False) -> bool:
    """Tell whether a process holds a lock, alone or together with others."""
    try:
        lock = path.open("rb")
    except FileNotFoundError:
        return False
    with lock:
        try:
            # Shared where one holder is looked for: two who look do not take each other for it.
            fcntl.flock(lock, (fcntl.LOCK_EX if by_several else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def take_place(settings: ServerSettings, mark: str = "") -> IO[bytes] | None:
    """Return the held lock of the one process that runs the jobs; None when there is one."""
    settings.var.mkdir(parents=True, exist_ok=True)
    lock = consumer_lock(settings).open("a+b")
    for _ in range(LOCK_TRIES):
        # Whoever only looks holds it for a moment.
        with suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            lock.truncate(0)
            lock.write(f"{os.getpid()} {mark}".encode())
            lock.flush()
            return lock
        time.sleep(SECONDS_BETWEEN_TRIES)
    lock.close()
    return None


def _say(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
