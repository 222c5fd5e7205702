"""Time and memory of rivals, taken in turns so that a busy machine slows both."""

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).resolve().parent.parent
KILOBYTES_PER_GIGABYTE: Final = 1_000_000
# Threads of OpenMP that wait for each other by counting take ten times as long on a busy machine;
# asleep they cost nothing, and the tutorial's k-means is not slow for the neighbours' sake.
PATIENT: Final = {"OMP_WAIT_POLICY": "passive"}


@dataclass(frozen=True)
class Figure:
    """One line of the printed table."""

    name: str
    what: str
    measured: str
    limit: str
    holds: bool


def in_turns(rivals: Sequence[Callable[[], object]], runs: int) -> list[float]:
    """Return the median seconds of each rival, after one run of each to warm up."""
    for rival in rivals:
        rival()
    seconds: list[list[float]] = [[] for _ in rivals]
    for _ in range(runs):
        for rival, taken in zip(rivals, seconds, strict=True):
            begun = time.perf_counter()
            rival()
            taken.append(time.perf_counter() - begun)
    return [statistics.median(taken) for taken in seconds]


def run_module(module: str, *arguments: str | Path) -> str:
    """Run a module in a process of its own and return what it printed."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env=os.environ | PATIENT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def measure_module(module: str, *arguments: str | Path) -> dict[str, float]:
    """Run a module that ends with `print_measures`, and return its measures."""
    measures: dict[str, float] = json.loads(run_module(module, *arguments).splitlines()[-1])
    return measures


def print_measures(**measures: float) -> None:
    """Print measures for the process that asked, with the peak memory of this one."""
    print(json.dumps({**measures, "peak_gigabytes": _peak_kilobytes() / KILOBYTES_PER_GIGABYTE}))


def _peak_kilobytes() -> int:
    """Return the peak memory of this process alone.

    Linux lets a child's `ru_maxrss` begin with what its parent had, so `VmHWM` is read there.
    """
    facts = Path("/proc/self/status")
    if not facts.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peaks = [line for line in facts.read_text().splitlines() if line.startswith("VmHWM")]
    return int(peaks[0].split()[1])


def machine() -> str:
    """Return the machine and the versions in one line."""
    from importlib.metadata import version

    packages = ("duckdb", "ibis-framework", "pandas", "polars", "scikit-learn", "dash")
    versions = ", ".join(f"{package} {version(package)}" for package in packages)
    return (
        f"{os.cpu_count()} x {_processor()}, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {versions}"
    )


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    if not facts.is_file():
        return platform.processor()
    names = [line for line in facts.read_text().splitlines() if line.startswith("model name")]
    return names[0].split(":", 1)[1].strip() if names else platform.processor()
