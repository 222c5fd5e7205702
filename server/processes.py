"""What the site asks of the processes that it starts: that they end, and what they said."""

import os
import signal
import subprocess
from contextlib import suppress
from typing import Any, Final

SENTENCE_MARK: Final = "rfm: "
SECONDS_TO_STOP: Final = 5.0


def stop(process: "subprocess.Popen[Any]") -> None:
    """End a process that leads its group, and what it started: asked first, then made to."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        signal_group(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_STOP)
            break
    signal_group(process.pid, signal.SIGKILL)


def signal_group(group: int, sign: signal.Signals) -> None:
    """Send a signal to all processes of a group, if any is left."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, sign)


def sentence_in(output: str) -> str:
    """Return what `python -m rfm` said was wrong, with its last line; empty when it did not."""
    last = output.rstrip().rpartition("\n")[2]
    return last.removeprefix(SENTENCE_MARK) if last.startswith(SENTENCE_MARK) else ""
