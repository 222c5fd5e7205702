"""The command line: analyse a source, judge its models, place customers, list the samples.

Exit codes: 0 when it worked, 1 when the log or a value could not be used (the last line of standard
error says why), 2 when the command itself was not understood.
"""

import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

from rfm.commands.arguments import parser
from rfm.errors import RfmError

INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
ENDED: Final = 143
# Each has a function `run` that yields what to print.
COMMANDS: Final = {
    "analyse": "rfm.commands.analyse",
    "backtest": "rfm.commands.backtest",
    "compare": "rfm.commands.compare",
    "predict": "rfm.commands.predict",
    "preview": "rfm.commands.preview",
    "samples": "rfm.commands.samples",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    chosen = parser(__doc__).parse_args(arguments)
    # Read by NumPy and SciPy when they are imported: the threads of their linear algebra take
    # longer to wake up than the small products of the models take.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        for line in import_module(COMMANDS[chosen.command]).run(chosen):
            print(line)
        sys.stdout.flush()
    except RfmError as error:
        _say(f"rfm: {error}")
        return 1
    except BrokenPipeError:
        # Whoever reads the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except (OSError, _database_error()) as error:
        first, _, _ = str(error).partition("\n")
        _say(
            f"rfm: A working file could not be written or read ({first}). Free some "
            "space, or name another folder for such files with TMPDIR."
        )
        return 1
    except KeyboardInterrupt:
        _say("rfm: stopped; nothing was published.")
        return INTERRUPTED
    return 0


def _end(*_: object) -> None:
    raise SystemExit(ENDED)


def _database_error() -> type[Exception]:
    from duckdb import Error

    return Error


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    # Being told to end must run what tidies up, as being interrupted does.
    signal.signal(signal.SIGTERM, _end)
    try:
        sys.exit(main())
    except SystemExit as ending:
        if ending.code == ENDED:
            # A thread may wait for ever for an import that the signal interrupted; all is tidy now.
            os._exit(ENDED)
        raise
