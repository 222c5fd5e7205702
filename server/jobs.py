"""Analyses that run beside the site, each in a child process of its own.

A job is working exactly while its child lives: the child holds a lock on the job's file through an
inherited descriptor, and the system drops the lock with the process, however that ends. So any
number of server processes start one child between them, and none waits for a dead one.
"""

import fcntl
import logging
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Literal

MOST_ATTEMPTS: Final = 3
SENTENCE_MARK: Final = "rfm: "
TAIL_BYTES: Final = 4096
LOCK_TRIES: Final = 20
SECONDS_BETWEEN_TRIES: Final = 0.01
SECONDS_TO_STOP: Final = 5

_PROGRESS: Final = re.compile(r"(\d+)/(\d+) (.+)")
_ATTEMPT: Final = re.compile(rb"attempt (\d+)\n")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class JobState:
    """How a job stands.

    `idle` means that it never ran or that its child is gone without a word: finished, if what it
    was to publish is there, and killed otherwise.
    """

    kind: Literal["idle", "working", "failed"]
    step: int = 0
    steps: int = 0
    message: str = ""


class Jobs:
    """Starts analyses and tells how they stand.

    Parameters
    ----------
    folder : Path
        Where each job keeps its progress and its lock.
    command : callable
        Returns the command line of a job by its name.
    environment : mapping, optional
        What a child's environment has beside the server's own.
    directory : Path, optional
        The working directory of a child.
    """

    def __init__(
        self,
        folder: Path,
        command: Callable[[str], Sequence[str]],
        environment: Mapping[str, str] | None = None,
        directory: Path | None = None,
    ) -> None:
        self._folder = folder
        self._command = command
        self._environment = dict(environment or {})
        self._directory = directory
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, *, done: Callable[[], bool], afresh: bool = False) -> bool:
        """Start a job unless it runs, is done, or was killed too often; tell whether it did.

        Parameters
        ----------
        name : str
            The job.
        done : callable
            Tells whether there is nothing left to do; asked while nobody else can start the job.
        afresh : bool
            Whether earlier failures are forgotten.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._path(name, "lock").open("ab") as lock:
            if not _lock(lock) or done():
                return False
            attempt = 1 if afresh else self._attempts(name) + 1
            if attempt > MOST_ATTEMPTS or (not afresh and self._sentence(name)):
                return False
            self._spawn(name, attempt, lock)
        return True

    def state(self, name: str) -> JobState:
        """Return how a job stands at this moment."""
        if self._is_held(name):
            return self._progress(name)
        sentence = self._sentence(name)
        if not sentence and self._attempts(name) >= MOST_ATTEMPTS:
            sentence = (
                f"The analysis stopped {MOST_ATTEMPTS} times before it was done. "
                "The machine may be short of memory or disk; the server's log folder has the rest."
            )
        return JobState("failed", message=sentence) if sentence else JobState("idle")

    def stop(self) -> None:
        """End the children that this process started."""
        children = dict(self._children)
        for child in children.values():
            child.terminate()
        for name, child in children.items():
            try:
                child.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            self._tidy(name)

    def _spawn(self, name: str, attempt: int, lock: IO[bytes]) -> None:
        workspace = self._path(name, "work")
        shutil.rmtree(workspace, ignore_errors=True)
        workspace.mkdir()
        with self._path(name, "log").open("wb") as output:
            output.write(b"attempt %d\n" % attempt)
            output.flush()
            child = subprocess.Popen(  # noqa: S603  the command is ours, the name is a known one
                list(self._command(name)),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=(lock.fileno(),),
                # Its passing files hold a shop's log: here, what a killed child leaves is found.
                env=os.environ | self._environment | {"TMPDIR": str(workspace.absolute())},
                cwd=self._directory,
                start_new_session=True,
            )
        self._children[name] = child
        threading.Thread(target=self._attend, args=(name, child), daemon=True).start()
        log.info("Analysing %s (attempt %d).", name, attempt)

    def _attend(self, name: str, child: subprocess.Popen[bytes]) -> None:
        """Wait for a child, so that it does not stay behind as a zombie."""
        code = child.wait()
        if self._children.get(name) is child:
            del self._children[name]
        self._tidy(name)
        if code:
            log.warning("The analysis of %s ended with code %d.", name, code)
        else:
            log.info("%s is analysed.", name)

    def _tidy(self, name: str) -> None:
        """Remove what a child left of its passing files, unless the next one works already."""
        with suppress(FileNotFoundError), self._path(name, "lock").open("rb") as lock:
            if _lock(lock):
                shutil.rmtree(self._path(name, "work"), ignore_errors=True)

    def _is_held(self, name: str) -> bool:
        try:
            lock = self._path(name, "lock").open("rb")
        except FileNotFoundError:
            return False
        with lock:
            try:
                # Shared, so that two readers never take each other for a child.
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _progress(self, name: str) -> JobState:
        found = [_PROGRESS.fullmatch(line) for line in self._tail(name)]
        steps = [match for match in found if match]
        if not steps:
            return JobState("working", message="Starting")
        step, of, message = steps[-1].groups()
        return JobState("working", int(step), int(of), message)

    def _sentence(self, name: str) -> str:
        """Return what a child said was wrong with its log; empty when it said nothing."""
        lines = self._tail(name)
        last = lines[-1] if lines else ""
        return last.removeprefix(SENTENCE_MARK) if last.startswith(SENTENCE_MARK) else ""

    def _attempts(self, name: str) -> int:
        try:
            with self._path(name, "log").open("rb") as output:
                match = _ATTEMPT.match(output.readline())
        except FileNotFoundError:
            return 0
        return int(match[1]) if match else 0

    def _tail(self, name: str) -> list[str]:
        try:
            with self._path(name, "log").open("rb") as output:
                output.seek(max(0, output.seek(0, os.SEEK_END) - TAIL_BYTES))
                return output.read().decode(errors="replace").splitlines()
        except FileNotFoundError:
            return []

    def _path(self, name: str, kind: str) -> Path:
        return self._folder / f"{name}.{kind}"


def _lock(lock: IO[bytes]) -> bool:
    """Take the lock alone; a reader who only looks may have it for a moment, so ask again."""
    for _ in range(LOCK_TRIES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(SECONDS_BETWEEN_TRIES)
        else:
            return True
    return False
