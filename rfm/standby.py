"""A process that stands by for a site: it has imported what is slow, and forks off each command.

It keeps to one thread, since what is forked off a process with several may wait for ever for one
that is not there. So the modules that start threads as they are imported (polars, DuckDB) are left
to the forked process. multiprocessing's own server of forks would run the site's `app.py` again in
each of them.
"""

import gc
import json
import os
import runpy
import signal
import socket
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Final, NoReturn

from rfm.supervision import PARENT

# The longest message: a command with its whole environment.
LONGEST: Final = 1 << 17
_THREADS: Final = Path("/proc/self/task")
_IMPORTED: Final = (
    "argparse",
    "cattrs",
    "concurrent.futures.thread",
    "encodings.utf_8_sig",
    "ibis",
    "ibis.backends.sql.compilers.duckdb",
    "ibis.expr.types.groupby",
    "ibis.formats.pandas",
    "ibis.formats.pyarrow",
    "numpy",
    "pandas",
    "pyarrow.dataset",
    "rfm.commands.arguments",
    "rfm.records",
    "yaml",
    "zipfile",
    "zoneinfo",
)
# Read as they are imported: else a thread sees to memory, and others to linear algebra.
_ENVIRONMENT: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}


@dataclass(frozen=True)
class Order:
    """A command for the process that stands by.

    Parameters
    ----------
    arguments : sequence of str
        What `python -m rfm` would be given.
    environment : mapping of str to str
        The whole environment of its process.
    """

    arguments: Sequence[str]
    environment: Mapping[str, str]

    def give(self, control: socket.socket, output: int, said: int, report: socket.socket) -> None:
        """Hand the order over, with what its process writes to.

        Parameters
        ----------
        control : socket
            Where the process that stands by listens.
        output, said : int
            Files for what the command prints, and for what it says is wrong.
        report : socket
            It is told the number of the forked process, and then the exit code.

        Raises
        ------
        OSError
            When nobody listens any more, or the order is too long.
        """
        message = json.dumps(asdict(self)).encode()
        socket.send_fds(control, [message], [output, said, report.fileno()])


def main() -> None:
    """Stand by until the site is gone; in a forked process, do what is asked and end."""
    with socket.socket(fileno=int(sys.argv[1])) as control:
        if _is_ready():
            _listen(control)


def _is_ready() -> bool:
    """Import what is slow, and return whether a process with it may be forked."""
    os.environ.update(_ENVIRONMENT)
    for name in _IMPORTED:
        with suppress(ImportError):
            import_module(name)
    if len(os.listdir(_THREADS)) > 1:
        # Some library has changed: whoever asks starts each process from nothing.
        return False
    # What is never looked at again is never copied.
    gc.collect()
    gc.freeze()
    return True


def _listen(control: socket.socket) -> None:
    own = os.getpid()
    # What ends is forgotten at once.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        message, given, *_ = socket.recv_fds(control, LONGEST, 3)
        if not message:
            return
        if os.fork() == 0:
            control.close()
            _obey(Order(**json.loads(message)), own, *given)
        for one in given:
            os.close(one)


def _obey(order: Order, parent: int, output: int, said: int, report: int) -> NoReturn:
    """Be the process that `python -m rfm` would have been, and end."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    telling = socket.socket(fileno=report)
    code = 1
    try:
        # Nobody listens where the site waited too long for this process to begin.
        telling.send(str(os.getpid()).encode())
        own = os.getpid()
        os.dup2(output, 1)
        os.dup2(said, 2)
        os.environ.clear()
        os.environ.update(order.environment, **_ENVIRONMENT, **{PARENT: str(parent)})
        tempfile.tempdir = None
        sys.argv = ["rfm", *order.arguments]
        code = _run()
        # Else it is the worker of the command, or was ended because nobody stands by any more.
        if (os.getpid(), os.getppid()) == (own, parent):
            telling.send(str(code).encode())
    finally:
        # At once: tidying up what was imported takes as long as a small file does.
        os._exit(code)


def _run() -> int:
    """Run the command and return its exit code; a worker that it forks off returns here too."""
    try:
        runpy.run_module("rfm", run_name="__main__", alter_sys=True)
        code: object = 0
    except SystemExit as ending:
        code = ending.code
    for written in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            written.flush()
    return code if isinstance(code, int) else 1


if __name__ == "__main__":
    main()
