"""The command line: analyse a source, judge its models, place customers, list the samples.

Exit codes: 0 when it worked, 1 when the log or a value could not be used (the last line of standard
error says why), 2 when the command itself was not understood.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rfm.commands.arguments import parser
from rfm.errors import RfmError

INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141
ENDED: Final = 143
SITE_SNAPSHOTS: Final = Path("var/snapshots")
SITE_SAMPLES: Final = Path("var/samples")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    chosen = parser(__doc__).parse_args(arguments)
    # Read by NumPy and SciPy when they are imported: the threads of their linear algebra take
    # longer to wake up than the small products of the models take.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        COMMANDS[chosen.command](chosen)
        sys.stdout.flush()
    except RfmError as error:
        _say(f"rfm: {error}")
        return 1
    except BrokenPipeError:
        # Whoever reads the output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except (OSError, _database_error()) as error:
        _say(
            f"rfm: A working file could not be written or read ({_first_line(error)}). Free some "
            "space, or name another folder for such files with TMPDIR."
        )
        return 1
    except KeyboardInterrupt:
        _say("rfm: stopped; nothing was published.")
        return INTERRUPTED
    return 0


def analyse(chosen: argparse.Namespace) -> None:
    """Analyse a log or a customer table and publish its snapshot."""
    from rfm.commands.analyse import run_analyse

    print(run_analyse(chosen, sample_folders()))


def compare(chosen: argparse.Namespace) -> None:
    """Print algorithms for clusters side by side, and which to trust."""
    from rfm.commands.compare import run_compare

    print("\n".join(run_compare(chosen, sample_folders())))


def back_test(chosen: argparse.Namespace) -> None:
    """Print how the models of lifetime would have done on a log's own past."""
    import json

    from rfm.commands.analyse import log_settings
    from rfm.commands.backtest import card_lines, run_back_test
    from rfm.records import as_record

    found = run_back_test(
        chosen.source,
        log_settings(chosen),
        folders=sample_folders(),
        columns=dict(chosen.column),
        cut=chosen.cut and chosen.cut.date(),
    )
    print(json.dumps(as_record(found)) if chosen.json else "\n".join(card_lines(found)))


def predict(chosen: argparse.Namespace) -> None:
    """Print where a customer belongs, or write where those of a file do."""
    from rfm.commands.predict import misunderstanding, run_predict
    from rfm.snapshot import Snapshot

    if problem := misunderstanding(chosen):
        parser(__doc__).error(problem)
    snapshot = Snapshot.open(chosen.snapshot or _site_snapshot())
    printed = run_predict(chosen, snapshot)
    print("\n".join(printed.lines))
    for note in printed.notes:
        _say(f"note: {note}")


def samples(chosen: argparse.Namespace) -> None:
    """List the sample logs, or fetch one."""
    from rfm.samples.catalogue import SAMPLES, available
    from rfm.samples.fetching import fetch

    if chosen.action == "get":
        print(fetch(chosen.name, sample_folders()[0]))
        return
    for sample in SAMPLES.values():
        here = available(sample, sample_folders())
        way = f"python -m rfm samples get {sample.name}" if sample.url else sample.page
        state = "" if here else f" (get it: {way})"
        print(f"{sample.name:14} {sample.description}{state}")


def sample_folders() -> list[Path]:
    """Return where the files of samples are looked for: $RFM_SAMPLES, then what was fetched."""
    own = os.environ.get("RFM_SAMPLES")
    return [*([Path(own)] if own else []), SITE_SAMPLES]


def _site_snapshot() -> Path:
    """Return the site's own snapshot, made from the default sample where there is none yet."""
    from rfm.samples.catalogue import default_sample

    name = default_sample(sample_folders()).name
    address = SITE_SNAPSHOTS / name
    if not address.exists():
        _say(f"No snapshot yet: analysing the sample {name} first.")
        analyse(parser(None).parse_args(["analyse", name, "--out", str(address)]))
    return address


def _end(*_: object) -> None:
    raise SystemExit(ENDED)


def _database_error() -> type[Exception]:
    from duckdb import Error

    return Error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


COMMANDS: Final = {
    "analyse": analyse,
    "backtest": back_test,
    "compare": compare,
    "predict": predict,
    "samples": samples,
}

if __name__ == "__main__":
    # Being told to end must run what tidies up, as being interrupted does.
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main())
