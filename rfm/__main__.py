"""The command line: analyse a source, judge its models, place customers, list the samples.

Exit codes: 0 when it worked, 1 when the log or a value could not be used (the last line of standard
error says why), 2 when the command itself was not understood. A file is read within limits of
memory and time that follow its size; RFM_LIMITS=off in the environment reads one without.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Final

from rfm.commands.arguments import parser
from rfm.errors import PAGE, TOLD_ON, RfmError
from rfm.supervision import supervise

UNUSABLE: Final = 1
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
ENDED: Final = 143
# Each has a function `run` that yields what to print.
COMMANDS: Final = {
    "analyse": "rfm.commands.analyse",
    "backtest": "rfm.commands.backtest",
    "changes": "rfm.commands.changes",
    "compare": "rfm.commands.compare",
    "predict": "rfm.commands.predict",
    "preview": "rfm.commands.preview",
    "samples": "rfm.commands.samples",
}
# The options of any command that name files to read.
FILES: Final = ("source", "more", "join", "file", "add_to", "newer", "rates_file")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command in this process and return its exit code."""
    return _run(parser(__doc__).parse_args(arguments))


def _run(chosen: argparse.Namespace) -> int:
    # Read by NumPy and SciPy when they are imported: the threads of their linear algebra take
    # longer to wake up than the small products of the models take.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        for line in import_module(COMMANDS[chosen.command]).run(chosen):
            print(line)
        sys.stdout.flush()
    except RfmError as error:
        _say(f"rfm: {error.on_page if _is_for_page() else error.on_command_line}")
        return UNUSABLE
    except BrokenPipeError:
        # Whoever reads the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except (OSError, _database_error()) as error:
        first, _, _ = str(error).partition("\n")
        how = "" if _is_for_page() else ", or name another folder for such files with TMPDIR"
        _say(f"rfm: A working file could not be written or read ({first}). Free some space{how}.")
        return UNUSABLE
    except KeyboardInterrupt:
        _say("rfm: stopped; nothing was published.")
        return INTERRUPTED
    return 0


def _as_process() -> int:
    """Run the command of this process, watched where it reads files."""
    chosen = parser(__doc__).parse_args()
    files = _files_of(chosen)
    return supervise(files, partial(_run_to_a_sentence, chosen, files))


def _run_to_a_sentence(chosen: argparse.Namespace, files: Sequence[Path]) -> int:
    """Run a command whose every end has a sentence instead of a traceback."""
    # Being told to end must run what tidies up, as being interrupted does.
    signal.signal(signal.SIGTERM, _end)
    try:
        return _run(chosen)
    except (Exception, _panic()) as error:  # noqa: BLE001  no traceback, whatever happened
        what = ", ".join(file.name for file in files) or f"'{chosen.command}'"
        _say(
            f"rfm: {what} could not be used: nobody foresaw what happened ({_place_of(error)}). "
            "Save the file again as CSV, and report this to the makers of this program."
        )
        return UNUSABLE


def _files_of(chosen: argparse.Namespace) -> list[Path]:
    """Return the files that a command is given to read."""
    named = [value for name in FILES if (value := getattr(chosen, name, None))]
    paths = [one for value in named for one in (value if isinstance(value, list) else [value])]
    return [path for path in map(Path, paths) if path.is_file()]


def _is_for_page() -> bool:
    return os.environ.get(TOLD_ON) == PAGE


def _place_of(error: BaseException) -> str:
    """Return what was raised, and where in the program; its text may quote a customer."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("rfm."):
            place = f" in {module}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return f"{type(error).__name__}{place}"


def _end(*_: object) -> None:
    # Told again, it goes on tidying up.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise SystemExit(ENDED)


def _database_error() -> type[Exception]:
    from duckdb import Error

    return Error


def _panic() -> type[BaseException]:
    """Return what polars raises where it met what it did not expect, which is no `Exception`."""
    from polars.exceptions import PanicException

    return PanicException


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(_as_process())
    except SystemExit as ending:
        if ending.code == ENDED:
            # A thread may wait for ever for an import that the signal interrupted; all is tidy now.
            os._exit(ENDED)
        raise
