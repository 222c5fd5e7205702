"""What commands print: which step runs, tables as aligned lines, and a comparison of algorithms."""

import math
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from rfm.words import percent

if TYPE_CHECKING:
    from rfm.classifier.model import ClassifierCard
    from rfm.clusters.comparison.results import Candidate, Comparison
    from rfm.clusters.profiles.results import ClusterProfiles

NOTHING: Final = "-"
DIGITS: Final = 3
LARGE: Final = 100
CellText = Callable[[Any, str], str | None]
"""Returns a cell in words, given its value and column; None leaves it to the usual way."""


class ProgressLines:
    """Says which step runs: one line rewritten on a terminal, plain lines elsewhere."""

    def __init__(self, steps: Sequence[str]) -> None:
        self._steps = steps
        self._terminal = sys.stderr.isatty()

    def begin(self, step: int, detail: str = "") -> None:
        """Say that a step begins, or goes on with something else."""
        more = f": {detail}" if detail else ""
        text = f"{step + 1}/{len(self._steps)} {self._steps[step]}{more}"
        if not self._terminal:
            sys.stderr.write(f"{text}\n")
            sys.stderr.flush()
            return
        bar = ("#" * (step + 1)).ljust(len(self._steps), ".")
        sys.stderr.write(f"\r[{bar}] {text}\x1b[K")
        sys.stderr.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._terminal:
            sys.stderr.write("\r\x1b[K")


def comparison_lines(comparison: "Comparison") -> Iterable[str]:
    """Yield the comparison as lines of text."""
    run = [candidate for candidate in comparison.candidates if not candidate.skipped]
    yield comparison.reason
    yield comparison.outliers_sentence
    yield ""
    yield (
        f"{comparison.customers:,} customers; measures on {comparison.sampled:,} of them, "
        f"stability over {comparison.bootstraps} samples:"
    )
    yield from rows_of(pd.DataFrame([_row(candidate) for candidate in run]))
    yield ""
    for candidate in run:
        yield f"{candidate.title}: {candidate.why_k}"
        yield from (f"  ! {objection}" for objection in candidate.objections)
    for candidate in comparison.candidates:
        if candidate.skipped:
            yield f"{candidate.title} was not run: {candidate.skipped}"


def profile_lines(profiles: "ClusterProfiles") -> Iterable[str]:
    """Yield what is told of the clusters as lines of text."""
    yield ""
    yield profiles.tree_sentence
    for profile in profiles.clusters:
        yield ""
        size = f"{profile.customers:,}; {percent(profile.share)}"
        yield f"{profile.cluster + 1}. {profile.name} ({size})"
        yield f"   {profile.paragraph}"
        yield from (f"   Rule: {rule.text}" for rule in profile.rules[:1])


def card_lines(card: "ClassifierCard") -> Iterable[str]:
    """Yield how well the classifier places customers, as lines of text."""
    yield ""
    yield card.sentence
    yield from card.warnings


def _row(candidate: "Candidate") -> dict[str, str]:
    weakest = min(candidate.jaccards) if candidate.jaccards else None
    return {
        "algorithm": candidate.algorithm,
        "k": str(candidate.k),
        "silhouette": _number(candidate.silhouette),
        "Davies-Bouldin": _number(candidate.davies_bouldin),
        "Calinski-Harabasz": _number(candidate.calinski_harabasz, 0),
        "weakest Jaccard": _number(weakest),
        "lowest agreement": _number(candidate.agreement),
        "largest": f"{candidate.sizes[0]:,}" if candidate.sizes else NOTHING,
        "smallest": f"{candidate.sizes[-1]:,}" if candidate.sizes else NOTHING,
        "noise": f"{candidate.noise:,}",
        "seconds": f"{candidate.seconds:.1f}",
        "to be trusted": "no" if candidate.objections else "yes",
    }


def _number(value: float | None, digits: int = 2) -> str:
    return NOTHING if value is None else f"{value:,.{digits}f}"


def rows_of(table: pd.DataFrame, text_of: CellText = lambda _value, _name: None) -> Iterable[str]:
    """Yield a table as aligned lines, its header first."""
    cells = {
        name.replace("_", " "): [text_of(value, name) or _cell(value) for value in table[name]]
        for name in map(str, table)
    }
    widths = {name: max(map(len, [name, *column])) for name, column in cells.items()}
    yield "  ".join(name.rjust(width) for name, width in widths.items())
    for place in range(len(table)):
        yield "  ".join(cells[name][place].rjust(width) for name, width in widths.items())


def _cell(value: Any) -> str:
    if not isinstance(value, float):
        return str(value)
    if math.isnan(value):
        return "-"
    return f"{value:,.0f}" if abs(value) >= LARGE else f"{value:.{DIGITS}f}"
