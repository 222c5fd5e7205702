"""What runs the jobs: `python -m server.jobs.consumer`, one process for the site of a folder.

The site starts it by itself (server/jobs/keeper.py). It takes jobs from the queue, and looks every
few seconds for jobs that lost whoever worked on them. Started by the site it leaves when no process
of the site lives any more; started by hand it stays until it is told to end.
"""

import argparse
import fcntl
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from rfm.errors import RfmError
from server.database import Database
from server.jobs.claims import Claims
from server.jobs.queue import JobQueue
from server.jobs.runner import Runner, work_of
from server.logs import configure_logs
from server.settings import ServerSettings

SWEEP_SECONDS: Final = 2.0
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
    """Take jobs from the queue and do them, until told to end or, for a site, until it is gone."""
    database = Database(settings)
    claims = Claims(database, runner_name(settings))
    runner = Runner(
        claims,
        JobQueue(settings).put,
        work_of(settings),
        settings.jobs,
        environment={"RFM_SAMPLES": str(settings.samples)},
    )
    queue = JobQueue(settings, runner.run)
    claims.let_go()
    consumer = queue.consumer(settings.job_workers)
    # Its own flag, which its signal handlers set: the runner stops its processes then.
    runner.stopping = consumer.stop_flag
    sweeping = Sweeping(
        claims, queue, consumer.stop_flag, site_lock(settings) if for_site else None
    )
    threading.Thread(target=sweeping.run, name="sweep", daemon=True).start()
    consumer.run()
    consumer.stop(graceful=True)
    database.close()


class Sweeping:
    """Looks for jobs that nobody works on any more, and for the site, until told to end."""

    def __init__(
        self, claims: Claims, queue: JobQueue, stopping: threading.Event, site: Path | None
    ) -> None:
        self._claims = claims
        self._queue = queue
        self._stopping = stopping
        self._site = site

    def run(self) -> None:
        """Look every few seconds."""
        seen = time.monotonic()
        while not self._stopping.is_set():
            try:
                self.sweep()
            except Exception as error:  # noqa: BLE001  a database that is down comes back
                log.warning("Looking for lost jobs failed: %s.", type(error).__name__)
            if self._site is None or is_held(self._site, by_several=True):
                seen = time.monotonic()
            elif time.monotonic() - seen > SECONDS_ALONE:
                self._stopping.set()
            self._stopping.wait(SWEEP_SECONDS)

    def sweep(self) -> None:
        """Queue what lost its runner, and what the queue lost."""
        for job_id in self._claims.reclaim():
            self._queue.put(job_id)
        waiting = self._claims.waiting()
        if waiting and not len(self._queue):
            for job_id in waiting:
                self._queue.put(job_id)


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
