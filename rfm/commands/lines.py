"""What several commands print: which step runs, and tables as aligned lines."""

import math
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import pandas as pd

from rfm.log.cleaned import Progress

DIGITS: Final = 3
LARGE: Final = 100
CellText = Callable[[Any, str], str | None]
"""Returns a cell in words, given its value and column; None leaves it to the usual way."""


@contextmanager
def progress_lines(steps: Sequence[str]) -> Iterator[Progress]:
    """Yield what says which step runs: one line rewritten on a terminal, plain lines elsewhere."""
    is_terminal = sys.stderr.isatty()

    def begin(step: int, detail: str) -> None:
        text = f"{step + 1}/{len(steps)} {steps[step]}{f': {detail}' if detail else ''}"
        bar = ("#" * (step + 1)).ljust(len(steps), ".")
        sys.stderr.write(f"\r[{bar}] {text}\x1b[K" if is_terminal else f"{text}\n")
        sys.stderr.flush()

    yield begin
    if is_terminal:
        sys.stderr.write("\r\x1b[K")


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
