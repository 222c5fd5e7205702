"""Sees to it that a site has somebody to run its jobs, and that nobody is left when it ends.

Each process of the site holds one lock together with the others, and looks every few seconds
whether the runner's own lock is held. Where it is free a runner is started; of several that start
at once one stays.
"""

import fcntl
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import IO, Final

from server.jobs.consumer import OF_SITE, consumer_lock, is_held, site_lock
from server.settings import PROJECT, ServerSettings

LOOK_SECONDS: Final = 2.0
# What a runner needs to stop its processes and put their jobs back.
SECONDS_TO_END: Final = 15.0
# Between two starts of a runner that ends at once.
SECONDS_BETWEEN_STARTS: Final = 5.0

log = logging.getLogger(__name__)


class Keeper:
    """Keeps a runner for the site's jobs alive while this process of the site lives.

    Parameters
    ----------
    settings : ServerSettings
        The site's settings, which its runner shares.
    """

    def __init__(self, settings: ServerSettings) -> None:
        self._settings = settings
        self._leaving = threading.Event()
        self._site: IO[bytes] | None = None
        self._runner: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Start a runner where there is none, and look after it from now on."""
        if self._site is not None or self._settings.job_runner == "apart":
            return
        try:
            self._settings.var.mkdir(parents=True, exist_ok=True)
            self._site = site_lock(self._settings).open("ab")
        except OSError as error:
            # The pages say so, and it is tried again with the next job.
            log.warning("Nobody can run the jobs: %s.", type(error).__name__)
            return
        fcntl.flock(self._site, fcntl.LOCK_SH)
        self._thread = threading.Thread(target=self._look, name="keeper", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Leave; the last process of the site ends the runner."""
        if self._site is None:
            return
        self._leaving.set()
        if self._thread is not None:
            self._thread.join()
        self._site.close()
        self._site = None
        end_runner(self._settings)
        if self._runner is not None and not is_held(site_lock(self._settings), by_several=True):
            self._wait_for(self._runner)

    def _look(self) -> None:
        started = float("-inf")
        while not self._leaving.is_set():
            if self._runner is not None:
                # Asked, or a runner that ended would stay behind as a zombie.
                self._runner.poll()
            is_due = time.monotonic() - started > SECONDS_BETWEEN_STARTS
            if is_due and not _is_running(self._settings):
                started = time.monotonic()
                self._start()
            self._leaving.wait(LOOK_SECONDS)

    def _wait_for(self, runner: subprocess.Popen[bytes]) -> None:
        with suppress(subprocess.TimeoutExpired):
            runner.wait(LOOK_SECONDS)
            return
        # It had hardly begun.
        runner.terminate()
        with suppress(subprocess.TimeoutExpired):
            runner.wait(SECONDS_TO_END)

    def _start(self) -> None:
        command = [sys.executable, "-m", "server.jobs.consumer", "--for-site"]
        self._runner = subprocess.Popen(  # noqa: S603  the command is ours
            command,
            stdin=subprocess.DEVNULL,
            env=os.environ | self._settings.environment,
            cwd=PROJECT,
            start_new_session=True,
        )
        log.debug("Started a runner of jobs: process %d.", self._runner.pid)


def end_runner(settings: ServerSettings) -> None:
    """End the runner that the site started, unless a process of the site still lives."""
    if is_held(site_lock(settings), by_several=True) or not _is_running(settings):
        return
    number, _, mark = consumer_lock(settings).read_text().partition(" ")
    if mark != OF_SITE or not number.isdigit():
        return
    with suppress(ProcessLookupError, PermissionError):
        os.kill(int(number), signal.SIGTERM)
    end = time.monotonic() + SECONDS_TO_END
    while _is_running(settings) and time.monotonic() < end:
        time.sleep(0.05)


def _is_running(settings: ServerSettings) -> bool:
    return is_held(consumer_lock(settings))
