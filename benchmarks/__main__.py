"""Print every figure: `python -m benchmarks [--only a,b,c,d,e,f,g,h,i,j,k,l] [--runs 5]`."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from pkgutil import resolve_name
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks.measuring import Figure, machine

MEASURES: Final = {
    "a": "benchmarks.customers:measure",
    "b": "benchmarks.publishing:measure",
    "c": "benchmarks.callbacks:measure_cdnow",
    "d": "benchmarks.callbacks:measure_million",
    "e": "benchmarks.lifetime:measure",
    "f": "benchmarks.recovery:measure",
    "g": "benchmarks.placing:measure",
    "h": "benchmarks.clusters:measure",
    "i": "benchmarks.importing:measure",
    "j": "benchmarks.estimates:measure",
    "k": "benchmarks.churn:measure",
    "l": "benchmarks.pages.weighing:measure",
}


def main() -> int:
    """Measure the figures that were asked for; 0 when all of them hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", default=",".join(MEASURES), help="figures, as a,b")
    parser.add_argument("--runs", type=int, default=5, help="runs of which the median is taken")
    chosen = parser.parse_args()
    names = chosen.only.split(",")
    if unknown := set(names) - set(MEASURES):
        parser.error(f"there is no figure {', '.join(sorted(unknown))}")
    figures = [figure for name in names for figure in measure(name, chosen.runs)]
    show(figures)
    return 0 if all(figure.holds for figure in figures) else 1


def measure(name: str, runs: int) -> list[Figure]:
    """Measure one figure in a folder that disappears afterwards."""
    with TemporaryDirectory(prefix="benchmark-") as folder:
        figures: list[Figure] = resolve_name(MEASURES[name])(Path(folder), runs)
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
