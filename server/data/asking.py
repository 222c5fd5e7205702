"""What the site asks `python -m rfm` while a visitor waits: in a process of its own, in time."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any, Final

from rfm.errors import PAGE, TOLD_ON, RfmError
from rfm.supervision import PARENT
from server.data.standby import STANDBY, Ended
from server.processes import sentence_in, stop
from server.settings import PROJECT

TOO_LONG: Final = (
    "This took longer than {seconds:.0f} seconds and was stopped. Give a smaller file, or save it "
    "again as CSV."
)
ENDED: Final = (
    "This was ended before it was done: it may need more memory than this machine has. Give a "
    "smaller file, or try again later."
)
BUSY: Final = "Many files are being read here at this moment. Try again in a minute."
UNKNOWN: Final = (
    "This could not be done, and nobody foresaw why. Try again; the server's log says where."
)

log = logging.getLogger(__name__)

# Each may fill a gigabyte; who comes later waits.
_AT_ONCE: Final = BoundedSemaphore(max(2, os.cpu_count() or 1))


def ask_rfm(
    arguments: Sequence[str],
    *,
    seconds: float,
    environment: Mapping[str, str] | None = None,
) -> Any:
    """Return what a command of `python -m rfm` answers, without doing any of it in this process.

    Parameters
    ----------
    arguments : sequence of str
        The command and what it is given; it has to print JSON.
    seconds : float
        How long a visitor waits for it.
    environment : mapping, optional
        What its environment has beside our own.

    Returns
    -------
    Any
        The JSON that it printed, read.

    Raises
    ------
    RfmError
        What was wrong as a sentence, without places of this machine; also when it took too long
        or was ended.
    """
    if not _AT_ONCE.acquire(timeout=seconds):
        raise RfmError(BUSY)
    try:
        return _answer(arguments, seconds, environment or {})
    finally:
        _AT_ONCE.release()


def _answer(arguments: Sequence[str], seconds: float, environment: Mapping[str, str]) -> Any:
    with TemporaryDirectory(prefix="rfm-") as work:
        # A shop's file may be unpacked there: it is gone with the answer, however that ends.
        ours = {"TMPDIR": work, TOLD_ON: PAGE}
        ended = _run(arguments, seconds, {**os.environ, **environment, **ours})
        if ended.code == 0:
            try:
                return json.loads(ended.output)
            except ValueError:
                log.error("'%s' answered with something else than JSON.", arguments[0])
                raise RfmError(UNKNOWN) from None
        raise RfmError(_reason(ended, arguments, work))


def _run(arguments: Sequence[str], seconds: float, environment: Mapping[str, str]) -> Ended:
    try:
        ended = STANDBY.run(arguments, environment, seconds)
    except TimeoutError:
        raise RfmError(TOO_LONG.format(seconds=seconds)) from None
    return ended or _run_anew(arguments, seconds, environment)


def _run_anew(arguments: Sequence[str], seconds: float, environment: Mapping[str, str]) -> Ended:
    with subprocess.Popen(  # noqa: S603  the command is ours
        [sys.executable, "-m", "rfm", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**environment, PARENT: str(os.getpid())},
        cwd=PROJECT,
        start_new_session=True,
        text=True,
        errors="replace",
    ) as process:
        try:
            output, said = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise RfmError(TOO_LONG.format(seconds=seconds)) from None
        finally:
            if process.poll() is None:
                stop(process)
        return Ended(process.returncode, output, said)


def _reason(ended: Ended, arguments: Sequence[str], work: str) -> str:
    """Return why a command failed, as a visitor may read it."""
    sentence = sentence_in(ended.said)
    if not sentence:
        log.error("'%s' ended with code %d.", arguments[0], ended.code)
        return ENDED if ended.code < 0 else UNKNOWN
    folders = {str(Path(one).parent) for one in arguments if Path(one).is_absolute()}
    for folder in sorted({work, *folders} - {"/"}, key=len, reverse=True):
        sentence = sentence.replace(f"{folder}{os.sep}", "")
    return sentence
