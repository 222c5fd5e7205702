"""Figures (b): from a CSV file to a published snapshot, against the tutorial's steps.

Both start from the same file; see tutorial.py for the steps of the rival. Ours does more: it
accounts for every row, scores three schemes, finds and names clusters, and writes customers,
orders, lines, profiles and models. What is ahead (lifetime) has a figure of its own and is switched
off here: the tutorial knows nothing of it.

The promise is about the work, as on a site or in a notebook that is open: each rival has a process
of its own that has imported everything and worked once before it is timed. Whole processes, with
the imports of a command typed once, are shown beside it.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.logs import real_log, write_csv
from benchmarks.measuring import PATIENT, PROJECT, Figure, in_turns, run_module

FASTEST: Final = 3
OURS: Final = "ours"
TUTORIAL: Final = "tutorial"
DONE: Final = "done"


def measure(workspace: Path, runs: int) -> list[Figure]:
    """Return how much faster a snapshot is than the tutorial's tables, warm and cold."""
    log = real_log(workspace)
    file = write_csv(log, workspace)
    what = f"{file.stat().st_size / 1e6:.0f} MB CSV of {log.title} to a snapshot"
    with _working(OURS, file, workspace) as ours, _working(TUTORIAL, file, workspace) as tutorial:
        warm = in_turns([ours, tutorial], runs)
    cold = in_turns(
        [
            partial(run_module, "rfm", *_analyse(file, workspace / OURS)),
            partial(run_module, "benchmarks.tutorial", file, workspace / TUTORIAL),
        ],
        runs,
    )
    promised = warm[1] >= FASTEST * warm[0]
    whole = f"{what}, whole processes with their imports: the tutorial / ours"
    return [
        Figure(
            "b",
            f"{what}: the tutorial's steps / ours",
            _ratio(*warm),
            f">= {FASTEST} x",
            promised,
        ),
        Figure("b", whole, _ratio(*cold), "no promise", holds=True),
    ]


def _ratio(ours: float, rival: float) -> str:
    return f"{rival / ours:.1f} x ({rival:.2f} s / {ours:.2f} s)"


def _analyse(file: Path, snapshot: Path) -> tuple[str, ...]:
    preset = ("--preset", "report", "--lifetime", "off")
    return ("analyse", str(file), *preset, "--out", str(snapshot))


@contextmanager
def _working(which: str, file: Path, workspace: Path) -> Iterator[Callable[[], None]]:
    """Yield what makes a process of its own do its work once more."""
    command = [sys.executable, "-m", "benchmarks.publishing", which, str(file), str(workspace)]
    said = workspace / f"{which}.txt"
    with (
        said.open("w") as errors,
        subprocess.Popen(
            command,
            cwd=PROJECT,
            env=os.environ | PATIENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            bufsize=1,
        ) as process,
    ):
        yield partial(_once_more, process, said)
        process.communicate()


def _once_more(process: subprocess.Popen[str], said: Path) -> None:
    if process.stdin is None or process.stdout is None:
        raise TypeError("A process that is asked to work needs pipes.")
    process.stdin.write("\n")
    if process.stdout.readline().strip() != DONE:
        raise SystemExit(f"{' '.join(map(str, process.args))} failed:\n{said.read_text()[-2000:]}")


def work(which: str, file: Path, workspace: Path) -> None:
    """Do the work of one rival for every line that is read."""
    once = _ours if which == OURS else _tutorial
    for _ in sys.stdin:
        with redirect_stdout(sys.stderr):
            once(file, workspace / which)
        print(DONE, flush=True)


def _ours(file: Path, snapshot: Path) -> None:
    from rfm.__main__ import main

    if main(_analyse(file, snapshot)):
        raise SystemExit(1)


def _tutorial(file: Path, folder: Path) -> None:
    from benchmarks.tutorial import run

    run(file, folder)


if __name__ == "__main__":
    work(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
