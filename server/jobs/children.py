"""The process that does a job: started, followed, stopped, and seen as dead when it is.

It holds a lock on the job's file through an inherited descriptor, which the system drops with the
process, however that ends. So whoever takes a job over knows whether the one before still works.
"""

import fcntl
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, NamedTuple

from rfm.errors import PAGE, TOLD_ON
from server.processes import sentence_in, signal_group, stop
from server.settings import PROJECT

TAIL_BYTES: Final = 4096
SECONDS_TO_TAKE: Final = 30.0
SECONDS_BETWEEN_TRIES: Final = 0.02

_PROGRESS: Final = re.compile(r"(\d+)/(\d+) (.+)")


class StepReached(NamedTuple):
    """Which step of how many runs, and what it does."""

    step: int
    steps: int
    message: str


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a job runs, and where.

    Parameters
    ----------
    command : sequence of str
        The command line.
    files : Path
        The beginning of its files' names: NAME.log, NAME.lock and, meanwhile, NAME.work.
    directory : Path
        Its working directory.
    environment : mapping
        What its environment has beside our own.
    result : Path, optional
        What is there when it is done.
    hidden : sequence of str
        Places of this machine in the command line, which visitors need not read in messages.
    passing : Path, optional
        A folder that is removed when all is done, however it ends.
    finish : callable, optional
        What remains to be done when it has ended well.
    """

    command: Sequence[str]
    files: Path
    directory: Path = PROJECT
    environment: Mapping[str, str] = field(default_factory=dict)
    result: Path | None = None
    hidden: Sequence[str] = ()
    passing: Path | None = None
    finish: Callable[[], None] | None = None

    def file(self, kind: str) -> Path:
        """Return one of the job's files."""
        return self.files.with_name(f"{self.files.name}.{kind}")

    def for_visitors(self, sentence: str) -> str:
        """Return what it said was wrong as visitors may read it."""
        for place in self.hidden:
            sentence = sentence.replace(place, "")
        return sentence


class Child:
    """A process that works on a job.

    Parameters
    ----------
    work : Work
        What it runs. A process that an earlier runner left at that is ended first.
    attempt : int
        Which attempt it is, for the log.
    """

    def __init__(self, work: Work, attempt: int) -> None:
        self._work = work
        work.files.parent.mkdir(parents=True, exist_ok=True)
        with work.file("lock").open("a+b") as lock:
            _take(lock)
            self._clear()
            work.file("work").mkdir()
            with work.file("log").open("wb") as output:
                output.write(b"attempt %d\n" % attempt)
                output.flush()
                self._process = subprocess.Popen(  # noqa: S603  the command is ours
                    list(work.command),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    pass_fds=(lock.fileno(),),
                    # Its passing files hold a shop's log: here, what a killed one leaves is found.
                    env=os.environ
                    | dict(work.environment)
                    | {"TMPDIR": str(work.file("work").absolute()), TOLD_ON: PAGE},
                    cwd=work.directory,
                    start_new_session=True,
                )
            lock.truncate(0)
            lock.write(b"%d" % self._process.pid)

    def wait(self, seconds: float) -> int | None:
        """Return the exit code as soon as it ends; None when it still works after that time."""
        try:
            code = self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        self._clear()
        return code

    def stop(self) -> None:
        """End it and what it started: asked first, then made to."""
        stop(self._process)
        self._clear()

    def progress(self) -> StepReached | None:
        """Return the newest line of progress; None before the first."""
        found = [_PROGRESS.fullmatch(line) for line in self._tail().splitlines()]
        steps = [match for match in found if match]
        if not steps:
            return None
        step, of, message = steps[-1].groups()
        return StepReached(int(step), int(of), message)

    def sentence(self) -> str:
        """Return what it said was wrong, with its last line; empty when it said nothing."""
        return sentence_in(self._tail())

    def _tail(self) -> str:
        with self._work.file("log").open("rb") as output:
            output.seek(max(0, output.seek(0, os.SEEK_END) - TAIL_BYTES))
            return output.read().decode(errors="replace")

    def _clear(self) -> None:
        shutil.rmtree(self._work.file("work"), ignore_errors=True)


def _take(lock: IO[bytes]) -> None:
    """Take a job's lock; whoever holds it works for a runner that is gone, and is ended."""
    end = time.monotonic() + SECONDS_TO_TAKE
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                raise
            lock.seek(0)
            number = lock.read(20)
            if number.isdigit():
                # Who holds the lock is alive, so the number is still its own.
                signal_group(int(number), signal.SIGKILL)
            time.sleep(SECONDS_BETWEEN_TRIES)
        else:
            return
