"""A process that reads files is watched by a small one: it keeps to limits, and never just dies.

The watching process has imported next to nothing; the other is forked off it and does the work.
Its end by a signal becomes a sentence, what it left on the disk is removed, and it does not outlive
the one that watches. This needs Linux; elsewhere the work is done without being watched.
"""

import math
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from rfm.limits import MEGABYTE, ReadingLimits, limits_of, tell_by

SECONDS_BETWEEN_LOOKS: Final = 0.03
SECONDS_TO_TIDY: Final = 3.0
UNUSABLE: Final = 1
# In the environment, the process that this one is not to outlive.
PARENT: Final = "RFM_PARENT"
# PR_SET_PDEATHSIG of Linux.
_SIGNAL_OF_PARENT: Final = 1
_ENDINGS: Final = ("SIGTERM", "SIGINT", "SIGHUP")
# A signal from the terminal has reached the worker too.
_FROM_KERNEL: Final = 0x80
# By name: Windows, where nobody is watched, does not have all of them.
_PASSED_ON: Final = tuple(one for one in signal.Signals if one.name in _ENDINGS)
# How shells write that a signal ended a process.
_OF_SHELLS: Final = 128
# Where /proc/PID/stat has them, behind the name.
_USER_TICKS: Final = 11
_CHILDREN_TICKS: Final = 13
_WHAT_TO_DO: Final = (
    "far more than files of its size do. Save it again, or export it as CSV; if it is as it should "
    "be, split it."
)


def supervise(files: Sequence[Path], work: Callable[[], int]) -> int:
    """Have a process forked off this one do work that reads files, and watch it to its end.

    Parameters
    ----------
    files : sequence of Path
        The files that will be read; without any, the work is done in this process.
    work : callable
        Does the work, and returns an exit code.

    Returns
    -------
    int
        The exit code of the work, or 1 with a sentence on standard error where it had to be ended.

    Raises
    ------
    SystemExit
        In the forked process, which leaves with it.
    """
    limits = limits_of(files)
    if limits is None or not sys.platform.startswith("linux"):
        return work()
    if not _ends_with_whoever_asked():
        return UNUSABLE
    folder = _own_folder()
    read, write = os.pipe()
    # What arrives from here on waits until somebody listens.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGCHLD, *_PASSED_ON))
    parent = os.getpid()
    worker = os.fork()
    if worker == 0:
        os.close(read)
        sys.exit(_do(work, parent, folder, write, mask))
    os.close(write)
    try:
        return _Watch(worker, read, limits, ", ".join(file.name for file in files)).until_end()
    finally:
        if folder:
            shutil.rmtree(folder, ignore_errors=True)


def _do(work: Callable[[], int], parent: int, folder: str, pipe: int, mask: Iterable[int]) -> int:
    tell_by(pipe)
    _prepare(parent, folder)
    signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return work()


def _ends_with_whoever_asked() -> bool:
    """Have the system tell this process to end with its parent, if it asked; False: it is gone."""
    parent = os.environ.pop(PARENT, "")
    if parent:
        _end_with_parent(signal.SIGTERM)
    return not parent or os.getppid() == int(parent)


def _end_with_parent(how: signal.Signals) -> None:
    import ctypes

    ctypes.CDLL(None).prctl(_SIGNAL_OF_PARENT, how)


def _own_folder() -> str:
    """Return a folder for the worker's passing files, or nothing where none can be made."""
    try:
        return tempfile.mkdtemp(prefix="rfm-")
    except OSError:
        # The work says it, as soon as it needs one.
        return ""


def _prepare(parent: int, folder: str) -> None:
    """Make this process one that ends with its parent, first when memory is short, and quietly."""
    _end_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(UNUSABLE)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    if folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
    # Libraries write there what they panic about; what we have to say is said by Python.
    ours = os.dup(sys.stderr.fileno())
    sys.stderr = os.fdopen(
        ours, "w", 1, sys.stderr.encoding, errors="backslashreplace", closefd=False
    )
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


class _Watch:
    """One process that works, watched to its end."""

    def __init__(self, worker: int, pipe: int, limits: ReadingLimits, name: str) -> None:
        self._worker = worker
        self._pipe = pipe
        self._limits = limits
        self._name = name
        self._began = time.monotonic()
        self._is_reading = True
        self._last_moment = math.inf

    def until_end(self) -> int:
        """Return its exit code, having said why it ended if it could not say so itself."""
        os.set_blocking(self._pipe, False)
        while True:
            self._pass_on(signal.sigtimedwait((signal.SIGCHLD, *_PASSED_ON), SECONDS_BETWEEN_LOOKS))
            ended, status = os.waitpid(self._worker, os.WNOHANG)
            if ended:
                return self._code_of(os.waitstatus_to_exitcode(status))
            reason = self._beyond_limits()
            if reason or time.monotonic() > self._last_moment:
                os.kill(self._worker, signal.SIGKILL)
                os.waitpid(self._worker, 0)
                return _say(reason) if reason else _OF_SHELLS + signal.SIGTERM

    def _pass_on(self, told: "signal.struct_siginfo | None") -> None:
        if told is None or told.si_signo == signal.SIGCHLD:
            return
        if told.si_signo == signal.SIGINT and told.si_code == _FROM_KERNEL:
            return
        os.kill(self._worker, told.si_signo)
        if told.si_signo == signal.SIGTERM:
            self._last_moment = min(self._last_moment, time.monotonic() + SECONDS_TO_TIDY)

    def _beyond_limits(self) -> str:
        """Return which limit the process is beyond, as a sentence; empty while it keeps to all."""
        limits = self._limits
        if _memory(self._worker) > limits.memory:
            size = f"{limits.memory / MEGABYTE:,.0f} MB of memory"
            return f"{self._name} needed more than {size}, {_WHAT_TO_DO}"
        if not self._still_reads():
            return ""
        if _processor(self._worker) > limits.processor:
            return f"{self._name} took more than {limits.processor:,.0f} s to read, {_WHAT_TO_DO}"
        if time.monotonic() - self._began > limits.seconds:
            return f"{self._name} took more than {limits.seconds:,.0f} s to read, {_WHAT_TO_DO}"
        return ""

    def _still_reads(self) -> bool:
        if self._is_reading:
            try:
                self._is_reading = os.read(self._pipe, 1) != b""
            except BlockingIOError:
                return True
        return self._is_reading

    def _code_of(self, code: int) -> int:
        if code >= 0:
            return code
        if -code in _PASSED_ON:
            return _OF_SHELLS - code
        if -code == signal.SIGKILL:
            return _say(
                f"{self._name} needed more memory than this machine has left, so the system ended "
                "the work. Give a smaller file, or close other programs."
            )
        return _say(
            f"{self._name} could not be used: something in it ends what reads it, as only damage "
            "does. Fetch it again, or save it again as CSV."
        )


def _memory(process: int) -> int:
    """Return how many bytes a process has filled; what it maps from files does not count."""
    lines = _told_of(process, "status").splitlines()
    values = (line.split() for line in lines if line.startswith(("RssAnon:", "VmSwap:")))
    return sum(int(kilobytes) * 1024 for _, kilobytes, _ in values)


def _processor(process: int) -> float:
    """Return how many seconds all threads of a process worked."""
    # The name of the program, which stands first, may hold anything.
    fields = _told_of(process, "stat").rpartition(")")[2].split()
    ticks = sum(map(int, fields[_USER_TICKS:_CHILDREN_TICKS]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _told_of(process: int, what: str) -> str:
    # It stays until its end was waited for.
    return Path(f"/proc/{process}/{what}").read_text(encoding="utf-8", errors="replace")


def _say(sentence: str) -> int:
    print(f"rfm: {sentence}", file=sys.stderr, flush=True)
    return UNUSABLE
