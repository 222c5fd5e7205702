"""Figure (b): from a CSV file to a published snapshot, against the tutorial's steps.

Both are whole processes, imports included, from the same file; see tutorial.py for the steps of
the rival. Ours does more: it accounts for every row, scores three schemes, finds and names
clusters, and writes customers, orders, lines, profiles and models. What is ahead (lifetime) has a
figure of its own and is switched off here: the tutorial knows nothing of it.
"""

from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.logs import real_log, write_csv
from benchmarks.measuring import Figure, in_turns, run_module

FASTEST: Final = 3
AHEAD: Final = ("--lifetime", "off")


def measure(workspace: Path, runs: int) -> list[Figure]:
    """Return how much faster a snapshot is than the tutorial's tables."""
    log = real_log(workspace)
    file = write_csv(log, workspace)
    megabytes = file.stat().st_size / 1e6
    snapshot = workspace / "snapshot"
    analyse = partial(
        run_module, "rfm", "analyse", file, "--preset", "report", *AHEAD, "--out", snapshot
    )
    tutorial = partial(run_module, "benchmarks.tutorial", file, workspace / "tutorial")
    ours, rival = in_turns([analyse, tutorial], runs)
    return [
        Figure(
            "b",
            f"{megabytes:.0f} MB CSV of {log.title} to a snapshot: the tutorial's steps / ours",
            f"{rival / ours:.1f} x ({rival:.1f} s / {ours:.1f} s)",
            f">= {FASTEST} x",
            rival >= FASTEST * ours,
        )
    ]
