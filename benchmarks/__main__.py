"""Print every figure of speed: `python -m benchmarks [--only a,b] [--runs 5]`."""

import argparse
import importlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.measuring import Figure, machine

MODULES: Final = {
    "a": "benchmarks.customers",
    "b": "benchmarks.publishing",
}


def main() -> int:
    """Measure the figures that were asked for; 0 when all of them hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", default=",".join(MODULES), help="figures, as a,b")
    parser.add_argument("--runs", type=int, default=5, help="runs of which the median is taken")
    chosen = parser.parse_args()
    names = chosen.only.split(",")
    if unknown := set(names) - set(MODULES):
        parser.error(f"there is no figure {', '.join(sorted(unknown))}")
    figures = [figure for name in names for figure in measure(name, chosen.runs)]
    show(figures)
    return 0 if all(figure.holds for figure in figures) else 1


def measure(name: str, runs: int) -> list[Figure]:
    """Measure one figure in a folder that disappears afterwards."""
    with TemporaryDirectory(prefix="benchmark-") as folder:
        figures: list[Figure] = importlib.import_module(MODULES[name]).measure(Path(folder), runs)
    return figures


def show(figures: Sequence[Figure]) -> None:
    """Print the figures as a Markdown table, with the machine they were measured on."""
    print(machine())
    print()
    print("| figure | what | measured | limit | holds |")
    print("|---|---|---|---|---|")
    for figure in figures:
        holds = "yes" if figure.holds else "NO"
        print(f"| {figure.name} | {figure.what} | {figure.measured} | {figure.limit} | {holds} |")


if __name__ == "__main__":
    raise SystemExit(main())
