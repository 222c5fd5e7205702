"""Fail when tests leave too much of the code unvisited: any of rfm, or a tenth of the rest.

What of rfm need not be visited stands in .ci/excuses.txt: `file | line | reason`, where a line is
given by its text and stands for what is indented below it too.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

EXCUSES: Final = Path(__file__).with_name("excuses.txt")
WHOLE: Final = "rfm/"
FLOOR: Final = 0.9

Excuses = Mapping[str, set[str]]


def read_excuses(text: str) -> Excuses:
    """Return the texts of the excused lines of each file; each needs a reason."""
    excuses: dict[str, set[str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            continue
        file, excused, reason = (part.strip() for part in line.split(" | "))
        if not reason:
            raise ValueError(f"{file}: '{excused}' has no reason")
        excuses.setdefault(file, set()).add(excused)
    return excuses


def unvisited(measured: Mapping[str, Any]) -> set[int]:
    """Return the lines of a file that were not visited, or not left by each of their branches."""
    return {*measured["missing_lines"], *(line for line, _ in measured["missing_branches"])}


def is_excused(number: int, lines: list[str], excused: set[str]) -> bool:
    """Tell whether a line, or one that it is indented below, is excused."""
    depth = len(lines[number - 1]) + 1
    for line in reversed(lines[:number]):
        indent = len(line) - len(line.lstrip())
        if line.strip() and indent < depth:
            depth = indent
            if line.strip() in excused:
                return True
    return False


def faults(report: Mapping[str, Any], excuses: Excuses, project: Path) -> list[str]:
    """Return what is wrong with a report of coverage, one sentence each."""
    found = []
    visited = all_there = 0
    for file, measured in sorted(report["files"].items()):
        figures = measured["summary"]
        if not file.startswith(WHOLE):
            visited += figures["covered_lines"] + figures["covered_branches"]
            all_there += figures["num_statements"] + figures["num_branches"]
            continue
        lines = (project / file).read_text(encoding="utf-8").splitlines()
        found += [
            f"{file} | {lines[number - 1].strip()} | (line {number} is not visited)"
            for number in sorted(unvisited(measured))
            if not is_excused(number, lines, excuses.get(file, set()))
        ]
    if visited < FLOOR * all_there:
        found.append(f"{visited / all_there:.1%} of what is not in rfm is visited, not {FLOOR:.0%}")
    return found


if __name__ == "__main__":
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    excuses = read_excuses(EXCUSES.read_text(encoding="utf-8"))
    wrong = faults(report, excuses, EXCUSES.parent.parent)
    if wrong:
        sys.exit("The tests do not visit enough:\n" + "\n".join(wrong))
