"""The process that stands by for a site, so that a visitor does not wait for what it imports."""

import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Final, NamedTuple

from rfm.standby import Order
from server.processes import SECONDS_TO_STOP, signal_group
from server.settings import PROJECT

# Between two starts of one that ends at once.
SECONDS_BETWEEN_STARTS: Final = 30.0

log = logging.getLogger(__name__)


class Ended(NamedTuple):
    """How a command ended: its exit code, what it printed, and what it said was wrong."""

    code: int
    output: str
    said: str


class Standby:
    """The process that stands by, shared by all processes of a site that are forked after `begin`.

    It ends when the last of them has; where it ended before, the next command starts another.
    """

    def __init__(self) -> None:
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._started = float("-inf")
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Start it, where the system knows how; until this commands are run without it."""
        if sys.platform.startswith("linux"):
            with self._lock:
                self._start()

    def end(self) -> None:
        """Let it go; it ends when no process of the site holds it any more."""
        with self._lock:
            if self._control is not None:
                self._control.close()
            self._control = None
            if self._process is not None:
                with suppress(subprocess.TimeoutExpired):
                    self._process.wait(SECONDS_TO_STOP)

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str], seconds: float
    ) -> Ended | None:
        """Return how a command ended; None where nobody stands by, or no more.

        Parameters
        ----------
        arguments : sequence of str
            What `python -m rfm` is given.
        environment : mapping of str to str
            The environment of its process.
        seconds : float
            How long it may take.

        Raises
        ------
        TimeoutError
            When it took longer, and was ended with all that it started.
        """
        end = time.monotonic() + seconds
        with _memory("output") as output, _memory("said") as said:
            ours = self._ordered(Order(arguments, environment), output, said)
            if ours is None:
                return None
            with ours:
                number = _told(ours, end)
                if not number:
                    return None
                try:
                    code = _told(ours, end)
                except TimeoutError:
                    _stop(int(number), ours)
                    raise
            return Ended(int(code), _read(output), _read(said)) if code else None

    def _ordered(self, order: Order, output: int, said: int) -> socket.socket | None:
        """Return where the process of an order tells how it is; None if nobody takes it."""
        with self._lock:
            control = self._control
        if control is None:
            return None
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            try:
                order.give(control, output, said, theirs)
            except OSError as error:
                ours.close()
                log.warning("Nobody stands by to read files: %s.", type(error).__name__)
                self._replace(control)
                return None
        return ours

    def _replace(self, ended: socket.socket) -> None:
        with self._lock:
            is_due = time.monotonic() - self._started > SECONDS_BETWEEN_STARTS
            if self._control is ended and is_due:
                ended.close()
                self._start()

    def _start(self) -> None:
        if self._process is not None:
            # Asked, or one that ended would stay behind as a zombie.
            self._process.poll()
        self._started = time.monotonic()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  the command is ours
                [sys.executable, "-m", "rfm.standby", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                cwd=PROJECT,
                start_new_session=True,
            )


STANDBY: Final = Standby()


def _told(ours: socket.socket, end: float) -> bytes:
    """Return what is told next; nothing where whoever would tell has ended."""
    if not select.select([ours], [], [], max(0.0, end - time.monotonic()))[0]:
        raise TimeoutError
    try:
        return ours.recv(64)
    except ConnectionError:
        return b""


def _stop(group: int, ours: socket.socket) -> None:
    """End a forked process and what it started: asked first, then made to."""
    signal_group(group, signal.SIGTERM)
    with suppress(TimeoutError):
        _told(ours, time.monotonic() + SECONDS_TO_STOP)
    signal_group(group, signal.SIGKILL)


@contextmanager
def _memory(name: str) -> Iterator[int]:
    """Yield a file that lies in memory and nowhere else."""
    file = os.memfd_create(name)
    try:
        yield file
    finally:
        os.close(file)


def _read(file: int) -> str:
    with os.fdopen(os.dup(file), "rb") as opened:
        opened.seek(0)
        return opened.read().decode(errors="replace")
